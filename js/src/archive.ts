import { $iq } from 'strophe.js';
import { DELAY, FORWARD, MAM, RSM, STANZA_ID } from './namespaces.js';
import { readNotification, type Change } from './notification.js';
import { child, children } from './xml.js';

/** What a node's archive gives (XEP-0442), and the ids of changes (XEP-0359). Ids are opaque. */

/** One change of an archive, for the query of that id. */
export interface Result {
  readonly queryid: string;
  readonly id: string;
  readonly changes: readonly Change[];
}

/** XEP-0313, section 4.3.2: the changes after one of them. */
export function query(to: string, node: string, after: string, queryid: string): Element {
  return $iq({ type: 'set', to })
    .c('query', { xmlns: MAM, node, queryid })
    .c('set', { xmlns: RSM })
    .c('after')
    .t(after)
    .tree();
}

/** Reads a message of section 4.2; null for any other. */
export function readResult(message: Element): Result | null {
  const result = child(message, MAM, 'result');
  const forwarded = result && child(result, FORWARD, 'forwarded');
  const told = forwarded && child(forwarded, null, 'message');
  const id = result?.getAttribute('id');
  if (!result || !id) return null;
  const queryid = result.getAttribute('queryid') ?? '';
  return { queryid, id, changes: told ? readNotification(told) : [] };
}

/** Whether the answer to a query says that there is nothing after its results. */
export function isComplete(answer: Element): boolean {
  return child(answer, MAM, 'fin')?.getAttribute('complete') === 'true';
}

/** The id that the service has given to what an element tells of; null when it gives none. */
export function changeId(element: Element | null, service: string): string | null {
  const ids = element ? children(element, STANZA_ID, 'stanza-id') : [];
  return ids.find((id) => id.getAttribute('by') === service)?.getAttribute('id') ?? null;
}

/** Whether a notification tells of something old, as the last item to a new subscriber. */
export function isDelayed(message: Element): boolean {
  return child(message, DELAY, 'delay') !== null;
}
