import { HeraldError } from './error.js';
import { ATOM, JSON_CONTAINER } from './namespaces.js';
import { unfit } from './xml.js';

/** What can be published: text, XML, or any other value that JSON can say. */
export type Payload = string | Element | Document | object | number | boolean;

/**
 * The payload element for a value, with every namespace declared where Strophe's serialiser looks for it: in `xmlns`
 * attributes, which an element made by createElementNS does not have.
 *
 * @throws HeraldError `bad-request` when XML or JSON cannot say it
 */
export function toPayload(value: Payload, node: string): Element {
  if (typeof value === 'string') return wrap(ATOM, 'entry', fit(value, 'the text', node));
  if (isNode(value)) return parsed(value, node);
  return wrap(JSON_CONTAINER, 'json', jsonText(value, node));
}

/**
 * The same text, when XML can carry it; `what` names it in the error.
 *
 * @throws HeraldError `bad-request`
 */
export function fit(text: string, what: string, node?: string): string {
  const character = unfit(text);
  if (character === null) return text;
  const message = `XML cannot carry the character ${character} in ${what}; take it out`;
  throw new HeraldError('bad-request', message, node);
}

function wrap(namespace: string, name: string, text: string): Element {
  const document = new DOMParser().parseFromString(
    `<${name} xmlns="${namespace}"/>`,
    'application/xml',
  );
  document.documentElement.append(document.createTextNode(text));
  return document.documentElement;
}

function jsonText(value: unknown, node: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw refuse(node, `JSON cannot say it: ${String(cause)}`);
  }
  if (text === undefined) throw refuse(node, `JSON cannot say a ${typeof value}`);
  // JSON.stringify escapes all that XML lacks, except these two.
  return text.replace(/[\uFFFE\uFFFF]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

// By shape, not by instanceof: an element may come from another window.
function isNode(value: unknown): value is Element | Document {
  const type = typeof value === 'object' && value !== null && (value as Partial<Node>).nodeType;
  return type === 1 || type === 9;
}

function parsed(value: Element | Document, node: string): Element {
  const element = value.nodeType === 9 ? (value as Document).documentElement : (value as Element);
  if (!element) throw refuse(node, 'the document has no element');
  const text = fit(new XMLSerializer().serializeToString(element), 'the payload', node);
  const root = new DOMParser().parseFromString(text, 'application/xml').documentElement;
  if (root.localName !== element.localName) throw refuse(node, 'it is not well-formed XML');
  // Else it would fall into the namespace of the <item> around it.
  if (root.namespaceURI === null) root.setAttribute('xmlns', '');
  return root;
}

function refuse(node: string, why: string): HeraldError {
  return new HeraldError('bad-request', `publish on node ${node} was not sent: ${why}`, node);
}
