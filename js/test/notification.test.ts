import { expect, test } from 'vitest';
import { readNotification } from '../src/notification.js';
import { xml } from './xml.js';

const message = (event: string, type = 'headline') =>
  xml(
    `<message xmlns="jabber:client" type="${type}"><event xmlns="http://jabber.org/protocol/pubsub#event">${event}</event></message>`,
  );

test('items and retractions of one message come in order', () => {
  const changes = readNotification(
    message('<items node="/a"><item id="1"/><retract id="2"/><item id="3"/></items>'),
  );
  expect(changes.map((one) => one.kind === 'item' && [one.item.id, one.item.op])).toEqual([
    ['1', 'publish'],
    ['2', 'delete'],
    ['3', 'publish'],
  ]);
});

test('a purge and a deleted node', () => {
  expect(readNotification(message('<purge node="/a"/>'))).toEqual([{ kind: 'purged', node: '/a' }]);
  expect(readNotification(message('<delete node="/a"/>'))).toEqual([
    { kind: 'deleted', node: '/a' },
  ]);
});

test('errors and other messages change nothing', () => {
  expect(readNotification(message('<purge node="/a"/>', 'error'))).toEqual([]);
  expect(readNotification(message('<configuration node="/a"/>'))).toEqual([]);
  expect(readNotification(xml('<message><body>hi</body></message>'))).toEqual([]);
});
