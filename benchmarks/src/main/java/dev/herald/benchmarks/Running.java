package dev.herald.benchmarks;

/** A server and where it takes connections. */
record Running(Server server, Endpoint endpoint) {}
