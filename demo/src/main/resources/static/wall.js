// The page of the status wall. Whatever comes from elsewhere is put in as text, never as HTML.
import { Herald } from './herald/herald.js';
import { Wall } from './statuses.js';
import { asText } from './text.js';

const by = (id) => document.getElementById(id);
const MAX_LENGTH = 140;
const MAX_RAW = 50;
const MAX_HOME = 10;
const title = document.title;

const wall = new Wall(by('statuses'), by('status'), by('empty'));

// --- forms -------------------------------------------------------------------------------------

/** Sends a form; what the server finds wrong with a field is said beside it. */
async function submit(form, errors) {
  for (const [name, element] of Object.entries(errors)) {
    element.textContent = '';
    form.elements[name].removeAttribute('aria-invalid');
  }
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  if (response?.ok) return true;
  const problem = await response?.json().catch(() => null);
  const said = problem?.errors ?? { message: 'The server cannot be reached; try again' };
  for (const [name, text] of Object.entries(said)) {
    if (errors[name] === undefined) continue;
    errors[name].textContent = text;
    form.elements[name].setAttribute('aria-invalid', 'true');
  }
  return false;
}

by('nick').value = localStorage.getItem('nick') ?? '';

function showLeft() {
  const left = MAX_LENGTH - by('message').value.length;
  by('message-left').textContent = String(left);
  by('message-left').classList.toggle('over', left < 0);
}

by('message').addEventListener('input', showLeft);
by('post').addEventListener('submit', async (event) => {
  event.preventDefault();
  localStorage.setItem('nick', by('nick').value);
  if (await submit(event.target, { nick: by('nick-error'), message: by('message-error') })) {
    by('message').value = '';
    showLeft();
    by('message').focus();
  }
});

by('home').addEventListener('submit', async (event) => {
  event.preventDefault();
  if (await submit(event.target, { message: by('home-error') })) by('home-message').value = '';
});

// --- what arrives ------------------------------------------------------------------------------

function showState(state, transport, reason) {
  const ways = { websocket: 'by WebSocket', bosh: 'by BOSH' };
  by('state').dataset.state = state;
  by('state').textContent = [state, ways[transport], reason].filter(Boolean).join(' ');
}

function showHome(item) {
  if (item.op === 'delete') return;
  const line = document.createElement('li');
  line.className = 'fresh';
  line.append(asText(item.text));
  by('home-items').prepend(line);
  while (by('home-items').children.length > MAX_HOME) by('home-items').lastChild.remove();
}

let arrived = 0;

function showRaw({ direction, xml }) {
  if (direction !== 'in') return;
  const line = document.createElement('li');
  const text = document.createElement('pre');
  text.textContent = xml;
  line.append(text);
  by('raw').prepend(line);
  by('count').textContent = String(++arrived);
  while (by('raw').children.length > MAX_RAW) by('raw').lastChild.remove();
}

// --- the connection ----------------------------------------------------------------------------

async function connect() {
  const asked = new URLSearchParams(location.search).get('transport');
  const nick = by('nick').value.trim();
  const herald = await Herald.connect({
    ...(asked === 'websocket' || asked === 'bosh' ? { transport: asked } : {}),
    ...(nick === '' ? {} : { nick }),
  });
  herald.on('state', ({ state, reason }) => showState(state, herald.transport, reason));
  herald.on('raw', showRaw);
  herald.on('unread', ({ unread }) => {
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  });
  // Subscribed first and loaded then, so that nothing falls in between.
  await herald.node('/demo/Status').subscribe((item) => wall.apply(item));
  await wall.load();
  const home = herald.node('/home');
  await home.subscribe(showHome);
  (await home.items({ max: MAX_HOME })).forEach(showHome);
  showState(herald.state, herald.transport);
}

async function start() {
  try {
    await connect();
  } catch (error) {
    showState('disconnected', null, `(${error.message})`);
    setTimeout(start, 5000);
  }
}

await start();
