/** Small questions to XML elements. Nothing here needs a connection. */

const ELEMENT = 1;
const TEXT = 3;
const CDATA = 4;

/** The child elements of that name, in order; any namespace when it is null. */
export function children(parent: Element, namespace: string | null, name: string): Element[] {
  return elements(parent).filter(
    (child) => child.localName === name && (namespace === null || child.namespaceURI === namespace),
  );
}

/** All child elements, in order. */
export function elements(parent: Element): Element[] {
  return Array.from(parent.childNodes).filter(
    (child): child is Element => child.nodeType === ELEMENT,
  );
}

/** The first child element of that name, or null. */
export function child(parent: Element, namespace: string | null, name: string): Element | null {
  return children(parent, namespace, name)[0] ?? null;
}

/**
 * A text that is the same for equal elements, whatever prefixes, order of attributes or place of the namespace
 * declarations their sender chose. A notification and a later fetch of one item compare equal by it.
 */
export function canonical(element: Element): string {
  const attributes = Array.from(element.attributes)
    .filter((attribute) => attribute.name !== 'xmlns' && attribute.prefix !== 'xmlns')
    .map(
      (attribute) =>
        ` {${attribute.namespaceURI ?? ''}}${attribute.localName}=${JSON.stringify(attribute.value)}`,
    )
    .sort()
    .join('');
  const content = Array.from(element.childNodes)
    .map((node) => {
      if (node.nodeType === ELEMENT) return canonical(node as Element);
      return node.nodeType === TEXT || node.nodeType === CDATA ? escape(node.nodeValue ?? '') : '';
    })
    .join('');
  return `<{${element.namespaceURI ?? ''}}${element.localName}${attributes}>${content}</>`;
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}

// Everything outside the production Char of XML 1.0, section 2.2; with the u flag a lone surrogate is one character.
// eslint-disable-next-line no-control-regex
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** The first character of a text that XML 1.0 cannot carry, as "U+0001", or null. One of them ends the stream. */
export function unfit(text: string): string | null {
  const found = NOT_XML.exec(text);
  if (found === null) return null;
  const code = found[0].codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
