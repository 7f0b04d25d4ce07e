import { changeId, isComplete, query, type Result } from './archive.js';
import { disconnectedError, HeraldError, type Purpose } from './error.js';
import { Held, type Notice } from './held.js';
import { deletedItem, type Item } from './item.js';
import { Known } from './known.js';
import type { Change } from './notification.js';
import { fit, toPayload, type Payload } from './payload.js';
import * as pubsub from './pubsub.js';

/** Told of every change of a node's items. */
export type ItemCallback = (item: Item) => void;

/**
 * What a node needs of the client.
 * @internal
 */
export interface Port {
  /** The service's JID and this session's full JID; null while the connection is down. */
  readonly address: { readonly service: string; readonly jid: string } | null;
  /** No connection will come any more. */
  readonly ended: boolean;
  request(iq: Element, purpose: Purpose): Promise<Element>;
  /** Takes the results of one query of an archive, until its end. */
  collect(take: (result: Result) => void): { queryid: string; end: () => void };
  /** Tells that what was missed is not known; the items follow. */
  reset(node: string, callbacks: Iterable<() => void>): void;
  /** Calls the callbacks and the listeners. */
  deliver(item: Item, callbacks: Iterable<ItemCallback>, notified: boolean): void;
  nodeDeleted(node: string): void;
  subscriptionLost(node: string, condition: string): void;
}

/** More about a subscription. */
export interface SubscribeOptions {
  /**
   * Called when what was missed during a loss of the connection is not known any more: all items of the node follow,
   * and what the page has of others is no more.
   */
  reset?: () => void;
}

/** After so many attempts to catch up, what was missed counts as unknown. */
const ATTEMPTS = 3;

