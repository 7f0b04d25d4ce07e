import { $iq, Strophe } from 'strophe.js';
import { Bosh, XmppConnection, type Watch } from './connection.js';
import { HeraldError } from './error.js';
import type { Login } from './login.js';
import { mask } from './masking.js';
import { PING } from './namespaces.js';
import type { Attach } from './options.js';
import { Requests } from './requests.js';
import { elements } from './xml.js';

export type Transport = 'websocket' | 'bosh';

/** Where to connect, and how long to wait: for the stream's features, and for the whole; milliseconds. */
export interface Target {
  readonly transport: Transport;
  readonly url: string;
  readonly openWithin: number;
  readonly within: number;
  /** The session to take over, in the place of a login. */
  readonly attach?: Attach | undefined;
}

/** Why a connection did not come about, or ended. */
export class LinkError extends HeraldError {
  constructor(
    condition: string,
    message: string,
    readonly details: {
      /** The server's own words, of a stream error or a failed login. */
      readonly text?: string | null;
      /** Trying again is no use. */
      readonly final?: boolean;
      /** The transport works: the other one would fare no better. */
      readonly opened: boolean;
    },
  ) {
    super(condition, message);
  }
}

export interface LinkHooks {
  raw(direction: 'in' | 'out', xml: string): void;
  message(message: Element): void;
  /** Once, and only after it was connected. */
  lost(error: LinkError): void;
}

const AUTH_LATER = 'temporary-auth-failure';

/** One connection, from the first byte to the last; it is not used again after it ended. */
export class Link {
  readonly transport: Transport;
  readonly requests: Requests;
  /** When something last came from the server; milliseconds since the epoch. */
  heard = Date.now();
  readonly #connection: XmppConnection;
  #phase: 'opening' | 'login' | 'connected' | 'ended' = 'opening';
  #streamError: { condition: string; text: string | null } | null = null;
  readonly #timers: ReturnType<typeof setTimeout>[] = [];

  private constructor(
    private readonly target: Target,
    private readonly login: Login,
    private readonly hooks: LinkHooks,
    private readonly settle: (error: LinkError | null) => void,
  ) {
    this.transport = target.transport;
    this.#connection = new XmppConnection(target.url, login, this.#watch());
    this.requests = new Requests((iq) => this.#connection.send(iq));
  }

  /** Resolves when a resource is bound; rejects with a LinkError. An abort ends the attempt. */
  static open(target: Target, login: Login, hooks: LinkHooks, abort: AbortSignal): Promise<Link> {
    return new Promise((resolve, reject) => {
      const stop = (): void =>
        link.#end('disconnected', 'disconnect() was called', { final: true });
      const link = new Link(target, login, hooks, (error) => {
        abort.removeEventListener('abort', stop);
        if (error) reject(error);
        else resolve(link);
      });
      abort.addEventListener('abort', stop);
      if (abort.aborted) stop();
      else link.#start();
    });
  }

  get jid(): string {
    return this.#connection.jid;
  }

  get anonymous(): boolean {
    return this.#connection.anonymous;
  }

  /** Ends it in order; no hook is called any more. */
  close(): void {
    if (this.#phase === 'ended') return;
    this.#finish();
    this.#connection.disconnect();
  }

  /** Ends it within this turn, as well as a page can that goes away. */
  closeNow(): void {
    if (this.#phase === 'ended') return;
    this.#finish();
    const { _proto: transport } = this.#connection;
    if (transport instanceof Bosh) transport.terminateNow();
    else transport._disconnect();
    this.#connection._doDisconnect();
  }

  /** The server does not answer any more. */
  giveUp(reason: string): void {
    this.#end('disconnected', reason);
  }

  #start(): void {
    const { openWithin, within, attach } = this.target;
    this.#after(openWithin, () => {
      if (this.#phase === 'opening') this.#end('timeout', `no answer for ${openWithin / 1000} s`);
    });
    this.#after(within, () => {
      if (this.#phase !== 'connected')
        this.#end('timeout', `not connected within ${within / 1000} s`);
    });
    const { jid, password } = this.login;
    const told = (status: number, condition: string | null, element?: Element): void =>
      this.#status(status, condition, element);
    try {
      if (attach) this.#connection.attach(attach.jid, attach.sid, attach.rid, told);
      else this.#connection.connect(jid, password as string, told);
    } catch (cause) {
      this.#end('connection-failed', String(cause)); // A URL or a scheme that the browser does not let pass.
    }
  }

