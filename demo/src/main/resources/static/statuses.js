// The list of statuses: loaded once, then kept up to date by what arrives.
import { ago, asText } from './text.js';

const MAX = 50;

export class Wall {
  #list;
  #template;
  #empty;
  #shown = new Map();
  /** What has arrived already is newer than what is being loaded. */
  #arrived = new Set();

  constructor(list, template, empty) {
    this.#list = list;
    this.#template = template;
    this.#empty = empty;
    setInterval(() => this.#tick(), 10_000);
  }

  async load() {
    const response = await fetch('statuses', { headers: { Accept: 'application/json' } });
    if (!response.ok) throw new Error(`The statuses cannot be loaded: ${response.status}`);
    for (const status of (await response.json()).reverse()) {
      const id = String(status.id);
      if (!this.#arrived.has(id)) this.#show(id, status, false);
    }
    this.#arrived.clear();
    this.#tick();
  }

  /** Applies an item of the node; doing so again changes nothing. */
  apply(item) {
    this.#arrived.add(item.id);
    if (item.op === 'delete') this.#remove(item.id);
    else this.#show(item.id, item.fields, true);
    this.#tick();
  }

  #show(id, status, highlight) {
    let element = this.#shown.get(id);
    if (element === undefined) {
      element = this.#create(id);
      this.#shown.set(id, element);
      const next = [...this.#list.children].find((other) => Number(other.dataset.id) < Number(id));
      this.#list.insertBefore(element, next ?? null);
      if (this.#shown.size > MAX) this.#forget(this.#list.lastElementChild);
    }
    element.querySelector('.nick').textContent = status.nick;
    element.querySelector('.text').replaceChildren(asText(status.message ?? ''));
    element.querySelector('time').dateTime = status.time;
    if (highlight) {
      element.classList.remove('fresh');
      // Reading the layout lets the animation begin anew.
      void element.offsetWidth;
      element.classList.add('fresh');
    }
  }

  #create(id) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    const form = element.querySelector('.edit');
    const text = form.querySelector('textarea');
    const error = form.querySelector('.error');
    element.dataset.id = id;
    text.id = `edit-${id}`;
    form.querySelector('label').htmlFor = text.id;
    element.querySelector('.change').addEventListener('click', () => {
      text.value = element.querySelector('.text').textContent;
      error.textContent = '';
      form.hidden = false;
      text.focus();
    });
    element.querySelector('.cancel').addEventListener('click', () => {
      form.hidden = true;
    });
    element.querySelector('.delete').addEventListener('click', () => send('DELETE', id));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const problem = await send('PUT', id, { message: text.value });
      error.textContent = problem ?? '';
      form.hidden = problem === null;
    });
    return element;
  }

  #remove(id) {
    const element = this.#shown.get(id);
    if (element === undefined) return;
    this.#shown.delete(id);
    element.classList.add('gone');
    element.addEventListener('animationend', () => element.remove(), { once: true });
  }

  #forget(element) {
    this.#shown.delete(element.dataset.id);
    element.remove();
  }

  #tick() {
    for (const time of this.#list.querySelectorAll('time')) time.textContent = ago(time.dateTime);
    this.#empty.hidden = this.#shown.size > 0;
  }
}

/** Sends a change; null, or what the server has against it. */
async function send(method, id, fields) {
  const response = await fetch(`statuses/${encodeURIComponent(id)}`, {
    method,
    headers: { Accept: 'application/json' },
    ...(fields === undefined ? {} : { body: new URLSearchParams(fields) }),
  }).catch(() => null);
  if (response?.ok) return null;
  const problem = await response?.json().catch(() => null);
  return problem?.errors?.message ?? problem?.error ?? 'The server cannot be reached; try again';
}
