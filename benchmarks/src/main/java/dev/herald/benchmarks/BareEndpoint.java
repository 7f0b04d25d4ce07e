package dev.herald.benchmarks;

/** A {@link BareWriter}. */
record BareEndpoint(int port) implements Endpoint {}
