import { HeraldError } from './error.js';

/** What the application gives a page to log in with at an XMPP server of its own. */
export interface Token {
  /** A bare JID. */
  readonly user: string;
  /** The password for about a minute: one is fetched for each login. */
  readonly token: string;
}

/** Fetches the token of who is logged in to the application; null for a visitor, who may connect anonymously. */
export async function fetchToken(url: string, signal: AbortSignal): Promise<Token | null> {
  let response: Response;
  try {
    response = await fetch(url, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers:
        new URL(url).origin === location.origin ? { 'X-Requested-With': 'XMLHttpRequest' } : {},
      signal,
    });
  } catch (cause) {
    throw failed(`${url} could not be fetched: ${String(cause)}`);
  }
  if (response.status === 204) return null;
  if (response.status === 401 || response.redirected) {
    throw new HeraldError('not-logged-in', `${url} wants a login to the application first`);
  }
  const { user, token } = await read(response);
  if (typeof user !== 'string' || typeof token !== 'string') {
    throw failed(`${url} answered with ${response.status} and no token`);
  }
  return { user, token };
}

async function read(response: Response): Promise<{ user?: unknown; token?: unknown }> {
  if (!response.ok) return {};
  return ((await response.json().catch(() => null)) ?? {}) as { user?: unknown; token?: unknown };
}

function failed(message: string): HeraldError {
  return new HeraldError('connection-failed', message);
}
