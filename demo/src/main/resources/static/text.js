// Text as nodes: links can be clicked, and markup stays what somebody typed.
const LINK = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)]/g;

export function asText(text) {
  const nodes = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    nodes.append(text.slice(end, match.index), link(match[0]));
    end = match.index + match[0].length;
  }
  nodes.append(text.slice(end));
  return nodes;
}

function link(address) {
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer nofollow';
  anchor.textContent = address;
  return anchor;
}

const STEPS = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86400, 'hour', 3600],
  [Infinity, 'day', 86400],
];
const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago, in words. */
export function ago(time, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(time)) / 1000);
  if (Number.isNaN(seconds)) return '';
  if (seconds < 5) return 'just now';
  const [, unit, size] = STEPS.find(([below]) => seconds < below);
  return words.format(-Math.floor(seconds / size), unit);
}
