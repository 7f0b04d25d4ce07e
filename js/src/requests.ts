import { disconnectedError, stanzaError, timeoutError, type Purpose } from './error.js';

/** An IQ has this long for its answer, in milliseconds. */
export const IQ_TIMEOUT = 20_000;

interface Pending {
  readonly to: string;
  readonly purpose: Purpose;
  readonly timer: ReturnType<typeof setTimeout>;
  resolve(result: Element): void;
  reject(error: Error): void;
}

/** The requests (RFC 6120, section 8.2.3) of one connection that wait for their answer. */
export class Requests {
  readonly #pending = new Map<string, Pending>();
  readonly #prefix = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) =>
    n.toString(36),
  ).join('');
  #count = 0;

  constructor(private readonly send: (iq: Element) => void) {}

  /** Sends an `<iq>` that has its `to`; gives its id. Resolves with the result stanza. */
  request(iq: Element, purpose: Purpose, timeout = IQ_TIMEOUT): Promise<Element> {
    const id = `${this.#prefix}-${++this.#count}`;
    iq.setAttribute('id', id);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(timeoutError(purpose, timeout));
      }, timeout);
      const to = iq.getAttribute('to') ?? '';
      this.#pending.set(id, { to, purpose, timer, resolve, reject });
      try {
        this.send(iq);
      } catch {
        this.#take(id)?.reject(disconnectedError(purpose));
      }
    });
  }

  /** An `<iq>` of type result or error came. One from another sender than was asked is no answer. */
  answer(iq: Element): void {
    const id = iq.getAttribute('id') ?? '';
    const from = iq.getAttribute('from');
    if (from !== null && from !== this.#pending.get(id)?.to) return;
    const pending = this.#take(id);
    if (iq.getAttribute('type') === 'result') pending?.resolve(iq);
    else pending?.reject(stanzaError(iq, pending.purpose));
  }

  /** The connection is gone, and with it every answer. */
  abandon(): void {
    for (const id of [...this.#pending.keys()]) {
      const pending = this.#take(id);
      pending?.reject(disconnectedError(pending.purpose));
    }
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }
}
