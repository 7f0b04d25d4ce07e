package dev.herald.netty;

/** How a bridge speaks to the server behind it. */
public enum ServerTls {
  /** STARTTLS (RFC 6120, section 5), without which nothing goes on. */
  STARTTLS,
  /** TLS from the first byte (XEP-0368). */
  DIRECT,
  /** No TLS; only to a server on this machine. */
  NONE
}
