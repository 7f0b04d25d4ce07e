import { entityIn, fieldsOf, noFields, type Fields } from './fields.js';
import { JSON_CONTAINER } from './namespaces.js';
import { elements } from './xml.js';

/** What happened to an item: an entity was inserted or updated, anything else was published, or it is gone. */
export type Op = 'insert' | 'update' | 'publish' | 'delete';

/** An item of a node, as a notification or a fetch brought it. Texts are as sent: escape them for HTML. */
export interface Item {
  /** The item's id in its node; for an entity its primary key. */
  readonly id: string;
  /** The node, such as `/demo/Status`. */
  readonly node: string;
  readonly op: Op;
  /** An entity's fields; empty for other payloads and for a delete. */
  readonly fields: Fields;
  /** The payload, or null when there is none. */
  readonly xml: Element | null;
  /** The value of a JSON payload (XEP-0335); null when it is no JSON. */
  readonly json: unknown;
  /** All text of the payload, '' when there is none. */
  readonly text: string;
}

/** Reads an `<item>` of either namespace, pubsub (a fetch) or pubsub#event (a notification). */
export function readItem(node: string, element: Element): Item {
  const xml = elements(element)[0] ?? null;
  const entity = xml === null ? null : entityIn(xml);
  const op = entity?.getAttribute('op');
  return {
    id: element.getAttribute('id') ?? '',
    node,
    op: op === 'insert' || op === 'update' ? op : 'publish',
    fields: entity === null ? noFields() : fieldsOf(entity),
    xml,
    json: xml === null ? null : readJson(xml),
    text: xml?.textContent ?? '',
  };
}

/** The item that tells of a retraction, a purge, or a row that was gone after a reconnection. */
export function deletedItem(node: string, id: string): Item {
  return { id, node, op: 'delete', fields: noFields(), xml: null, json: null, text: '' };
}

function readJson(payload: Element): unknown {
  if (payload.namespaceURI !== JSON_CONTAINER || payload.localName !== 'json') return null;
  try {
    return JSON.parse(payload.textContent ?? '') as unknown;
  } catch {
    return null; // What others publish must not break this page.
  }
}
