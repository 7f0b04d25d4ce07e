import { expect, test } from 'vitest';
import { deletedItem, readItem } from '../src/item.js';
import { Known } from '../src/known.js';
import { canonical } from '../src/xml.js';
import { itemElement, xml } from './xml.js';

const item = (id: string, text: string) =>
  readItem('/n', itemElement(`<a xmlns="urn:a">${text}</a>`, id));
const ops = (items: readonly { id: string; op: string }[]) =>
  items.map((one) => `${one.op} ${one.id}`);

test('catching up tells what is gone, what changed and what is new, and no more', () => {
  const known = new Known();
  ['1', '2', '3'].forEach((id) => known.learn(item(id, 'old')));
  const held = [item('2', 'old'), item('3', 'new'), item('4', 'new')];
  expect(ops(known.catchUp('/n', held))).toEqual(['delete 1', 'publish 3', 'publish 4']);
  expect(known.catchUp('/n', held)).toEqual([]);
});

test('a deletion that was seen is not told again', () => {
  const known = new Known();
  known.learn(item('1', 'a'));
  known.learn(deletedItem('/n', '1'));
  expect(known.catchUp('/n', [])).toEqual([]);
});

test('nothing counts as gone when the service gave only a part', () => {
  const known = new Known();
  known.learn(item('1', 'a'));
  expect(ops(known.catchUp('/n', [item('2', 'b')], true))).toEqual(['publish 2']);
  expect(known.clear()).toEqual(['1', '2']);
});

test('the memory of a node is bounded', () => {
  const known = new Known();
  for (let id = 0; id <= 10_000; id++)
    known.learn({ ...deletedItem('/n', `${id}`), op: 'publish' });
  const ids = known.clear();
  expect([ids.length, ids[0]]).toEqual([10_000, '1']);
});

test('equal payloads compare equal however they are written', () => {
  const one = xml('<a xmlns="urn:a" x="1" y="2"><b/>t&lt;</a>');
  const other = xml('<p:a xmlns:p="urn:a" y="2" x="1"><p:b></p:b>t<![CDATA[<]]></p:a>');
  expect(canonical(other)).toBe(canonical(one));
  expect(canonical(xml('<a xmlns="urn:b" x="1" y="2"><b/>t</a>'))).not.toBe(canonical(one));
});