/** A node of the application. Get it by `herald.node(name)`; the same name gives the same object. */
export class HeraldNode {
  readonly #callbacks = new Map<ItemCallback, SubscribeOptions>();
  readonly #known = new Known();
  /** The full JID that is subscribed; sessions do not survive, so another JID means: not subscribed. */
  #subscribed: string | null = null;
  #subid: string | null = null;
  /** The last change that the page was told of, or at which it began; null when the service numbers none. */
  #seen: string | null = null;
  /** Of a service that numbers no changes: whether what the node held at the beginning is known. */
  #based = false;
  /** The items that were told of while that is being fetched. */
  #touched: Set<string> | null = null;
  /** Notifications that wait until what was missed has been told. */
  #held: Held | null = null;
  /** Subscribing and unsubscribing go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(
    readonly name: string,
    private readonly port: Port,
  ) {}

  /**
   * Calls back for each item from now on. The node is subscribed once, however often this is called, and again by itself
   * after a reconnection; the same function is registered once. While the connection is down it resolves at once, and
   * the subscription follows.
   *
   * @throws HeraldError with the condition of the refusal, and the function is not registered
   */
  async subscribe(callback: ItemCallback, options: SubscribeOptions = {}): Promise<void> {
    if (this.port.ended) throw disconnectedError(this.#purpose('subscribe'));
    const added = !this.#callbacks.has(callback);
    this.#callbacks.set(callback, options);
    try {
      await this.#settle();
    } catch (error) {
      if (lostConnection(error) && !this.port.ended) return; // It is done at the reconnection.
      if (added) this.#callbacks.delete(callback);
      throw error;
    }
  }

  /** Without a callback: all of them. The subscription ends with the last. */
  async unsubscribe(callback?: ItemCallback): Promise<void> {
    if (callback === undefined) this.#callbacks.clear();
    else this.#callbacks.delete(callback);
    try {
      await this.#settle();
    } catch (error) {
      if (!lostConnection(error)) throw error; // With the session the subscription is gone, too.
    }
  }

  /**
   * Publishes text (as an Atom entry), an element or document (as it is), or any other value (as JSON, XEP-0335), and
   * resolves with the item's id. An item of the same id is replaced.
   */
  async publish(payload: Payload, options: { id?: string } = {}): Promise<string> {
    const element = toPayload(payload, this.name);
    const id = options.id === undefined ? undefined : fit(options.id, 'the item id', this.name);
    const result = await this.#ask('publish', (to) => pubsub.publish(to, this.name, element, id));
    return pubsub.publishedId(result, id);
  }

  /** Takes an item out of the node; subscribers get it with the op `delete`. */
  async retract(id: string): Promise<void> {
    fit(id, 'the item id', this.name);
    await this.#ask('retract', (to) => pubsub.retract(to, this.name, id));
  }

  /** The items that the node holds, oldest first as the service gives them; at most `max`, the most recent. */
  async items(options: { max?: number } = {}): Promise<Item[]> {
    const { items } = await this.#fetch(options.max);
    if (this.#callbacks.size > 0) items.forEach((item) => this.#known.learn(item));
    return items;
  }

  /** Creates the node, with the service's default configuration. */
  async create(): Promise<void> {
    await this.#ask('create', (to) => pubsub.create(to, this.name));
  }

  /** Deletes the node with all its items and subscriptions. */
  async delete(): Promise<void> {
    await this.#ask('delete', (to) => pubsub.remove(to, this.name));
  }

  /**
   * A notification came: its change, its id, and whether it tells of something old once more.
   * @internal
   */
  notify(change: Change, id: string | null = null, old = false): void {
    if (this.#held === null) this.#tell({ change, id, old });
    else this.#held.add({ change, id, old });
  }

  /**
   * A new session is there: subscribe again, and tell what the page has missed.
   * @internal
   */
  async reconnected(): Promise<void> {
    if (this.#callbacks.size === 0) return;
    const first = this.#subscribed === null;
    const held = (this.#held ??= new Held());
    const numbered = this.#seen !== null;
    let again = false;
    try {
      await this.#settle();
      if (first) return; // Registered while the connection was down: a first subscribe gives no items.
      if (numbered) await this.#catchUp(held);
      else await this.#compare(held);
    } catch (error) {
      if (!lostConnection(error)) this.#lost(error);
      else again = numbered; // The next time the archive tells it.
    } finally {
      this.#held = null;
      if (!again) {
        // What is old was told before, or just now by the archive.
        const rest = held.rest().filter((notice) => !(numbered && notice.old));
        rest.forEach((notice) => this.#tell(notice));
      }
    }
  }

  /** For a service that numbers no changes: what differs between now and then. */
  async #compare(held: Held): Promise<void> {
    if (this.#based) {
      const { items, partial } = await this.#fetch();
      for (const item of this.#known.catchUp(this.name, items, partial)) this.#deliver(item, false);
    } else {
      await this.#startAnew();
      this.#based = true;
    }
    held.compared(this.#known);
  }

  /** For a service that numbers no changes: what the node holds now, so that a later comparison finds what is gone. */
  async #begin(): Promise<void> {
    const touched = new Set<string>();
    this.#touched = touched;
    try {
      const { items } = await this.#fetch();
      if (this.#touched !== touched) return; // Purged or unsubscribed meanwhile: after a loss all begins anew.
      items.filter(({ id }) => !touched.has(id)).forEach((item) => this.#known.learn(item));
      this.#based = true;
    } catch {
      // Who may not fetch still gets the notifications; without a beginning, a loss makes all begin anew.
    } finally {
      if (this.#touched === touched) this.#touched = null;
    }
  }

  /** Each missed change once and in order, or else all anew. */
  async #catchUp(held: Held): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        while (!(await this.#nextPage(held)));
        return;
      } catch (error) {
        if (lostConnection(error) || attempt === ATTEMPTS) throw error;
        if (!(await this.#startAnew())) return;
      }
    }
  }

  /** Tells the next changes after the last that was seen; true when there are no more. */
  async #nextPage(held: Held): Promise<boolean> {
    const after = this.#seen ?? '';
    const { size } = held;
    const { queryid, end } = this.port.collect(({ id, changes }) => {
      held.caught(id);
      this.#seen = id;
      changes.forEach((change) => this.#apply(change, false));
    });
    try {
      const answer = await this.#ask('catch up', (to) => query(to, this.name, after, queryid));
      held.answered(size);
      if (isComplete(answer)) return true;
      if (this.#seen !== after) return false;
      throw new HeraldError('undefined-condition', 'the service does not go on', this.name);
    } finally {
      end();
    }
  }

  /** All items, after a reset; whether the service says as of which change they are right. */
  async #startAnew(): Promise<boolean> {
    const { items, partial, as } = await this.#fetch();
    const held = new Set(items.map((item) => item.id));
    const gone = partial ? [] : this.#known.clear().filter((id) => !held.has(id));
    // For callbacks that do not know of a reset.
    for (const id of gone) this.#deliver(deletedItem(this.name, id), false);
    const resets = [...this.#callbacks.values()].flatMap(({ reset }) => reset ?? []);
    this.port.reset(this.name, resets);
    for (const item of items) {
      this.#known.learn(item);
      this.#deliver(item, false);
    }
    this.#seen = as;
    return as !== null;
  }

  #lost(error: unknown): void {
    const condition = error instanceof HeraldError ? error.condition : 'undefined-condition';
    if (this.#subscribed === this.port.address?.jid) {
      // Subscribed, but the items may not be fetched: go on with the notifications.
      console.warn(`Herald: what was missed on node ${this.name} is not known (${condition})`);
    } else {
      this.port.subscriptionLost(this.name, condition);
    }
  }

  /** Makes the subscription what the callbacks want it to be. */
  #settle(): Promise<void> {
    const turn = this.#turn.then(() => this.#settleNow());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #settleNow(): Promise<void> {
    const { address } = this.port;
    const subscribed = address !== null && this.#subscribed === address.jid;
    const wanted = this.#callbacks.size > 0;
    if (!wanted) {
      // Whoever subscribes later begins then, also when this session is gone.
      this.#seen = null;
      this.#known.clear();
      this.#based = false;
      this.#touched = null;
      if (!subscribed) this.#subscribed = null;
    }
    if (address === null) return;
    if (wanted && !subscribed) {
      const first = this.#subscribed === null;
      const result = await this.#ask('subscribe', (to, jid) =>
        pubsub.subscribe(to, this.name, jid),
      );
      this.#subscribed = address.jid;
      this.#subid = pubsub.subidIn(result);
      // A notification may have been faster than this answer.
      this.#seen ??= changeId(pubsub.answerIn(result), address.service);
      if (first && this.#seen === null) void this.#begin();
    } else if (!wanted && subscribed) {
      this.#subscribed = null;
      const subid = this.#subid;
      await this.#ask('unsubscribe', (to, jid) => pubsub.unsubscribe(to, this.name, jid, subid));
    }
  }

  #tell({ change, id, old }: Notice): void {
    if (id !== null && !old && this.#callbacks.size > 0) this.#seen = id;
    this.#apply(change, true);
  }

  #apply(change: Change, notified: boolean): void {
    if (change.kind === 'item') {
      this.#touched?.add(change.item.id);
      if (this.#callbacks.size > 0) this.#known.learn(change.item);
      this.#deliver(change.item, notified);
      return;
    }
    this.#touched = null;
    for (const id of this.#known.clear()) this.#deliver(deletedItem(this.name, id), notified);
    if (change.kind === 'deleted') {
      this.#callbacks.clear();
      this.#subscribed = null;
      this.#seen = null;
      this.port.nodeDeleted(this.name);
    }
  }

  #deliver(item: Item, notified: boolean): void {
    this.port.deliver(item, [...this.#callbacks.keys()], notified);
  }

  async #fetch(max?: number): Promise<{ items: Item[]; partial: boolean; as: string | null }> {
    const service = this.port.address?.service ?? '';
    const result = await this.#ask('items', (to) => pubsub.fetchItems(to, this.name, max));
    const as = changeId(pubsub.answerIn(result), service);
    return { ...pubsub.itemsIn(result, this.name), as };
  }

  async #ask(verb: string, stanza: (to: string, jid: string) => Element): Promise<Element> {
    const { address } = this.port;
    const purpose = this.#purpose(verb);
    if (address === null) throw disconnectedError(purpose);
    return this.port.request(stanza(address.service, address.jid), purpose);
  }

  #purpose(verb: string): Purpose {
    return { verb, node: this.name };
  }
}

function lostConnection(error: unknown): boolean {
  return error instanceof HeraldError && error.condition === 'disconnected';
}
