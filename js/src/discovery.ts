import { HeraldError } from './error.js';

/** What an application's host-meta.json says (XEP-0156, section 3). URLs are absolute; null when not offered. */
export interface Service {
  readonly domain: string;
  /** The JID of the PubSub service. */
  readonly service: string;
  readonly websocket: string | null;
  readonly bosh: string | null;
  /** Where the application gives tokens for its XMPP server; null when it is that itself. */
  readonly token: string | null;
}

/**
 * The application's URL, with a slash at its end. By default the folder above the script's, because the script is served
 * as `{base}herald/herald.js`.
 */
export function resolveBase(base: string | URL | undefined, script: string, page: string): string {
  const url = base === undefined ? new URL('..', script) : new URL(base, page);
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}

/** Reads a JRD. Herald's own properties are relative to the base and win: the host name that reached the page works. */
export function readHostMeta(jrd: unknown, base: string): Service {
  const { links, properties } = (jrd ?? {}) as { links?: unknown; properties?: unknown };
  const property = (name: string): string | null =>
    text((properties as Record<string, unknown> | null | undefined)?.[`urn:herald:${name}`]);
  const link = (rel: string): string | null => {
    const found = Array.isArray(links)
      ? links.find((one) => one?.rel === `urn:xmpp:alt-connections:${rel}`)
      : undefined;
    return text(found?.href);
  };
  const domain = property('domain');
  if (domain === null) {
    throw new HeraldError(
      'connection-failed',
      `There is no Herald application at ${base}: its host-meta.json has no urn:herald:domain; pass the right "base"`,
    );
  }
  return {
    domain,
    service: property('service') ?? `pubsub.${domain}`,
    websocket: resolve(property('websocket') ?? link('websocket'), base, 'ws'),
    bosh: resolve(property('bosh') ?? link('xbosh'), base, 'http'),
    token: resolve(property('token'), base, 'http'),
  };
}

/** Fetches and reads {base}.well-known/host-meta.json. */
export async function discover(base: string, signal: AbortSignal): Promise<Service> {
  const url = `${base}.well-known/host-meta.json`;
  const response = await fetchHostMeta(url, signal);
  const json = /json/i.test(response.headers.get('Content-Type') ?? '');
  if (response.status === 401 || response.status === 403 || (response.redirected && !json)) {
    throw new HeraldError(
      'not-logged-in',
      `The application at ${base} wants a login first; log in, or let everybody read ${url}`,
    );
  }
  if (!response.ok || !json) {
    throw failed(`${url} answered with ${response.status} and no JSON; is Herald there?`);
  }
  let jrd: unknown;
  try {
    jrd = await response.json();
  } catch (cause) {
    throw failed(`${url} is not readable: ${String(cause)}`);
  }
  return readHostMeta(jrd, base);
}

async function fetchHostMeta(url: string, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  // With it Spring Security answers 401 instead of redirecting to the login page. Another origin's server would have to
  // allow it first (a CORS preflight), and gets no cookies of a login anyway.
  if (new URL(url).origin === location.origin) headers['X-Requested-With'] = 'XMLHttpRequest';
  try {
    return await fetch(url, {
      credentials: 'same-origin',
      cache: 'no-store',
      headers,
      signal,
    });
  } catch (cause) {
    throw failed(`${url} could not be fetched: ${String(cause)}`);
  }
}

function failed(message: string): HeraldError {
  return new HeraldError('connection-failed', message);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function resolve(reference: string | null, base: string, scheme: 'ws' | 'http'): string | null {
  if (reference === null) return null;
  const url = new URL(reference, base);
  const secure = url.protocol === 'https:' || url.protocol === 'wss:';
  // Not url.protocol = …, which may not change between http and ws.
  return url.href.replace(/^[a-z]+:/, secure ? `${scheme}s:` : `${scheme}:`);
}
