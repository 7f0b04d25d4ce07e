import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Herald } from '../src/herald.js';
import { Socket } from './socket.js';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const event = (inside: string, from = 'pubsub.a') =>
  `<message xmlns="jabber:client" from="${from}"><event xmlns="http://jabber.org/protocol/pubsub#event">${inside}</event></message>`;
const item = (id: string) => `<items node="/n"><item id="${id}"><x xmlns="urn:x"/></item></items>`;

let status = 200;
beforeEach(() => {
  status = 200;
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('fetch', () => {
    const properties = { 'urn:herald:domain': 'a', 'urn:herald:websocket': 'ws' };
    const headers = { 'Content-Type': 'application/json' };
    return Promise.resolve(new Response(JSON.stringify({ properties }), { status, headers }));
  });
  vi.spyOn(Math, 'random').mockReturnValue(0); // No pauses.
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function connect(...mechanisms: string[]): Promise<Herald> {
  const connecting = Herald.connect({ base: 'http://a/' });
  await turn();
  Socket.last.welcome('joe@a/1', ...mechanisms);
  return connecting;
}

test('from connect to disconnect, with a loss between', async () => {
  const herald = await connect('EXTERNAL');
  expect([herald.state, herald.transport, herald.nick]).toEqual(['connected', 'websocket', 'joe']);
  expect(Socket.last.url).toBe('ws://a/ws');
  const log: string[] = [];
  herald.on('state', ({ state, reason }) => log.push(`${state} ${reason}`));

  const subscribing = herald.node('/n').subscribe((one) => void log.push(`${one.op} ${one.id}`));
  await turn();
  Socket.last.answer();
  await subscribing;
  Socket.last.say(event(item('1')), event(item('2'), 'evil@a'));
  expect(log).toEqual(['publish 1']);

  const old = Socket.last;
  old.onclose?.({ code: 1006 });
  await turn();
  expect(Socket.last).not.toBe(old);
  Socket.last.welcome('joe@a/2', 'EXTERNAL');
  await turn();
  expect(Socket.last.sent[Socket.last.sent.length - 1]).toContain('jid="joe@a/2"');
  Socket.last.answer();
  await turn();
  Socket.last.answer(`<pubsub xmlns="http://jabber.org/protocol/pubsub">${item('3')}</pubsub>`);
  await turn();
  await herald.disconnect();
  expect(log.slice(1)).toEqual([
    'reconnecting connection-failed',
    'connected null',
    'delete 1',
    'publish 3',
    'disconnected null',
  ]);
  await expect(herald.node('/n').subscribe(() => undefined)).rejects.toThrow('connection is down');
});

test('a logout ends it', async () => {
  const herald = await connect('EXTERNAL', 'ANONYMOUS');
  const old = Socket.last;
  old.onclose?.({ code: 1006 });
  await turn();
  status = 401;
  Socket.last.onclose?.({ code: 1006 });
  await turn();
  expect(herald.state).toBe('disconnected');
});

test('after a logout the page does not go on as a stranger', async () => {
  const herald = await connect('EXTERNAL', 'ANONYMOUS');
  const reasons: (string | null)[] = [];
  herald.on('state', ({ reason }) => reasons.push(reason));
  Socket.last.onclose?.({ code: 1006 });
  await turn();
  Socket.last.welcome('x@a/2', 'ANONYMOUS');
  await turn();
  expect([herald.state, reasons]).toEqual(['disconnected', ['connection-failed', 'not-logged-in']]);
});

test('a callback that throws does not keep an item from the others', async () => {
  const report = vi.fn();
  vi.stubGlobal('reportError', report);
  const herald = await connect('ANONYMOUS');
  expect(herald.nick).toBeNull();
  const heard: string[] = [];
  const subscribing = herald.node('/n').subscribe(() => {
    throw new Error('mine');
  });
  void herald.node('/n').subscribe((one) => void heard.push(one.id));
  await turn();
  Socket.last.answer();
  await subscribing;
  Socket.last.say(event(item('1')));
  expect(heard).toEqual(['1']);
  expect(report).toHaveBeenCalledOnce();
  await herald.disconnect();
});

test('nothing that can be reached is an error that says so', async () => {
  status = 404;
  await expect(Herald.connect({ base: 'http://a/' })).rejects.toThrow(/is Herald there/);
});

test('what was missed is asked for, and only the service answers it', async () => {
  const herald = await connect('EXTERNAL');
  const log: string[] = [];
  herald.on('reset', ({ node }) => log.push(`reset ${node}`));
  const numbered = (inside: string, id: string) =>
    event(inside).replace('</message>', `${sid(id)}</message>`);
  const sid = (id: string) => `<stanza-id xmlns="urn:xmpp:sid:0" by="pubsub.a" id="${id}"/>`;
  const pubsub = (inside: string) =>
    `<pubsub xmlns="http://jabber.org/protocol/pubsub">${inside}</pubsub>`;
  const again = async (jid: string) => {
    Socket.last.onclose?.({ code: 1006 });
    await turn();
    Socket.last.welcome(jid, 'EXTERNAL');
    await turn();
    Socket.last.answer(pubsub(sid('b-9')));
    await turn();
    return Socket.last.sent[Socket.last.sent.length - 1] ?? '';
  };
  const result = (query: string, id: string, inside: string, from = 'pubsub.a') =>
    `<message xmlns="jabber:client" from="${from}"><result xmlns="urn:xmpp:mam:2" queryid="${query}" id="${id}">` +
    `<forwarded xmlns="urn:xmpp:forward:0">${event(inside)}</forwarded></result></message>`;

  const subscribing = herald.node('/n').subscribe((one) => void log.push(`${one.op} ${one.id}`));
  await turn();
  Socket.last.answer(pubsub(sid('a-1')));
  await subscribing;
  Socket.last.say(numbered(item('1'), 'a-2'));

  const asked = await again('joe@a/2');
  expect(asked).toContain('<after>a-2</after>');
  const query = /queryid="([^"]+)"/.exec(asked)?.[1] ?? '';
  Socket.last.say(
    result(query, 'a-3', item('2')),
    result('other', 'a-4', item('3')),
    result(query, 'a-4', item('3'), 'evil@a'),
  );
  Socket.last.answer('<fin xmlns="urn:xmpp:mam:2" complete="true"/>');
  await turn();
  Socket.last.say(result(query, 'a-4', item('3'))); // It is over.
  expect(log).toEqual(['publish 1', 'publish 2']);

  expect(await again('joe@a/3')).toContain('<after>a-3</after>');
  const id = /<iq[^>]* id="([^"]+)"/.exec(Socket.last.sent[Socket.last.sent.length - 1] ?? '')?.[1];
  Socket.last.say(
    `<iq xmlns="jabber:client" type="error" from="pubsub.a" id="${id}"><error type="cancel">` +
      '<item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>',
  );
  await turn();
  Socket.last.answer(pubsub(item('7') + sid('b-9')));
  await turn();
  expect(log.slice(2)).toEqual(['delete 1', 'delete 2', 'reset /n', 'publish 7']);
  expect(Socket.last.sent[Socket.last.sent.length - 1]).toContain('<after>b-9</after>');
  await herald.disconnect();
});
