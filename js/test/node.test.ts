import { expect, test } from 'vitest';
import { HeraldError } from '../src/error.js';
import { HeraldNode, type Port } from '../src/node.js';
import { readNotification } from '../src/notification.js';
import { xml } from './xml.js';

const PUBSUB = 'http://jabber.org/protocol/pubsub';

/** A node, and the service played by `answer`: the IQ's verb to the content of the result, or an error. */
function stage(answer: (verb: string) => string | Error | Promise<string> = () => '') {
  const asked: string[] = [];
  const log: string[] = [];
  const address = { service: 'pubsub.a', jid: 'joe@a/1' };
  const port = {
    address: address as Port['address'],
    ended: false,
    request: async (iq: Element) => {
      const verb = iq.firstElementChild?.firstElementChild?.localName ?? '';
      asked.push(verb);
      const content = await answer(verb);
      if (content instanceof Error) throw content;
      return xml(`<iq type="result"><pubsub xmlns="${PUBSUB}">${content}</pubsub></iq>`);
    },
    deliver: ((item, callbacks) =>
      [...callbacks].forEach((callback) => callback(item))) as Port['deliver'],
    nodeDeleted: (name: string) => log.push(`deleted ${name}`),
    collect: (): ReturnType<Port['collect']> => ({ queryid: 'q', end: () => undefined }),
    reset: (name: string) => log.push(`reset ${name}`),
    subscriptionLost: (name: string, condition: string) => log.push(`lost ${name} ${condition}`),
  };
  const node = new HeraldNode('/n', port);
  const heard = (item: { op: string; id: string }) => void log.push(`${item.op} ${item.id}`);
  const notify = (event: string) =>
    readNotification(
      xml(`<message><event xmlns="${PUBSUB}#event">${event}</event></message>`),
    ).forEach((change) => node.notify(change));
  const reconnect = () => {
    port.address = { service: 'pubsub.a', jid: `joe@a/${Math.random()}` };
    return node.reconnected();
  };
  return { asked, log, port, node, heard, notify, reconnect };
}

const items = (...ids: string[]) =>
  `<items node="/n">${ids.map((id) => `<item id="${id}"><x xmlns="urn:x"/></item>`).join('')}</items>`;

test('it is subscribed once, and until the last callback is gone', async () => {
  const { asked, node, heard, log, notify } = stage();
  const other = () => log.push('other');
  await Promise.all([node.subscribe(heard), node.subscribe(heard), node.subscribe(other)]);
  notify(items('1'));
  await node.unsubscribe(other);
  await node.unsubscribe(heard);
  expect(asked).toEqual(['subscribe', 'items', 'unsubscribe']);
  expect(log).toEqual(['publish 1', 'other']);
});

test('a refused subscription leaves no callback', async () => {
  const { node, heard, log, notify } = stage(() => new HeraldError('forbidden', 'no', '/n'));
  await expect(node.subscribe(heard)).rejects.toMatchObject({ condition: 'forbidden' });
  notify(items('1'));
  expect(log).toEqual([]);
});

test('while the connection is down: subscribe waits, the rest is refused', async () => {
  const { asked, node, port, heard, reconnect, log } = stage((verb) =>
    verb === 'items' ? items('old') : '',
  );
  port.address = null;
  await node.subscribe(heard);
  await expect(node.publish('x')).rejects.toMatchObject({ condition: 'disconnected', node: '/n' });
  await expect(node.items()).rejects.toMatchObject({ condition: 'disconnected' });
  await reconnect();
  expect(asked).toEqual(['subscribe', 'items']);
  expect(log).toEqual([]);
});

test('after a reconnection: what was missed, then what came meanwhile', async () => {
  let give: (content: string) => void = () => undefined;
  const { node, heard, log, notify, reconnect } = stage((verb) =>
    verb === 'items' ? new Promise((resolve) => (give = resolve)) : '',
  );
  await node.subscribe(heard);
  notify(items('1', '2'));
  give('');
  await new Promise((resolve) => setTimeout(resolve));
  const back = reconnect();
  await new Promise((resolve) => setTimeout(resolve));
  notify('<items node="/n"><retract id="3"/></items>');
  give(items('2', '3'));
  await back;
  expect(log).toEqual(['publish 1', 'publish 2', 'delete 1', 'publish 3', 'delete 3']);
});

test('what the node held at the beginning and is gone after a loss is told, and nothing that is as it was', async () => {
  let held = items('old', 'kept', 'both');
  const { node, heard, log, notify, reconnect } = stage((verb) => (verb === 'items' ? held : ''));
  await node.subscribe(heard);
  notify('<items node="/n"><retract id="both"/></items>'); // Before the items come, which still have it.
  await new Promise((resolve) => setTimeout(resolve));
  held = items('kept', 'new');
  await reconnect();
  expect(log).toEqual(['delete both', 'delete old', 'publish new']);
});

test('what is told while the items are fetched, and is in them, is told once', async () => {
  let give: (content: string) => void = () => undefined;
  const { node, heard, log, notify, reconnect } = stage((verb) =>
    verb === 'items' ? new Promise((resolve) => (give = resolve)) : '',
  );
  await node.subscribe(heard);
  give(items('1'));
  await new Promise((resolve) => setTimeout(resolve));
  const back = reconnect();
  await new Promise((resolve) => setTimeout(resolve));
  notify('<items node="/n"><retract id="1"/></items>');
  notify(items('2'));
  notify('<items node="/n"><retract id="2"/></items>');
  notify(items('3'));
  give(items('2'));
  await back;
  // The item 2 is as it was told first; what came of it later is told after it.
  expect(log).toEqual(['delete 1', 'publish 2', 'delete 2', 'publish 3']);
});

test('without a beginning, as when the connection was lost before, all begins anew', async () => {
  let allowed = false;
  const { node, heard, log, reconnect } = stage((verb) => {
    if (verb !== 'items') return '';
    return allowed ? items('1') : new HeraldError('disconnected', 'lost');
  });
  await node.subscribe(heard);
  await new Promise((resolve) => setTimeout(resolve));
  allowed = true;
  await reconnect();
  await reconnect();
  expect(log).toEqual(['reset /n', 'publish 1']);
});

test('a subscription that is lost is told of, and tried again the next time', async () => {
  let gone = false;
  const { node, heard, log, reconnect, asked } = stage((verb) =>
    gone && verb === 'subscribe' ? new HeraldError('item-not-found', 'no') : '',
  );
  await node.subscribe(heard);
  gone = true;
  await reconnect();
  expect(log).toEqual(['lost /n item-not-found']);
  gone = false;
  await reconnect();
  expect(asked).toEqual(['subscribe', 'items', 'subscribe', 'subscribe', 'items']);
});

test('a purge deletes what is known; a deleted node ends the subscription', async () => {
  const { node, heard, log, notify, asked } = stage();
  await node.subscribe(heard);
  notify(items('1', '2') + '<purge node="/n"/>' + items('3') + '<delete node="/n"/>');
  notify(items('4'));
  await node.unsubscribe();
  expect(log.slice(2)).toEqual(['delete 1', 'delete 2', 'publish 3', 'delete 3', 'deleted /n']);
  expect(asked).toEqual(['subscribe', 'items']);
});

test('publish resolves with the id, given or made up', async () => {
  const made = stage(() => '<publish node="/n"><item id="made"/></publish>');
  expect(await made.node.publish('x')).toBe('made');
  expect(await stage().node.publish('x', { id: 'mine' })).toBe('mine');
});
