import { HeraldError } from './error.js';
import type { LifelineOptions } from './lifeline.js';
import type { Transport } from './link.js';

/** A BOSH session that the application has logged in and bound for this page (its `BoshEndpoint.prebind`). */
export interface Attach {
  readonly jid: string;
  readonly sid: string;
  /** The id of the page's first request. */
  readonly rid: number;
}

/** How to connect. All of it may be left out. */
export interface HeraldOptions {
  /** Connect anonymously, and be called so: the resource of the JID. */
  nick?: string;
  /** A name, or a bare JID of the application's domain. Goes with `password`. */
  user?: string;
  password?: string;
  /** Take over a session that is there, by BOSH. Should it be lost later, the page logs in as `connect()` does. */
  attach?: Attach;
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
  const { nick, user, password, attach, transport = 'auto', timeout = 10_000 } = options;
  if ((user === undefined) !== (password === undefined)) {
    throw new HeraldError('not-logged-in', 'user and password go together; pass both, or neither');
  }
  if (attach !== undefined && (nick ?? user) !== undefined) {
    throw new HeraldError('not-logged-in', 'who attaches is logged in; pass no nick and no user');
  }
  if (attach !== undefined && transport === 'websocket') {
    throw new HeraldError('connection-failed', 'only a BOSH session can be attached to');
  }
  const { pingInterval = 30_000 } = options;
  return { nick, user, password, attach, base, transport, timeout, pingInterval };
}
