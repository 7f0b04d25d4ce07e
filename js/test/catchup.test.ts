import { expect, test } from 'vitest';
import { changeId, isDelayed, query, readResult, type Result } from '../src/archive.js';
import { HeraldError } from '../src/error.js';
import { HeraldNode, type Port } from '../src/node.js';
import { readNotification } from '../src/notification.js';
import { xml } from './xml.js';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const SERVICE = 'pubsub.a';
const sid = (id: string, by = SERVICE) =>
  `<stanza-id xmlns="urn:xmpp:sid:0" by="${by}" id="${id}"/>`;
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A service with one node: its log, its items, and a page that may lose its connection. */
class Service {
  log: { id: string; inside: string }[] = [];
  readonly items = new Map<string, string>();
  version = 0;
  incarnation = 'a';
  page = 2;
  /** What happens while a query is answered. */
  meanwhile: () => void = () => undefined;
  lose = false;
  sends = true;
  readonly asked: string[] = [];
  readonly heard: string[] = [];
  readonly node: HeraldNode;
  private take: (result: Result) => void = () => undefined;
  private readonly port: { -readonly [K in keyof Port]: Port[K] };

  constructor() {
    const log = this.heard;
    this.port = {
      address: { service: SERVICE, jid: 'joe@a/1' },
      ended: false,
      request: (iq) => this.answer(iq),
      collect: (take) => {
        this.take = take;
        return { queryid: 'q', end: () => (this.take = () => undefined) };
      },
      reset: (name, callbacks) => {
        for (const callback of callbacks) callback();
        log.push(`reset ${name}`);
      },
      deliver: (item, callbacks) => [...callbacks].forEach((callback) => callback(item)),
      nodeDeleted: (name) => log.push(`deleted ${name}`),
      subscriptionLost: (name, condition) => log.push(`lost ${name} ${condition}`),
    };
    this.node = new HeraldNode('/n', this.port);
  }

  get now(): string {
    return `${this.incarnation}-${this.version}`;
  }

  publish(id: string, told = true): void {
    this.items.delete(id);
    this.items.set(id, `<item id="${id}"><x xmlns="urn:x">${++this.version}</x></item>`);
    this.change(`<items node="/n">${this.items.get(id)}</items>`, told);
  }

  retract(id: string, told = true): void {
    this.items.delete(id);
    this.version++;
    this.change(`<items node="/n"><retract id="${id}"/></items>`, told);
  }

  /** The subscriber is told, unless it is away. */
  private change(inside: string, told: boolean): void {
    this.log.push({ id: this.now, inside });
    if (told) this.tell(inside, this.now);
  }

  tell(inside: string, id: string, more = ''): void {
    const message = xml(
      `<message><event xmlns="${PUBSUB}#event">${inside}</event>${sid(id)}${more}</message>`,
    );
    readNotification(message).forEach((change) =>
      this.node.notify(change, changeId(message, SERVICE), isDelayed(message)),
    );
  }

  private async answer(iq: Element): Promise<Element> {
    const payload = iq.firstElementChild;
    const asked = payload?.localName === 'pubsub' ? payload.firstElementChild : payload;
    const verb = asked?.localName ?? '';
    this.asked.push(verb);
    if (verb === 'query') return this.archived(iq);
    await turn();
    const held = [...this.items.values()].join('');
    const list = verb === 'items' ? `<items node="/n">${held}</items>` : '';
    return xml(`<iq><pubsub xmlns="${PUBSUB}">${list}${sid(this.now)}</pubsub></iq>`);
  }

  private async archived(iq: Element): Promise<Element> {
    const after = iq.querySelector('after')?.textContent ?? '';
    await turn();
    const [incarnation, version] = after.split('-');
    const oldest = Number(this.log[0]?.id.split('-')[1] ?? this.version + 1);
    if (incarnation !== this.incarnation || Number(version) < oldest - 1)
      throw new HeraldError('item-not-found', 'too old', '/n');
    const rest = this.log.filter(({ id }) => Number(id.split('-')[1]) > Number(version));
    const page = rest.slice(0, this.page);
    const { meanwhile } = this;
    this.meanwhile = () => undefined;
    meanwhile();
    for (const { id, inside } of page) {
      const message = xml(
        `<message><result xmlns="urn:xmpp:mam:2" queryid="q" id="${id}"><forwarded xmlns="urn:xmpp:forward:0">` +
          `<message xmlns="jabber:client"><event xmlns="${PUBSUB}#event">${inside}</event>${sid(id)}</message>` +
          '</forwarded></result></message>',
      );
      const result = readResult(message);
      if (result) this.take(result);
      if (this.lose) throw new HeraldError('disconnected', 'lost');
    }
    const complete = page.length === rest.length ? ' complete="true"' : '';
    return xml(`<iq><fin xmlns="urn:xmpp:mam:2"${complete}/></iq>`);
  }

  async subscribed(): Promise<this> {
    await this.node.subscribe((item) => void this.heard.push(`${item.op} ${item.id} ${item.text}`));
    return this;
  }

  disconnect(): void {
    this.port.address = null;
  }

  reconnect(): Promise<void> {
    this.port.address = { service: SERVICE, jid: `joe@a/${Math.random()}` };
    this.asked.length = 0;
    this.heard.length = 0;
    return this.node.reconnected();
  }
}

