package dev.herald.benchmarks;

/** A {@link BareWriter}. */
record BareEndpoint(int port) implements Endpoint {

  @Override
  public String words() {
    return Integer.toString(port);
  }
}
