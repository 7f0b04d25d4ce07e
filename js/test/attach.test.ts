import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Herald } from '../src/herald.js';

const turn = (milliseconds = 5) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const SESSION = { jid: 'joe@a/r', sid: 's1', rid: 42 };
const body = (attributes: string, inside = '') =>
  `<body xmlns="http://jabber.org/protocol/httpbind" ${attributes}>${inside}</body>`;

/** A request whose server is the test. */
class Request {
  static all: Request[] = [];
  readyState = 0;
  status = 0;
  responseText = '';
  responseXML: Document | null = null;
  sent = '';
  onreadystatechange: (() => void) | null = null;
  open(): void {
    this.readyState = 1;
  }
  setRequestHeader(): void {}
  getAllResponseHeaders(): string {
    return '';
  }
  abort(): void {}
  send(text: string): void {
    this.sent = text;
    Request.all.push(this);
  }
  answer(xml: string): void {
    this.readyState = 4;
    this.status = 200;
    this.responseText = xml;
    this.responseXML = new DOMParser().parseFromString(xml, 'text/xml');
    this.onreadystatechange?.();
  }
}

/** The request that asks whether the session is there. */
async function asked(): Promise<{ request: Request; id: string }> {
  await vi.waitFor(() => expect(Request.all.some((one) => one.sent.includes('<ping'))).toBe(true));
  const request = Request.all.find((one) => one.sent.includes('<ping')) as Request;
  return { request, id: /<iq[^>]* id="([^"]+)"/.exec(request.sent)?.[1] ?? '' };
}

beforeEach(() => {
  Request.all = [];
  vi.stubGlobal('XMLHttpRequest', Request);
  vi.stubGlobal('fetch', () => {
    const properties = {
      'urn:herald:domain': 'a',
      'urn:herald:websocket': 'ws',
      'urn:herald:bosh': 'bosh',
    };
    const headers = { 'Content-Type': 'application/json' };
    return Promise.resolve(new Response(JSON.stringify({ properties }), { headers }));
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a page takes over the session that it is given, without a login', async () => {
  const connecting = Herald.connect({ base: 'http://a/', attach: SESSION });
  const { request, id } = await asked();
  expect(request.sent).toMatch(/^<body [^>]*rid="42"/);
  expect(request.sent).toContain('sid="s1"');
  request.answer(body('', `<iq xmlns="jabber:client" type="result" from="a" id="${id}"/>`));
  const herald = await connecting;
  expect([herald.jid, herald.transport, herald.nick]).toEqual(['joe@a/r', 'bosh', 'joe']);
  expect(Request.all.some((one) => one.sent.includes('<auth'))).toBe(false);
  await herald.disconnect();
});

test('a session that is gone is an error', async () => {
  const connecting = Herald.connect({ base: 'http://a/', attach: SESSION });
  connecting.catch(() => undefined);
  (await asked()).request.answer(body('type="terminate" condition="item-not-found"'));
  await expect(connecting).rejects.toMatchObject({
    condition: 'connection-failed',
    message: expect.stringContaining('item-not-found'),
  });
  await turn();
});

test.each([
  [{ nick: 'joe' }, 'pass no nick'],
  [{ user: 'joe', password: 'p' }, 'pass no nick and no user'],
  [{ transport: 'websocket' as const }, 'only a BOSH session'],
])('what does not go with it: %o', async (options, message) => {
  await expect(Herald.connect({ base: 'http://a/', attach: SESSION, ...options })).rejects.toThrow(
    message,
  );
});
