package dev.herald.external.stream;

/**
 * Where a server listens.
 *
 * @param directTls whether for TLS from the first byte on
 */
record ServerAddress(String host, int port, boolean directTls) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
