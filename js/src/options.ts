import { HeraldError } from './error.js';
import type { LifelineOptions } from './lifeline.js';
import type { Transport } from './link.js';

/** How to connect. All of it may be left out. */
export interface HeraldOptions {
  /** Connect anonymously, and be called so: the resource of the JID. */
  nick?: string;
  /** A name, or a bare JID of the application's domain. Goes with `password`. */
  user?: string;
  password?: string;
  /** The application's URL, absolute or relative to the page; by default the folder above this script's. */
  base?: string | URL;
  /** `auto`, the default: WebSocket, and BOSH where that cannot be opened. */
  transport?: Transport | 'auto';
  /** For discovery, and again for connecting; milliseconds, 10,000 by default. */
  timeout?: number;
  /** The silence on a WebSocket after which the server is pinged; milliseconds, 30,000 by default. */
  pingInterval?: number;
}

/** The options with their defaults; the base is resolved. */
export function defaults(options: HeraldOptions, base: string): LifelineOptions {
  const { nick, user, password, transport = 'auto', timeout = 10_000 } = options;
  if ((user === undefined) !== (password === undefined)) {
    throw new HeraldError('not-logged-in', 'user and password go together; pass both, or neither');
  }
  const { pingInterval = 30_000 } = options;
  return { nick, user, password, base, transport, timeout, pingInterval };
}
