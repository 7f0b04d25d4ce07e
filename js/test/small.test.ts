import { expect, test, vi } from 'vitest';
import { backoff } from '../src/backoff.js';
import { stanzaError } from '../src/error.js';
import { mask } from '../src/masking.js';
import { loginOf, nickOf, withoutAnonymous } from '../src/login.js';
import { Requests } from '../src/requests.js';
import { xml } from './xml.js';

test('pauses grow to 30 s and are spread over all of their length', () => {
  const longest = (attempt: number) => backoff(attempt, () => 1);
  expect([0, 1, 2, 3, 4, 5, 5000].map(longest)).toEqual([
    1000, 2000, 4000, 8000, 16000, 30000, 30000,
  ]);
  expect(backoff(9, () => 0)).toBe(0);
});

const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

test.each([
  [`<auth mechanism="PLAIN" xmlns="${SASL}">AGEAYg==</auth>`],
  [`<body rid="1"><auth mechanism="PLAIN" xmlns="${SASL}">AGEAYg==</auth></body>`],
  [`<response xmlns="${SASL}">AGEAYg==</response>`],
  [`<s:response xmlns:s='${SASL}'>AGEAYg==</s:response>`],
])('credentials are masked in %s', (raw) => {
  expect(mask(raw)).not.toContain('AGEAYg');
  expect(mask(raw)).toContain('***</');
});

test('other things of that name are not masked', () => {
  const raw = `<message><response xmlns="urn:x">yes</response></message>`;
  expect(mask(raw)).toBe(raw);
  expect(mask(`<response xmlns="${SASL}"/>`)).toBe(`<response xmlns="${SASL}"/>`);
});

const refusal = (inside: string, id = 'x') =>
  xml(
    `<iq xmlns="jabber:client" type="error" id="${id}" from="pubsub.a"><error type="cancel">${inside}</error></iq>`,
  );
const defined = (name: string) => `<${name} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>`;

test('a stanza error says what was refused, where, and what to do', () => {
  const own = '<closed-node xmlns="http://jabber.org/protocol/pubsub#errors"/>';
  const text = '<text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">No.</text>';
  const error = stanzaError(refusal(own + defined('forbidden') + text), {
    verb: 'publish',
    node: '/a',
  });
  expect(error).toMatchObject({ name: 'HeraldError', condition: 'forbidden', node: '/a' });
  expect(error.message).toMatch(/^publish on node \/a was refused with forbidden: .*says: No\.\)$/);
});

test.each([[''], ['<gone xmlns="urn:other"/>']])('an error without a condition: %s', (inside) => {
  expect(stanzaError(refusal(inside), { verb: 'ping' }).condition).toBe('undefined-condition');
});

test('a request is answered by whom it asked, or runs into its time limit', async () => {
  vi.useFakeTimers();
  const sent: Element[] = [];
  const requests = new Requests((iq) => sent.push(iq));
  const ask = () => requests.request(xml('<iq to="pubsub.a" type="get"/>'), { verb: 'items' });
  const refused = ask();
  const id = sent[0]?.getAttribute('id') ?? '';
  requests.answer(xml(`<iq from="evil@a" type="result" id="${id}"/>`));
  requests.answer(refusal(defined('item-not-found'), id));
  await expect(refused).rejects.toMatchObject({ condition: 'item-not-found' });
  const late = expect(ask()).rejects.toMatchObject({ condition: 'timeout' });
  await vi.advanceTimersByTimeAsync(20_000);
  await late;
  const cut = ask();
  requests.abandon();
  await expect(cut).rejects.toMatchObject({ condition: 'disconnected' });
  vi.useRealTimers();
});

const names = (login: ReturnType<typeof loginOf>) =>
  login.mechanisms.map((Mechanism) => new Mechanism().mechname);

test('each kind of login has its own mechanisms', () => {
  expect(names(loginOf({}, 'a'))).toEqual(['EXTERNAL', 'ANONYMOUS']);
  expect(names(withoutAnonymous(loginOf({}, 'a')))).toEqual(['EXTERNAL']);
  const nick = loginOf({ nick: ' joe ' }, 'a');
  expect(names(nick)).toEqual(['ANONYMOUS']);
  expect(nick).toMatchObject({ jid: 'a', password: null, resource: 'joe' });
  const user = loginOf({ user: 'joe', password: 'p' }, 'a');
  expect(names(user)).not.toContain('ANONYMOUS');
  expect(names(user)).not.toContain('EXTERNAL');
  expect(names(user)).toContain('SCRAM-SHA-256');
});

test.each([
  ['joe', 'joe@a.example'],
  ['joe@A.example', 'joe@A.example'],
  ['joe@mail.example', 'joe\\40mail.example@a.example'],
  ['joe doe', 'joe\\20doe@a.example'],
])('user %s is %s', (user, jid) => {
  const login = loginOf({ user, password: 'p' }, 'a.example');
  expect(login.jid).toBe(jid);
  expect(nickOf(`${jid}/r`, login, false)).toBe(user.replace('@A.example', ''));
});
