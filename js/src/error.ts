import { STANZA_ERROR } from './namespaces.js';
import { child, elements } from './xml.js';

/**
 * What went wrong, as a condition to test for and a sentence to read.
 *
 * `condition` is a stanza error's (RFC 6120, section 8.3.3: `item-not-found`, `forbidden`, …) or one of this client's
 * own: `timeout`, `disconnected`, `not-logged-in`, `connection-failed`.
 */
export class HeraldError extends Error {
  override readonly name: string = 'HeraldError';

  constructor(
    readonly condition: string,
    message: string,
    /** The node that it is about, when it is about one. */
    readonly node?: string,
  ) {
    super(message);
  }
}

const ADVICE = new Map([
  ['bad-request', 'the service did not understand it'],
  ['conflict', 'it exists already'],
  ['feature-not-implemented', 'the service does not offer that'],
  ['forbidden', 'this user may not do that; the application grants it on the server'],
  ['gone', 'it is no longer there'],
  ['internal-server-error', "the service failed; the server's log says why"],
  ['item-not-found', 'there is no such node or item; check the name, or create the node first'],
  ['not-acceptable', "the node's limits do not allow it"],
  [
    'not-allowed',
    'the node is not for this user; the application says on the server who may read it',
  ],
  ['not-authorized', "this user is not on the node's list"],
  ['policy-violation', 'it goes against a limit of the service'],
  ['registration-required', 'the node wants a registered user'],
  ['remote-server-not-found', 'the domain of the service is not known to the server'],
  ['remote-server-timeout', 'the service does not answer the server'],
  ['resource-constraint', 'the service has no room for it now; try later'],
  ['service-unavailable', 'there is no PubSub service at that address'],
  ['subscription-required', 'subscribe to the node first'],
]);

/** What a request wanted, for the sentence: `publish` to node `/home`. */
export interface Purpose {
  readonly verb: string;
  readonly node?: string;
}

/** The error for an `<iq type="error">`, or for any stanza that has an `<error>` child. */
export function stanzaError(stanza: Element, purpose: Purpose): HeraldError {
  const error = child(stanza, null, 'error');
  const defined = error === null ? [] : elements(error);
  const named = defined.filter((one) => one.namespaceURI === STANZA_ERROR);
  const condition =
    named.find((one) => one.localName !== 'text')?.localName ?? 'undefined-condition';
  const text = named.find((one) => one.localName === 'text')?.textContent?.trim();
  const advice = ADVICE.has(condition) ? `: ${ADVICE.get(condition)}` : '';
  const said = text ? ` (the service says: ${text})` : '';
  return new HeraldError(
    condition,
    `${about(purpose)} was refused with ${condition}${advice}${said}`,
    purpose.node,
  );
}

/** The error for a request that cannot be sent, or whose answer will not come, because the connection is down. */
export function disconnectedError(purpose: Purpose): HeraldError {
  const message = `${about(purpose)} was not done: the connection is down; wait for the state "connected"`;
  return new HeraldError('disconnected', message, purpose.node);
}

/** The error for a request without an answer; it may have been carried out all the same. */
export function timeoutError(purpose: Purpose, milliseconds: number): HeraldError {
  const message = `${about(purpose)} had no answer for ${milliseconds / 1000} s; it may have been done`;
  return new HeraldError('timeout', message, purpose.node);
}

function about(purpose: Purpose): string {
  return purpose.node === undefined ? purpose.verb : `${purpose.verb} on node ${purpose.node}`;
}
