import { $iq, type Builder } from 'strophe.js';
import { readItem, type Item } from './item.js';
import { PUBSUB, PUBSUB_OWNER, RSM } from './namespaces.js';
import { child, children } from './xml.js';

/** The requests of XEP-0060 that this client makes, as stanzas, and the reading of their results. */

const request = (type: 'get' | 'set', to: string, namespace: string): Builder =>
  $iq({ type, to }).c('pubsub', { xmlns: namespace });

/** Section 6.1. */
export function subscribe(to: string, node: string, jid: string): Element {
  return request('set', to, PUBSUB).c('subscribe', { node, jid }).tree();
}

/** Section 6.2; with the subscription's id, if the service gave one. */
export function unsubscribe(to: string, node: string, jid: string, subid: string | null): Element {
  const attributes: Record<string, string> = subid === null ? { node, jid } : { node, jid, subid };
  return request('set', to, PUBSUB).c('unsubscribe', attributes).tree();
}

/** Section 6.5; at most `max` items, the most recent ones. */
export function fetchItems(to: string, node: string, max?: number): Element {
  const attributes: Record<string, string> =
    max === undefined ? { node } : { node, max_items: String(max) };
  return request('get', to, PUBSUB).c('items', attributes).tree();
}

/** Section 7.1; without an id the service makes one up. */
export function publish(to: string, node: string, payload: Element, id?: string): Element {
  const iq = request('set', to, PUBSUB).c('publish', { node });
  return iq
    .c('item', id === undefined ? {} : { id })
    .cnode(payload)
    .tree();
}

/** Section 7.2; subscribers are told. */
export function retract(to: string, node: string, id: string): Element {
  const iq = request('set', to, PUBSUB).c('retract', { node, notify: 'true' });
  return iq.c('item', { id }).tree();
}

/** Section 8.1, with the service's default configuration. */
export function create(to: string, node: string): Element {
  return request('set', to, PUBSUB).c('create', { node }).tree();
}

/** Section 8.4. */
export function remove(to: string, node: string): Element {
  return request('set', to, PUBSUB_OWNER).c('delete', { node }).tree();
}

/** The subscription's id in the answer to a subscribe, or null. */
export function subidIn(result: Element): string | null {
  return under(result, 'subscription')?.getAttribute('subid') ?? null;
}

/** The item's id in the answer to a publish; the one that was asked for when the service does not repeat it. */
export function publishedId(result: Element, asked?: string): string {
  const published = under(result, 'publish');
  const item = published && child(published, PUBSUB, 'item');
  return item?.getAttribute('id') ?? asked ?? '';
}

/** The element that says what an answer is about, and where it says as of which change it is right. */
export function answerIn(result: Element): Element | null {
  return child(result, PUBSUB, 'pubsub');
}

/** The items in the answer to a fetch, in the service's order; partial when it holds more (XEP-0059). */
export function itemsIn(result: Element, node: string): { items: Item[]; partial: boolean } {
  const list = under(result, 'items');
  const items = list
    ? children(list, PUBSUB, 'item').map((element) => readItem(node, element))
    : [];
  const pubsub = child(result, PUBSUB, 'pubsub');
  const set = pubsub && child(pubsub, RSM, 'set');
  const count = set && child(set, RSM, 'count')?.textContent;
  return { items, partial: count ? Number(count) > items.length : false };
}

function under(result: Element, name: string): Element | null {
  const pubsub = child(result, PUBSUB, 'pubsub');
  return pubsub && child(pubsub, PUBSUB, name);
}
