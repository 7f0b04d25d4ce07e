import { backoff } from './backoff.js';
import { discover, type Service } from './discovery.js';
import { HeraldError } from './error.js';
import { Link, LinkError, type LinkHooks, type Target, type Transport } from './link.js';
import { keepAlive } from './liveness.js';
import { loginBy, loginOf, withoutAnonymous, type Credentials, type Login } from './login.js';
import type { Attach } from './options.js';
import { fetchToken } from './token.js';

export type State = 'connecting' | 'connected' | 'reconnecting' | 'disconnected';

/** Times in milliseconds. */
export interface LifelineOptions extends Credentials {
  readonly attach?: Attach | undefined;
  readonly base: string;
  readonly transport: Transport | 'auto';
  readonly timeout: number;
  readonly pingInterval: number;
}

export interface LifelineHooks extends Pick<LinkHooks, 'raw' | 'message'> {
  state(state: State, reason: string | null, text: string | null): void;
  /** A session is there; `again` when it replaces one that was lost. */
  connected(again: boolean): void;
}

/** A WebSocket that shows no stream features for so long is held for blocked on the way. */
const WEBSOCKET_OPENS_WITHIN = 5_000;
/** A connection that lasted so long was a good one: the next loss starts with the short pauses again. */
const STABLE_AFTER = 10_000;

/** Keeps the page connected: finds the service, chooses the transport, and comes back after a loss, for ever. */
export class Lifeline {
  state: State = 'connecting';
  link: Link | null = null;
  service: Service | null = null;
  login: Login | null = null;
  #lastGood: Transport = 'websocket';
  #attempt = 0;
  #asUser = false;
  #connectedAt = 0;
  #abort = new AbortController();
  #wake: (() => void) | null = null;
  #stopPings: () => void = () => undefined;

  constructor(
    private readonly options: LifelineOptions,
    private readonly hooks: LifelineHooks,
  ) {}

  /** The first connect; when it fails, nothing is tried again. */
  async start(): Promise<void> {
    try {
      const deadline = Date.now() + this.options.timeout;
      await this.#find(this.options.timeout);
      await this.#connect(deadline - Date.now());
    } catch (error) {
      this.#become('disconnected', conditionOf(error));
      throw error;
    }
  }

  /** Ends it for good. */
  stop(): void {
    if (this.state === 'disconnected') return;
    this.link?.close();
    this.#halt();
    this.#become('disconnected', null);
  }

  /** The page goes away, perhaps to come back from the back/forward cache. */
  suspend(): void {
    if (this.state === 'disconnected' || this.state === 'connecting') return;
    this.link?.closeNow();
    this.#halt();
    this.#become('reconnecting', 'page-hidden');
  }

  /** The page is back. */
  resume(): void {
    if (this.state === 'reconnecting') void this.#reconnect(0);
  }

  /** The network is back: try at once. */
  wake(): void {
    this.#wake?.();
  }

