import type { Item } from './item.js';
import type { State } from './lifeline.js';

/** The events of a Herald and their details. */
export interface HeraldEvents {
  /** `reason` is a condition, as HeraldError's, or null; `text` is what the server said about it. */
  state: { state: State; reason: string | null; text: string | null };
  unread: { unread: number };
  focus: { focus: boolean };
  /** Every item that callbacks are told of, on any node, after they were. */
  item: Item;
  /** Every stanza or BOSH body, without the credentials. */
  raw: { direction: 'in' | 'out'; xml: string };
  /** What was missed on a node is not known any more: forget what it held, its items come anew. */
  reset: { node: string };
  'node-deleted': { node: string };
  /** After a reconnection the service did not let this page subscribe again. The callbacks stay for the next time. */
  'subscription-lost': { node: string; condition: string };
}