test('each missed change arrives once and in order, over several pages', async () => {
  const service = await new Service().subscribed();
  service.publish('x');
  service.publish('y', false);
  service.publish('x', false);
  service.retract('y', false);
  service.publish('x', false);
  service.retract('x', false);
  await service.reconnect();
  expect(service.asked).toEqual(['subscribe', 'query', 'query', 'query']);
  expect(service.heard).toEqual([
    'publish y 2',
    'publish x 3',
    'delete y ',
    'publish x 5',
    'delete x ',
  ]);
});

test('the answer to the subscription is a beginning, too', async () => {
  const service = await new Service().subscribed();
  service.publish('x', false);
  service.retract('x', false);
  await service.reconnect();
  expect(service.heard).toEqual(['publish x 1', 'delete x ']);
  await service.reconnect();
  expect([service.asked, service.heard]).toEqual([['subscribe', 'query'], []]);
});

test('what happens meanwhile is told once, whether the archive has it or not', async () => {
  const service = await new Service().subscribed();
  service.publish('a', false);
  const back = service.reconnect();
  service.publish('b'); // Told, and in the page.
  service.publish('c');
  // Told before the answer, and after the page was cut.
  service.meanwhile = () => {
    service.publish('d');
    service.meanwhile = () => service.publish('e');
  };
  await back;
  service.publish('f');
  expect(service.heard).toEqual([1, 2, 3, 4, 5, 6].map((n) => `publish ${' abcdef'[n]} ${n}`));
  await service.reconnect();
  expect(service.heard).toEqual([]);
});

test('a loss in the midst of it is made up for at the next time', async () => {
  const service = await new Service().subscribed();
  service.publish('a', false);
  service.publish('b', false);
  service.lose = true;
  await service.reconnect();
  expect(service.heard).toEqual(['publish a 1']);
  service.lose = false;
  await service.reconnect();
  expect(service.heard).toEqual(['publish b 2']);
});

test('who unsubscribes while the connection is down begins anew', async () => {
  const service = await new Service().subscribed();
  service.publish('a');
  service.disconnect();
  await service.node.unsubscribe();
  service.publish('b', false);
  await service.subscribed();
  await service.reconnect();
  expect([service.asked, service.heard]).toEqual([['subscribe'], []]);
  service.publish('c', false);
  await service.reconnect();
  expect(service.heard).toEqual(['publish c 3']);
});

test('what is told once more as the last item is not told twice, and is no beginning', async () => {
  const service = await new Service().subscribed();
  service.publish('a');
  service.publish('b');
  service.tell(
    '<items node="/n"><item id="a"/></items>',
    'a-1',
    '<delay xmlns="urn:xmpp:delay" stamp="2026-01-01T00:00:00Z"/>',
  );
  service.publish('c', false);
  const back = service.reconnect();
  service.tell(
    '<items node="/n"><item id="c"/></items>',
    'a-3',
    '<delay xmlns="urn:xmpp:delay" stamp="2026-01-01T00:00:00Z"/>',
  );
  await back;
  expect(service.heard).toEqual(['publish c 3']);
});

test('what is not known any more is a reset, then the items, then what came meanwhile', async () => {
  const service = new Service();
  const resets: string[] = [];
  await service.node.subscribe(() => undefined, { reset: () => resets.push('mine') });
  await service.subscribed();
  service.publish('gone');
  service.publish('kept');
  service.retract('gone', false);
  service.publish('new', false);
  service.log = []; // Too old.
  const back = service.reconnect();
  service.meanwhile = () => service.publish('late');
  service.publish('live');
  service.log = [];
  await back;
  expect(resets).toEqual(['mine']);
  const texts = service.heard.map((line) => line.split(' ').slice(0, 2).join(' '));
  expect(texts).toEqual([
    'delete gone',
    'reset /n',
    'publish kept',
    'publish new',
    'publish live',
    'publish late',
  ]);
  service.publish('next', false);
  await service.reconnect();
  expect(service.heard).toEqual([`publish next ${service.version}`]);
});

test('another incarnation of the node is a reset', async () => {
  const service = await new Service().subscribed();
  service.publish('x');
  Object.assign(service, { incarnation: 'b', version: 0, log: [] });
  service.items.clear();
  service.publish('y', false);
  await service.reconnect();
  expect(service.asked).toEqual(['subscribe', 'query', 'items', 'query']);
  expect(service.heard).toEqual(['delete x ', 'reset /n', 'publish y 1']);
});

test('that the node is deleted is told in any case', async () => {
  const service = await new Service().subscribed();
  service.publish('x');
  const back = service.reconnect();
  service.tell('<delete node="/n"/>', 'a-2');
  await back;
  expect(service.heard).toEqual(['delete x ', 'deleted /n']);
});

test('only the ids of the service count, and results of no query are nothing', () => {
  const message = xml(`<message>${sid('x', 'evil.a')}${sid('y')}</message>`);
  expect(changeId(message, SERVICE)).toBe('y');
  expect(changeId(xml(`<message>${sid('x', 'evil.a')}</message>`), SERVICE)).toBeNull();
  expect(readResult(message)).toBeNull();
  expect(query(SERVICE, '/n', 'a-1', 'q1').querySelector('after')?.textContent).toBe('a-1');
});