  #halt(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#stopPings();
    this.#wake?.();
    this.link = null;
  }

  #become(state: State, reason: string | null = null, text: string | null = null): void {
    this.state = state;
    this.hooks.state(state, reason, text);
  }

  async #find(within: number): Promise<void> {
    this.service = await this.#ask(within, (signal) => discover(this.options.base, signal));
    this.login = loginOf(this.options, this.service.domain);
  }

  /** A token is good for one login: the page asks as whom it connects each time. */
  async #logIn(within: number): Promise<void> {
    const { service, options } = this;
    const named = (options.nick?.trim() || options.user) !== undefined;
    if (!service?.token || named || this.#attach) return;
    const url = service.token;
    const token = await this.#ask(within, (signal) => fetchToken(url, signal));
    this.login = token === null ? loginOf(options, service.domain) : loginBy(token);
  }

  async #ask<T>(within: number, question: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), within);
    try {
      return await question(abort.signal);
    } catch (error) {
      throw abort.signal.aborted ? timedOut(this.options.base, within) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tries the transports, the last good one first. */
  async #connect(timeout: number): Promise<void> {
    const deadline = Date.now() + timeout;
    const { signal } = this.#abort;
    await this.#logIn(timeout);
    let failure: unknown = null;
    for (const transport of this.#order()) {
      const within = deadline - Date.now();
      if (within <= 0) throw failure ?? timedOut(this.options.base, timeout);
      const url = this.service?.[transport];
      if (!url) continue;
      const blockable = transport === 'websocket' && this.options.transport === 'auto';
      const openWithin = blockable ? Math.min(WEBSOCKET_OPENS_WITHIN, within) : within;
      try {
        const attach = this.#attach;
        await this.#open({ transport, url, openWithin, within, attach }, signal);
        return;
      } catch (error) {
        failure = error;
        if (error instanceof LinkError && (error.details.final || error.details.opened)) break;
      }
    }
    throw failure ?? nothingOffered(this.options);
  }

  /** The session to take over; once it was, there is none any more. */
  get #attach(): Attach | undefined {
    return this.#connectedAt === 0 ? this.options.attach : undefined;
  }

  #order(): Transport[] {
    const { transport } = this.options;
    if (this.#attach) return ['bosh'];
    if (transport !== 'auto') return [transport];
    return this.#lastGood === 'bosh' ? ['bosh', 'websocket'] : ['websocket', 'bosh'];
  }

  async #open(target: Target, signal: AbortSignal): Promise<void> {
    if (this.service === null || this.login === null) return;
    let early: LinkError | null = null;
    const hooks: LinkHooks = {
      raw: this.hooks.raw,
      message: this.hooks.message,
      lost: (error) => {
        if (this.link !== null && this.link === link) this.#lost(error);
        else early = error;
      },
    };
    let link: Link | null = null;
    const login = this.#asUser ? withoutAnonymous(this.login) : this.login;
    link = await Link.open(target, login, hooks, signal);
    if (early !== null) throw early;
    if (signal.aborted) {
      link.close();
      throw new LinkError('disconnected', 'disconnect() was called', { final: true, opened: true });
    }
    const again = this.#connectedAt > 0;
    this.link = link;
    // Who was logged in does not become a stranger by a logout: then the login fails, and the page learns why.
    this.#asUser ||= !link.anonymous;
    this.#lastGood = target.transport;
    this.#connectedAt = Date.now();
    if (target.transport === 'websocket') {
      this.#stopPings = keepAlive(link, this.service.domain, this.options.pingInterval);
    }
    this.#become('connected');
    this.hooks.connected(again);
  }

  #lost(error: LinkError): void {
    this.#halt();
    if (Date.now() - this.#connectedAt > STABLE_AFTER) this.#attempt = 0;
    const { final, text } = error.details;
    this.#become(final ? 'disconnected' : 'reconnecting', error.condition, text ?? null);
    if (!final) void this.#reconnect(backoff(this.#attempt++));
  }

  async #reconnect(firstPause: number): Promise<void> {
    const { signal } = this.#abort;
    for (let pause = firstPause; ; pause = backoff(this.#attempt++)) {
      await this.#pause(pause);
      if (signal.aborted) return;
      try {
        await this.#connect(this.options.timeout);
        return;
      } catch (error) {
        if (signal.aborted || (await this.#hopeless(error))) return;
      }
    }
  }

  /** Whether to stop trying. A browser hides why a WebSocket was refused; host-meta says when it was for a logout. */
  async #hopeless(error: unknown): Promise<boolean> {
    const { signal } = this.#abort;
    let last = error;
    const final = error instanceof LinkError && error.details.final;
    if (!final && conditionOf(error) !== 'not-logged-in') {
      try {
        await this.#find(this.options.timeout);
        return signal.aborted;
      } catch (cause) {
        last = cause;
        if (conditionOf(cause) !== 'not-logged-in') return signal.aborted;
      }
    }
    if (signal.aborted) return true;
    this.#become('disconnected', conditionOf(last), textOf(last));
    return true;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    }).then(() => {
      this.#wake = null;
    });
  }
}

function conditionOf(error: unknown): string {
  return error instanceof HeraldError ? error.condition : 'connection-failed';
}

function textOf(error: unknown): string | null {
  return error instanceof LinkError ? (error.details.text ?? null) : null;
}

function timedOut(base: string, within: number): HeraldError {
  const message = `The application at ${base} did not answer within ${within / 1000} s; is it running?`;
  return new HeraldError('timeout', message);
}

function nothingOffered({ base, transport }: LifelineOptions): HeraldError {
  const wanted = transport === 'auto' ? 'neither WebSocket nor BOSH' : `no ${transport}`;
  const message = `The application at ${base} offers ${wanted} in its host-meta.json`;
  return new HeraldError('connection-failed', message);
}
