/** A socket whose other end is the test. */
export class Socket extends EventTarget {
  static readonly CLOSED = 3;
  static last: Socket;
  readyState = 1;
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;

  constructor(readonly url: string) {
    super();
    Socket.last = this;
  }
  send(frame: string): void {
    this.sent.push(frame);
  }
  /** Logs in as whoever asks, with that full JID. */
  welcome(jid: string, ...mechanisms: string[]): void {
    this.onopen?.();
    const bound = BOUND.replace('joe@a/r', jid);
    this.say(OPEN, offer(...mechanisms), `<success ${SASL}/>`, OPEN, BIND, bound);
  }
  /** Answers the last request with a result. */
  answer(content = ''): void {
    const id = /id="([^"]+)"/.exec(this.sent[this.sent.length - 1] ?? '')?.[1] ?? '';
    this.say(`<iq xmlns="jabber:client" type="result" from="pubsub.a" id="${id}">${content}</iq>`);
  }
  close(): void {
    this.readyState = 3;
  }
  say(...frames: string[]): void {
    frames.forEach((data) => this.onmessage?.({ data }));
  }
}

export const OPEN =
  '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="a" id="1" version="1.0" xml:lang="en"/>';
export const STREAM = 'xmlns:stream="http://etherx.jabber.org/streams"';
export const SASL = 'xmlns="urn:ietf:params:xml:ns:xmpp-sasl"';
export const offer = (...names: string[]) =>
  `<stream:features ${STREAM}><mechanisms ${SASL}>` +
  names.map((name) => `<mechanism>${name}</mechanism>`).join('') +
  '</mechanisms></stream:features>';
export const BIND = `<stream:features ${STREAM}><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></stream:features>`;
export const BOUND =
  '<iq xmlns="jabber:client" type="result" id="_bind_auth_2"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>joe@a/r</jid></bind></iq>';
