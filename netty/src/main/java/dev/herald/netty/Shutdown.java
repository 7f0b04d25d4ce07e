package dev.herald.netty;

/** The event by which the listeners tell each connection that they close. */
enum Shutdown {
  NOW
}
