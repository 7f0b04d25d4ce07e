import { SASL } from './namespaces.js';

const CREDENTIALS = new RegExp(
  `(<(?:\\w+:)?(auth|response)\\b[^>]*["']${SASL}["'][^>]*>)[^<]+(?=</)`,
  'g',
);

/** Raw XML as a page may show it: what `<auth>` and `<response>` of SASL carry is hidden (RFC 6120, section 6). */
export function mask(xml: string): string {
  return xml.replace(CREDENTIALS, '$1***');
}
