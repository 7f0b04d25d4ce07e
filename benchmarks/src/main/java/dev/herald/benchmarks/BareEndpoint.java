package dev.herald.benchmarks;

/** A {@link BareWriter}. */
public record BareEndpoint(int port) implements Endpoint {

  @Override
  public String words() {
    return Integer.toString(port);
  }
}
