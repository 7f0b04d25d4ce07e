import { expect, test } from 'vitest';
import { deletedItem, readItem } from '../src/item.js';
import { entity, itemElement } from './xml.js';

const fields = (text: string) => readItem('/n', itemElement(entity(text))).fields;

test('an entity gives its operation and its fields as sent', () => {
  const item = readItem(
    '/demo/Status',
    itemElement(entity('<field name="message" type="String"> a &lt;b&gt; </field>', 'update')),
  );
  expect(item).toMatchObject({ id: '42', node: '/demo/Status', op: 'update', json: null });
  expect(item.fields.message).toBe(' a <b> ');
  expect(item.xml?.localName).toBe('entry');
  expect(item.text).toContain(' a <b> ');
});

test('the object is found with no wrapper around it', () => {
  const bare =
    '<object xmlns="urn:herald:entity:1" pk="1" op="insert"><field name="a">1</field></object>';
  const item = readItem('/n', itemElement(bare));
  expect([item.op, item.fields.a]).toEqual(['insert', '1']);
});

test('an object of another namespace is no entity', () => {
  const item = readItem('/n', itemElement('<object xmlns="urn:other" op="insert"/>'));
  expect([item.op, Object.keys(item.fields)]).toEqual(['publish', []]);
});

test.each<[string, string, unknown]>([
  ['None', '<field name="f" type="String"><None/></field>', null],
  ['an empty field', '<field name="f" type="String"/>', ''],
  ['a to-one', '<field name="f" rel="ManyToOne" to="demo.User">7</field>', '7'],
  [
    'a to-many',
    '<field name="f" rel="OneToMany"><object pk="1"/><object pk="2"/></field>',
    ['1', '2'],
  ],
  ['an empty to-many', '<field name="f" rel="ManyToMany"/>', []],
  [
    'a list',
    '<field name="f" rel="ElementCollection" type="String"><value>a</value><value/></field>',
    ['a', ''],
  ],
])('%s', (_, text, expected) => {
  expect(fields(text).f).toEqual(expected);
});

test('an embedded object is an object without a prototype, too', () => {
  const { address } = fields('<field name="address"><field name="street">S 1</field></field>');
  expect({ ...(address as object) }).toEqual({ street: 'S 1' });
  expect(Object.getPrototypeOf(address)).toBeNull();
});

test('hostile names are names', () => {
  const hostile = fields(
    '<field name="__proto__"><field name="polluted">yes</field></field>' +
      '<field name="constructor">c</field><field name="toString"><None/></field><field>nameless</field>',
  );
  expect(Object.getPrototypeOf(hostile)).toBeNull();
  expect(Object.keys(hostile)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(hostile.constructor).toBe('c');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ['{"a":[1]}', { a: [1] }],
  ['{"a":', null],
  ['', null],
])('JSON %s', (text, expected) => {
  const item = readItem('/n', itemElement(`<json xmlns="urn:xmpp:json:0">${text}</json>`));
  expect(item.json).toEqual(expected);
  expect(item.op).toBe('publish');
});

test('an item without a payload', () => {
  const item = readItem('/n', itemElement(''));
  expect(item).toMatchObject({ id: '42', op: 'publish', xml: null, json: null, text: '' });
});

test('a deletion has nothing but its id', () => {
  expect(deletedItem('/n', '7')).toMatchObject({ id: '7', node: '/n', op: 'delete', xml: null });
});
