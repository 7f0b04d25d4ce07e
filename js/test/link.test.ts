import { Strophe } from 'strophe.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Link, type LinkError } from '../src/link.js';
import { loginOf } from '../src/login.js';
import { BIND, BOUND, OPEN, SASL, Socket, STREAM, offer } from './socket.js';

Strophe.setLogLevel(Strophe.LogLevel.FATAL);

const messages: string[] = [];
const lost = vi.fn<(error: LinkError) => void>();

function open(credentials = {}): { link: Promise<Link>; socket: Socket } {
  const hooks = {
    raw: () => undefined,
    message: (message: Element) => void messages.push(message.getAttribute('id') ?? ''),
    lost,
  };
  const target = {
    transport: 'websocket',
    url: 'ws://a/ws',
    openWithin: 500,
    within: 900,
  } as const;
  const link = Link.open(target, loginOf(credentials, 'a'), hooks, new AbortController().signal);
  link.catch(() => undefined);
  Socket.last.onopen?.();
  return { link, socket: Socket.last };
}

async function connect(credentials = {}): Promise<{ link: Link; socket: Socket }> {
  const { link, socket } = open(credentials);
  socket.say(OPEN, offer('ANONYMOUS', 'EXTERNAL'), `<success ${SASL}/>`, OPEN, BIND, BOUND);
  return { link: await link, socket };
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', Socket);
  messages.length = 0;
  lost.mockReset();
});
afterEach(() => vi.unstubAllGlobals());

test("the page's user: EXTERNAL with an empty identity, and no presence at the end", async () => {
  const { link, socket } = await connect();
  expect(link.jid).toBe('joe@a/r');
  expect(socket.sent[1]).toBe(`<auth mechanism="EXTERNAL" ${SASL}>=</auth>`);
  link.close();
  expect(socket.sent[socket.sent.length - 1]).toBe(
    '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
  );
  expect(socket.sent.join()).not.toContain('presence');
  expect(lost).not.toHaveBeenCalled();
});

test('a nickname: ANONYMOUS, and the resource', async () => {
  const { link, socket } = await connect({ nick: 'jo@e' });
  expect(socket.sent[1]).toMatch(/^<auth mechanism="ANONYMOUS"/);
  expect(socket.sent[3]).toContain('<resource>jo@e</resource>');
  expect(link.anonymous).toBe(true);
  link.close();
});

test.each<[string, string[], object]>([
  [
    'a failed login',
    [OPEN, offer('EXTERNAL'), `<failure ${SASL}><not-authorized/></failure>`],
    { condition: 'not-logged-in', details: { final: true, opened: true } },
  ],
  [
    'no mechanism in common',
    [OPEN, offer('PLAIN')],
    { condition: 'not-logged-in', details: { final: true } },
  ],
  [
    'a stream that closes at once',
    ['<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>'],
    { condition: 'connection-failed', details: { opened: false } },
  ],
  ['silence', [], { condition: 'timeout', details: { final: false, opened: false } }],
])('%s', async (_, frames, expected) => {
  const { link, socket } = open();
  socket.say(...frames);
  await expect(link).rejects.toMatchObject(expected);
});

test('a socket that is closed in order before the features', async () => {
  const { link, socket } = open();
  socket.onclose?.({ code: 1000 });
  await expect(link).rejects.toMatchObject({ condition: 'connection-failed' });
});

test('a stream error ends the connection with its condition and text', async () => {
  const { socket, link } = await connect();
  const waiting = link.requests.request(document.createElement('iq'), { verb: 'items' });
  const streams = 'xmlns="urn:ietf:params:xml:ns:xmpp-streams"';
  socket.say(
    `<stream:error ${STREAM}><conflict ${streams}/><text ${streams}>Replaced</text></stream:error>`,
  );
  await expect(waiting).rejects.toMatchObject({ condition: 'disconnected' });
  expect(lost).toHaveBeenCalledOnce();
  expect(lost.mock.calls[0]?.[0]).toMatchObject({
    condition: 'conflict',
    details: { text: 'Replaced', final: false },
  });
});

test('something that looks like a stream error inside a message is a message', async () => {
  const { socket, link } = await connect();
  socket.say(
    `<message xmlns="jabber:client" id="m"><x><error xmlns="http://etherx.jabber.org/streams"/></x></message>`,
  );
  expect(messages).toEqual(['m']);
  expect(lost).not.toHaveBeenCalled();
  link.close();
});