  #watch(): Watch {
    return {
      raw: (direction, xml) => {
        if (direction === 'in') this.heard = Date.now();
        this.hooks.raw(direction, mask(xml));
      },
      opened: () => {
        if (this.#phase === 'opening') this.#phase = 'login';
      },
      unacceptable: (offered) => this.#refuseLogin(offered),
      streamError: (condition, text) => (this.#streamError ??= { condition, text }),
      broken: (reason, status) =>
        this.#end(status === 401 ? 'not-logged-in' : 'connection-failed', reason, {
          final: status === 401,
        }),
    };
  }

  #status(status: number, condition: string | null, element?: Element): void {
    switch (status) {
      case Strophe.Status.CONNECTED:
        this.#connected();
        break;
      case Strophe.Status.ATTACHED:
        this.#attached();
        break;
      case Strophe.Status.AUTHFAIL:
        this.#authenticationFailed(condition, element);
        break;
      case Strophe.Status.ERROR:
      case Strophe.Status.CONNFAIL:
      case Strophe.Status.CONNTIMEOUT:
      case Strophe.Status.DISCONNECTED:
        this.#end('connection-failed', condition ?? 'the connection was closed');
        break;
    }
  }

  #connected(): void {
    if (this.#phase === 'ended' || this.#phase === 'connected') return;
    this.#phase = 'connected';
    if (!this.target.attach) this.#listen();
    this.settle(null);
  }

  /** Strophe asks nobody whether the session is there: any answer shows it, and an error is one. */
  #attached(): void {
    this.#listen();
    const ping = $iq({ type: 'get', to: String(Strophe.getDomainFromJid(this.jid)) });
    const asked = ping.c('ping', { xmlns: PING }).tree();
    const answered = this.requests.request(asked, { verb: 'ping' }, 2 * this.target.within);
    void answered.catch(() => undefined).then(() => this.#connected());
  }

  #listen(): void {
    const connection = this.#connection;
    connection.addHandler((iq) => this.#safely(() => this.requests.answer(iq)), null, 'iq', [
      'result',
      'error',
    ]);
    connection.addHandler(
      (message) => this.#safely(() => this.hooks.message(message)),
      null,
      'message',
      null,
    );
  }

  // Strophe takes a handler away that throws.
  #safely(work: () => void): boolean {
    try {
      work();
    } catch (error) {
      console.error('Herald:', error);
    }
    return true;
  }

  #refuseLogin(offered: readonly string[]): void {
    const session = this.login.password === null;
    const advice = session
      ? 'log in to the application first, or pass { user, password }'
      : 'this user cannot log in with a password here';
    const list = offered.join(', ') || 'no SASL mechanism';
    this.#end('not-logged-in', `the server offers ${list}; ${advice}`, { final: true });
  }

  #authenticationFailed(condition: string | null, element?: Element): void {
    const failed = element ? elements(element) : [];
    if (element?.localName === 'iq') {
      const error = failed.find((one) => one.localName === 'error');
      const named = (error ? elements(error)[0]?.localName : null) ?? condition ?? 'bad-request';
      this.#end(named, 'the server did not bind the resource');
      return;
    }
    const named = failed.find((one) => one.localName !== 'text')?.localName ?? 'not-authorized';
    const text = failed.find((one) => one.localName === 'text')?.textContent ?? null;
    const later = named === AUTH_LATER;
    const message = `the login was refused with ${named}; check the user and the password, or log in to the application again`;
    this.#end(later ? AUTH_LATER : 'not-logged-in', message, { text, final: !later });
  }

  #end(
    condition: string,
    reason: string,
    more: { text?: string | null; final?: boolean } = {},
  ): void {
    if (this.#phase === 'ended') return;
    const { target } = this;
    const stream = this.#streamError;
    const connected = this.#phase === 'connected';
    const details = {
      text: stream?.text ?? more.text ?? null,
      final: stream === null ? more.final === true : stream.condition === 'not-authorized',
      opened: this.#phase !== 'opening',
    };
    const said = stream ? `the server ended the stream with ${stream.condition}` : reason;
    const text = details.text ? ` (${details.text})` : '';
    const verb = connected ? 'Lost' : 'Could not connect to';
    const message = `${verb} ${target.url} by ${target.transport}: ${said}${text}`;
    this.#finish();
    this.#connection.disconnect();
    const error = new LinkError(stream?.condition ?? condition, message, details);
    if (connected) this.hooks.lost(error);
    else this.settle(error);
  }

  #finish(): void {
    this.#phase = 'ended';
    this.#timers.forEach(clearTimeout);
    this.requests?.abandon();
  }

  #after(milliseconds: number, work: () => void): void {
    this.#timers.push(setTimeout(work, milliseconds));
  }
}
