import { $iq } from 'strophe.js';
import type { Link } from './link.js';
import { PING } from './namespaces.js';

/** A ping has this long for any sign of life, in milliseconds. */
const ANSWER_WITHIN = 10_000;

/**
 * XEP-0199: pings the server when nothing was heard of it for `interval` milliseconds, and gives the link up when nothing
 * comes then either. A WebSocket whose network went away is otherwise open for as long as nobody writes.
 *
 * @returns what stops it
 */
export function keepAlive(link: Link, domain: string, interval: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    timer = setTimeout(check, Math.max(0, link.heard + interval - Date.now()));
  };
  const check = (): void => {
    const asked = Date.now();
    if (asked - link.heard < interval) {
      wait();
      return;
    }
    const ping = $iq({ type: 'get', to: domain }).c('ping', { xmlns: PING });
    // An error is an answer, too (section 4.2); only silence counts, and that is judged below.
    link.requests.request(ping.tree(), { verb: 'ping' }, ANSWER_WITHIN * 2).catch(() => undefined);
    timer = setTimeout(() => {
      if (link.heard >= asked) wait();
      else link.giveUp(`no answer to a ping for ${ANSWER_WITHIN / 1000} s`);
    }, ANSWER_WITHIN);
  };
  wait();
  return () => clearTimeout(timer);
}
