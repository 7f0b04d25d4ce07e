package dev.herald.external.stream;

/** Whether the stream is encrypted. */
public enum TlsMode {
  /** By STARTTLS; on this machine only where the server insists on it. */
  AUTO,
  /** By STARTTLS, on this machine too. */
  STARTTLS,
  /** From the first byte on (XEP-0368). */
  DIRECT,
  /** Not at all; on this machine only. */
  NONE
}
