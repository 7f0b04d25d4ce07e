package dev.herald.benchmarks;

/** What to connect to. */
sealed interface Endpoint permits BareEndpoint, XmppEndpoint {
  int port();
}
