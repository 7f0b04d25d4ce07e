import { Strophe } from 'strophe.js';
import { expect, test } from 'vitest';
import { readItem } from '../src/item.js';
import { toPayload, type Payload } from '../src/payload.js';
import * as pubsub from '../src/pubsub.js';
import { xml } from './xml.js';

/** The item as the service would read it. */
function sent(payload: Payload): Element {
  const iq = pubsub.publish('pubsub.a', '/n', toPayload(payload, '/n'), '1');
  const item = xml(Strophe.serialize(iq)).getElementsByTagName('item')[0];
  return item as Element;
}

test('text goes as an Atom entry', () => {
  const item = readItem('/n', sent('a <b> & "c"'));
  expect(item.xml?.namespaceURI).toBe('http://www.w3.org/2005/Atom');
  expect(item.text).toBe('a <b> & "c"');
});

test.each([{ a: ['<', null] }, [1], 7, true, { bad: '\u0001\uFFFE' }])('JSON %j', (value) => {
  expect(readItem('/n', sent(value)).json).toEqual(value);
});

test('an element keeps its namespaces, also those that no attribute declares', () => {
  const root = document.implementation.createDocument('urn:x', 'p:root', null).documentElement;
  root.append(document.createElementNS('urn:y', 'inner'));
  const payload = sent(root).firstElementChild;
  expect([payload?.namespaceURI, payload?.localName]).toEqual(['urn:x', 'root']);
  expect(payload?.firstElementChild?.namespaceURI).toBe('urn:y');
});

test('an element without a namespace does not fall into the one of PubSub', () => {
  expect(sent(xml('<plain/>').ownerDocument).firstElementChild?.namespaceURI).toBeNull();
});

test.each<[Payload, RegExp]>([
  ['a\u0001b', /U\+0001/],
  ['\uD800', /U\+D800/],
  [(() => 1) as unknown as Payload, /function/],
])('what XML or JSON cannot say is refused', (payload, message) => {
  expect(() => toPayload(payload, '/n')).toThrow(message);
});
