import { Strophe } from 'strophe.js';
import { changeId, isDelayed, readResult, type Result } from './archive.js';
import { Attention } from './attention.js';
import { resolveBase } from './discovery.js';
import { disconnectedError, HeraldError, type Purpose } from './error.js';
import type { HeraldEvents } from './events.js';
import type { Item } from './item.js';
import { Lifeline, type State } from './lifeline.js';
import type { Transport } from './link.js';
import { nickOf } from './login.js';
import { HeraldNode, type ItemCallback, type Port } from './node.js';
import { readNotification } from './notification.js';
import { fit } from './payload.js';
import { defaults, type HeraldOptions } from './options.js';

export { HeraldError, HeraldNode };
export type { FieldValue, Fields } from './fields.js';
export type { Item, Op } from './item.js';
export type { HeraldEvents } from './events.js';
export type { Attach, HeraldOptions } from './options.js';
export type { ItemCallback, SubscribeOptions } from './node.js';
export type { Payload } from './payload.js';
export type { State, Transport };

// Bundled: this is this module's own Strophe. What goes wrong is reported by errors and events.
Strophe.setLogLevel(Strophe.LogLevel.FATAL);

/** A page's connection to a Herald application. `await Herald.connect()` gives one. */
export class Herald extends EventTarget {
  readonly #nodes = new Map<string, HeraldNode>();
  /** Who gets the results of a query of an archive, by its id. */
  readonly #queries = new Map<string, (result: Result) => void>();
  #asked = 0;
  readonly #lifeline: Lifeline;
  readonly #attention: Attention;
  readonly #page = new AbortController();

  private constructor(options: HeraldOptions) {
    super();
    const base = resolveBase(options.base, import.meta.url, document.baseURI);
    this.#attention = new Attention((name) => {
      if (name === 'focus') this.#emit('focus', { focus: this.focus });
      else this.#emit('unread', { unread: this.unread });
    });
    this.#lifeline = new Lifeline(defaults(options, base), {
      raw: (direction, xml) => this.#emit('raw', { direction, xml }),
      message: (message) => this.#received(message),
      connected: (again) => this.#connected(again),
      state: (state, reason, text) => this.#became(state, reason, text),
    });
  }

  /**
   * Finds the application's service, connects and logs in.
   *
   * @throws HeraldError `not-logged-in`, `connection-failed`, `timeout`, or the condition with which the server refused
   */
  static async connect(options: HeraldOptions = {}): Promise<Herald> {
    if (options.nick !== undefined) fit(options.nick, 'the nick');
    const herald = new Herald(options);
    const on: AddEventListenerOptions = { signal: herald.#page.signal };
    await herald.#lifeline.start();
    window.addEventListener('online', () => herald.#lifeline.wake(), on);
    window.addEventListener('pagehide', () => herald.#lifeline.suspend(), on);
    window.addEventListener(
      'pageshow',
      (event) => {
        if (event.persisted) herald.#lifeline.resume();
      },
      on,
    );
    return herald;
  }

  get state(): State {
    return this.#lifeline.state;
  }

  /** What carries the stanzas now; null while the connection is down. */
  get transport(): Transport | null {
    return this.#lifeline.link?.transport ?? null;
  }

  /** The full JID of this session, another one after each reconnection; null while the connection is down. */
  get jid(): string | null {
    return this.#lifeline.link?.jid ?? null;
  }

  /** The nickname that was asked for, as the server granted it, or the user's name; null for an unnamed visitor. */
  get nick(): string | null {
    const { link, login } = this.#lifeline;
    return link && login ? nickOf(link.jid, login, link.anonymous) : null;
  }

  /** Items that came by notification while nobody looked at the page; 0 again when somebody does. */
  get unread(): number {
    return this.#attention.unread;
  }

  /** Whether the page is visible and has the focus. */
  get focus(): boolean {
    return this.#attention.focus;
  }

  /** The node of that name, such as `/demo/Status`. Asks nobody; the same name gives the same object. */
  node(name: string): HeraldNode {
    let node = this.#nodes.get(name);
    if (node === undefined) {
      node = new HeraldNode(fit(name, 'the name of the node'), this.#port());
      this.#nodes.set(name, node);
    }
    return node;
  }

  /** Listens to an event by its detail; gives a function that ends it. */
  on<K extends keyof HeraldEvents>(
    name: K,
    listener: (detail: HeraldEvents[K]) => void,
  ): () => void {
    const handle = (event: Event): void => listener((event as CustomEvent<HeraldEvents[K]>).detail);
    this.addEventListener(name, handle);
    return () => this.removeEventListener(name, handle);
  }

  /** Ends the connection for good. */
  async disconnect(): Promise<void> {
    this.#lifeline.stop();
    // Strophe closes the socket in the next turn; whoever awaits this finds it closed.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  #port(): Port {
    const herald = this;
    return {
      get address() {
        const { link, service } = herald.#lifeline;
        return link && service ? { service: service.service, jid: link.jid } : null;
      },
      get ended() {
        return herald.state === 'disconnected';
      },
      request: (iq, purpose) => this.#request(iq, purpose),
      collect: (take) => this.#collect(take),
      reset: (node, callbacks) => {
        for (const callback of callbacks) safely(callback);
        this.#emit('reset', { node });
      },
      deliver: (item, callbacks, notified) => this.#deliver(item, callbacks, notified),
      nodeDeleted: (node) => this.#emit('node-deleted', { node }),
      subscriptionLost: (node, condition) => this.#emit('subscription-lost', { node, condition }),
    };
  }

  #request(iq: Element, purpose: Purpose): Promise<Element> {
    const { link } = this.#lifeline;
    return link ? link.requests.request(iq, purpose) : Promise.reject(disconnectedError(purpose));
  }

  #received(message: Element): void {
    const service = this.#lifeline.service?.service;
    if (service === undefined || message.getAttribute('from') !== service) return;
    const result = readResult(message);
    if (result !== null) this.#queries.get(result.queryid)?.(result);
    const id = changeId(message, service);
    const old = isDelayed(message);
    for (const change of readNotification(message)) this.node(change.node).notify(change, id, old);
  }

  #collect(take: (result: Result) => void): { queryid: string; end: () => void } {
    const queryid = `q${++this.#asked}`;
    this.#queries.set(queryid, take);
    return { queryid, end: () => void this.#queries.delete(queryid) };
  }

  #connected(again: boolean): void {
    if (again) this.#nodes.forEach((node) => void node.reconnected());
  }

  #became(state: State, reason: string | null, text: string | null): void {
    if (state === 'disconnected') {
      this.#page.abort();
      this.#attention.stop();
    }
    this.#emit('state', { state, reason, text });
  }

  #deliver(item: Item, callbacks: Iterable<ItemCallback>, notified: boolean): void {
    for (const callback of callbacks) safely(() => callback(item));
    if (notified && item.op !== 'delete') this.#attention.count();
    this.#emit('item', item);
  }

  #emit<K extends keyof HeraldEvents>(name: K, detail: HeraldEvents[K]): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** One callback's fault is not the others'. */
function safely(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  }
}

export default Herald;
