import { deletedItem, readItem, type Item } from './item.js';
import { PUBSUB_EVENT } from './namespaces.js';
import { child, elements } from './xml.js';

/** One change that a `<message>` of the service tells of (XEP-0060, section 12.3 and 8.4, 8.5). */
export type Change =
  | { readonly kind: 'item'; readonly node: string; readonly item: Item }
  | { readonly kind: 'purged'; readonly node: string }
  | { readonly kind: 'deleted'; readonly node: string };

/** All changes in a message, in order; none for a message that is no notification. */
export function readNotification(message: Element): Change[] {
  if (message.getAttribute('type') === 'error') return [];
  const event = child(message, PUBSUB_EVENT, 'event');
  return event === null ? [] : elements(event).flatMap(changesIn);
}

function changesIn(element: Element): Change[] {
  const node = element.getAttribute('node');
  if (node === null || element.namespaceURI !== PUBSUB_EVENT) return [];
  switch (element.localName) {
    case 'items':
      return elements(element).flatMap((entry) => entryOf(node, entry));
    case 'purge':
      return [{ kind: 'purged', node }];
    case 'delete':
      return [{ kind: 'deleted', node }];
    default:
      return []; // <configuration/>, <subscription/>, <collection/> change no item.
  }
}

function entryOf(node: string, entry: Element): Change[] {
  if (entry.localName === 'item') return [{ kind: 'item', node, item: readItem(node, entry) }];
  const id = entry.getAttribute('id');
  if (entry.localName !== 'retract' || id === null) return [];
  return [{ kind: 'item', node, item: deletedItem(node, id) }];
}
