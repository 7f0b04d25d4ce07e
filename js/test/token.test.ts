import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Herald } from '../src/herald.js';
import { Socket } from './socket.js';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const PROPERTIES = {
  'urn:herald:domain': 'a',
  'urn:herald:websocket': 'ws',
  'urn:herald:token': 'herald/token',
};

/** What the application says to who asks for a token. */
let tokens: () => Response;
let asked: string[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(url.endsWith('/token') ? tokens() : json({ properties: PROPERTIES }));
  });
  vi.spyOn(Math, 'random').mockReturnValue(0); // No pauses.
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });
const nobody = (): Response => new Response(null, { status: 204 });

async function connect(jid: string, ...mechanisms: string[]): Promise<Herald> {
  const connecting = Herald.connect({ base: 'http://a/' });
  await turn();
  Socket.last.welcome(jid, ...mechanisms);
  return connecting;
}

/** What PLAIN of the last connection carried: user and password. */
function credentials(): string[] {
  const auth = Socket.last.sent.find((frame) => frame.includes('<auth')) ?? '';
  return atob(/>([^<]*)</.exec(auth)?.[1] ?? '').split('\0');
}

test('each login has a token of its own, which no event shows', async () => {
  let given = 0;
  tokens = () => json({ user: 'ann@a', token: `secret-${++given}` });
  const herald = await connect('ann@a/1', 'ANONYMOUS', 'PLAIN');
  const raw: string[] = [];
  herald.on('raw', ({ xml }) => raw.push(xml));
  expect([herald.nick, credentials()]).toEqual(['ann', ['', 'ann', 'secret-1']]);

  Socket.last.onclose?.({ code: 1006 });
  await turn();
  Socket.last.welcome('ann@a/2', 'ANONYMOUS', 'PLAIN');
  await turn();
  expect([herald.state, credentials()]).toEqual(['connected', ['', 'ann', 'secret-2']]);
  expect(raw.join('')).not.toContain(btoa('\0ann\0secret-2'));
  await herald.disconnect();
});

test('a visitor has none and is anonymous', async () => {
  tokens = nobody;
  const herald = await connect('x@a/1', 'ANONYMOUS', 'PLAIN');
  expect([herald.state, herald.nick]).toEqual(['connected', null]);
  await herald.disconnect();
});

test('who asks for a nick is anonymous, and no token is asked for', async () => {
  tokens = () => json({ user: 'ann@a', token: 'secret' });
  const connecting = Herald.connect({ base: 'http://a/', nick: 'joe' });
  await turn();
  Socket.last.welcome('x@a/joe', 'ANONYMOUS', 'PLAIN');
  const herald = await connecting;
  expect([herald.nick, asked.filter((url) => url.endsWith('/token'))]).toEqual(['joe', []]);
  await herald.disconnect();
});

test.each([
  ['nobody any more', nobody],
  ['a refusal', () => json({}, 401)],
])('after a logout, which gives %s, the page does not go on as a stranger', async (_, answer) => {
  tokens = () => json({ user: 'ann@a', token: 'secret' });
  const herald = await connect('ann@a/1', 'ANONYMOUS', 'PLAIN');
  const reasons: (string | null)[] = [];
  herald.on('state', ({ reason }) => reasons.push(reason));
  tokens = answer;
  const old = Socket.last;
  old.onclose?.({ code: 1006 });
  await turn();
  if (Socket.last !== old) Socket.last.welcome('x@a/2', 'ANONYMOUS', 'PLAIN');
  await turn();
  expect([herald.state, reasons]).toEqual(['disconnected', ['connection-failed', 'not-logged-in']]);
});

test.each([
  ['a failure', () => json({}, 500), 'connection-failed'],
  ['no token', () => json({ user: 'ann@a' }), 'connection-failed'],
  ['no JSON', () => new Response('<p>', { status: 200 }), 'connection-failed'],
  ['a refusal', () => json({}, 401), 'not-logged-in'],
])('%s is an error that says so', async (_, answer, condition) => {
  tokens = answer;
  const connecting = Herald.connect({ base: 'http://a/' });
  await expect(connecting).rejects.toMatchObject({ condition });
});
