import { afterEach, expect, test, vi } from 'vitest';
import { discover, readHostMeta, resolveBase } from '../src/discovery.js';

const PAGE = 'https://app.example/shop/page.html?q#h';

test.each([
  [undefined, 'https://app.example/shop/herald/herald.js', 'https://app.example/shop/'],
  [undefined, 'http://localhost:8080/herald/herald.js?v=1', 'http://localhost:8080/'],
  ['/other', 'x:', 'https://app.example/other/'],
  ['.', 'x:', 'https://app.example/shop/'],
  ['http://127.0.0.1:8080', 'x:', 'http://127.0.0.1:8080/'],
])('base %s, script %s', (base, script, expected) => {
  expect(resolveBase(base, script, PAGE)).toBe(expected);
});

const links = [
  { rel: 'urn:xmpp:alt-connections:websocket', href: 'ws://inside:8080/ws' },
  { rel: 'urn:xmpp:alt-connections:xbosh', href: 'http://inside:8080/bosh' },
];
const own = {
  'urn:herald:domain': 'localhost',
  'urn:herald:service': 'pubsub.localhost',
  'urn:herald:websocket': 'xmpp-websocket',
  'urn:herald:bosh': 'http-bind',
};

test.each([
  [
    'http://127.0.0.1:8080/',
    'ws://127.0.0.1:8080/xmpp-websocket',
    'http://127.0.0.1:8080/http-bind',
  ],
  [
    'https://a.example/app/',
    'wss://a.example/app/xmpp-websocket',
    'https://a.example/app/http-bind',
  ],
])('own properties are relative to %s and win', (base, websocket, bosh) => {
  const service = readHostMeta({ links, properties: own }, base);
  expect(service).toEqual({
    domain: 'localhost',
    service: 'pubsub.localhost',
    websocket,
    bosh,
    token: null,
  });
});

test('without them the links count', () => {
  const service = readHostMeta({ links, properties: { 'urn:herald:domain': 'd' } }, PAGE);
  expect(service.websocket).toBe('ws://inside:8080/ws');
  expect(service.bosh).toBe('http://inside:8080/bosh');
  expect(service.service).toBe('pubsub.d');
});

test('an absolute reference stays, and gets the scheme of its transport', () => {
  const properties = {
    ...own,
    'urn:herald:websocket': 'https://x.example/ws',
    'urn:herald:bosh': '',
  };
  const service = readHostMeta({ properties }, PAGE);
  expect([service.websocket, service.bosh]).toEqual(['wss://x.example/ws', null]);
});

test.each([null, {}, [], 'x', { links: 7, properties: null }])('%j is no application', (jrd) => {
  expect(() => readHostMeta(jrd, PAGE)).toThrow(/no Herald application/);
});

afterEach(() => vi.unstubAllGlobals());

test.each<[string, number, string, boolean, string]>([
  ['a refusal', 401, 'application/json', false, 'not-logged-in'],
  ['another', 403, 'text/html', false, 'not-logged-in'],
  ['a redirect to a login page', 200, 'text/html', true, 'not-logged-in'],
  ['a page', 200, 'text/html', false, 'connection-failed'],
  ['nothing there', 404, 'application/json', false, 'connection-failed'],
  ['broken JSON', 200, 'application/json', false, 'connection-failed'],
])('%s', async (_, status, type, redirected, condition) => {
  const response = {
    status,
    ok: status === 200,
    redirected,
    headers: new Headers({ 'Content-Type': type }),
    json: () => Promise.reject(new SyntaxError('no')),
  };
  vi.stubGlobal('fetch', () => Promise.resolve(response));
  const found = discover('http://localhost/', new AbortController().signal);
  await expect(found).rejects.toMatchObject({ name: 'HeraldError', condition });
});

test.each([
  [`${location.origin}/`, true],
  ['http://elsewhere.example/', false],
])('what is asked of %s needs no permission of another origin', async (base, marked) => {
  let headers = new Headers();
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    headers = new Headers(init.headers);
    return Promise.resolve(Response.json({ properties: own }));
  });
  await discover(base, new AbortController().signal);
  expect([...headers.keys()]).toEqual(marked ? ['accept', 'x-requested-with'] : ['accept']);
});
