import { Strophe } from 'strophe.js';
import type { Login } from './login.js';
import * as NS from './namespaces.js';
import { child, elements } from './xml.js';

type Body = Parameters<InstanceType<typeof Strophe.Bosh>['_reqToData']>[0];

/** What a connection tells beside Strophe's status. */
export interface Watch {
  raw(direction: 'in' | 'out', xml: string): void;
  /** The stream's features came: from here on the transport works, and the login begins. */
  opened(): void;
  /** The server offers no mechanism of ours. */
  unacceptable(offered: readonly string[]): void;
  streamError(condition: string, text: string | null): void;
  /** The transport ended, or cannot go on; Strophe does not always say so. */
  broken(reason: string, status?: number): void;
}

/** A Strophe connection that keeps to RFC 6120 and RFC 7395 where Strophe 5.0.0 does not, and says why it ended. */
export class XmppConnection extends Strophe.Connection {
  #offered: readonly string[] | null = null;

  constructor(
    url: string,
    private readonly login: Login,
    readonly watch: Watch,
  ) {
    super(url, { mechanisms: [...login.mechanisms] });
    // A lost network shows after two failed requests, not after the five of Strophe, which take 100 s.
    for (const status of [0, 401, 403, 404, 500, 502, 503, 504]) {
      this.addProtocolErrorHandler('HTTP', status, () => this.#httpError(status));
    }
  }

  /** SASL mechanisms of the stream's features; null before they came. */
  get offered(): readonly string[] | null {
    return this.#offered;
  }

  get anonymous(): boolean {
    return this._sasl_mechanism?.mechname === 'ANONYMOUS';
  }

  // Called by the constructor of Strophe's class, before this one's fields are there.
  override setProtocol(): void {
    this._proto = /^wss?:/.test(this.service) ? new Framing(this) : new Bosh(this);
  }

  override xmlInput(element: Node | MessageEvent): void {
    if (!(element as Partial<Element>).getElementsByTagNameNS) return;
    const stanza = element as Element;
    if (stanza.localName === 'body') this.noteStreamError(stanza);
    if (this.authenticated) return;
    const [mechanisms] = stanza.getElementsByTagNameNS(NS.SASL, 'mechanisms');
    if (mechanisms) this.#offered = elements(mechanisms).map((one) => one.textContent ?? '');
  }

  override rawInput(xml: string): void {
    this.watch.raw('in', xml);
  }

  override rawOutput(xml: string): void {
    this.watch.raw('out', xml);
  }

  override send(stanza: Parameters<InstanceType<typeof Strophe.Connection>['send']>[0]): void {
    if (stanza instanceof Element && stanza.tagName === 'auth' && stanza.textContent === '') {
      // RFC 6120, section 6.4.2: an empty initial response is "=", no text is no response.
      if (stanza.getAttribute('mechanism') === 'EXTERNAL') stanza.textContent = '=';
    }
    super.send(stanza);
  }

  override authenticate(
    matched: Parameters<InstanceType<typeof Strophe.Connection>['authenticate']>[0],
  ): void {
    this.watch.opened();
    super.authenticate(matched);
  }

  // Strophe would send jabber:iq:auth, a protocol of before 2004.
  override _attemptLegacyAuth(): void {
    this.watch.unacceptable(this.#offered ?? []);
  }

  override bind(): void {
    // Not before: Strophe takes an @ in the resource of a JID without a local part for the local part's end.
    if (this.login.resource !== null) {
      this.jid = `${Strophe.getBareJidFromJid(this.jid)}/${this.login.resource}`;
    }
    super.bind();
  }

  /** Takes note of a stream error (RFC 6120, section 4.9) among the elements of a frame or a BOSH body. */
  noteStreamError(wrapper: Element): boolean {
    const error = elements(wrapper).find(
      (one) => one.namespaceURI === NS.STREAM && one.localName === 'error',
    );
    if (error === undefined) return false;
    const named = elements(error).filter((one) => one.namespaceURI === NS.STREAM_ERROR);
    const condition = named.find((one) => one.localName !== 'text')?.localName;
    const text = child(error, NS.STREAM_ERROR, 'text')?.textContent?.trim() || null;
    this.watch.streamError(condition ?? 'undefined-condition', text);
    return true;
  }

  #httpError(status: number): void {
    const final = status >= 400 && status < 500;
    if (final || !this.connected || (this._proto as Bosh).errors >= 3) {
      this.watch.broken(
        status === 0 ? 'the network does not answer' : `HTTP status ${status}`,
        status,
      );
    }
  }
}

/** XMPP over WebSocket, RFC 7395. */
class Framing extends Strophe.Websocket {
  get #connection(): XmppConnection {
    return this._conn as XmppConnection;
  }

  // Strophe looks for a stream error at any depth, so that an item with one inside would disconnect every subscriber.
  override _checkStreamError(body: Element, status: number): boolean {
    if (!this.#connection.noteStreamError(body)) return false;
    if (status === Strophe.Status.ERROR) {
      const frame = elements(body).map((one) => Strophe.serialize(one));
      this.#connection.rawInput(frame.join(''));
    }
    return super._checkStreamError(body, status);
  }

  // Strophe knows a <close/> (section 3.6) only when it is spelled with the one blank that Strophe itself writes.
  override _onMessage(message: MessageEvent): void {
    if (!/^<close[\s/>]/.test(String(message.data))) {
      super._onMessage(message);
      return;
    }
    this.#connection.rawInput(String(message.data));
    this.#connection.watch.broken('the server closed the stream');
  }

  // Strophe is silent when the socket is closed in order before the stream's features came.
  override _onClose(event?: CloseEvent): void {
    this.#connection.watch.broken(`the WebSocket was closed with code ${event?.code ?? 1005}`);
    super._onClose(event);
  }

  override _no_auth_received(): void {
    this.#connection.watch.unacceptable(this.#connection.offered ?? []);
  }

  // Without Strophe's <presence type="unavailable"/>: this client never said that it is available.
  override _disconnect(): void {
    super._disconnect();
  }
}

/** XMPP over BOSH, XEP-0124 and XEP-0206. */
export class Bosh extends Strophe.Bosh {
  get #connection(): XmppConnection {
    return this._conn as XmppConnection;
  }

  override _reqToData(request: Body): Element | undefined {
    let body: Element | null | undefined;
    try {
      body = request.getResponse();
    } catch {
      body = null;
    }
    if (body) return body;
    this.#connection.watch.broken('the answer is no XML, as when a login page comes instead');
    return null as unknown as undefined; // Strophe goes on after undefined, and stops at null.
  }

  override _no_auth_received(callback?: (connection: unknown) => void): void {
    const { offered, watch } = this.#connection;
    if (offered === null) super._no_auth_received(callback);
    else watch.unacceptable(offered);
  }

  override _disconnect(): void {
    super._disconnect(null);
  }

  /** Ends the session (XEP-0124, section 13) with a request that outlives the page. */
  terminateNow(): void {
    if (this.sid === null) return;
    const body = this._buildBody().attrs({ type: 'terminate' }).toString();
    void fetch(this._conn.service, {
      method: 'POST',
      keepalive: true,
      headers: { 'Content-Type': 'text/xml; charset=utf-8' },
      body,
    }).catch(() => undefined);
    this._abortAllRequests();
  }
}
