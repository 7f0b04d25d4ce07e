package dev.herald.external.stream;

import java.nio.charset.StandardCharsets;

/** PLAIN (RFC 4616) and X-OAUTH2: the secret itself, in one message. */
record SingleMessage(String name, byte[] initial) implements SaslMechanism {

  static SingleMessage of(String mechanism, String account, String secret) {
    return new SingleMessage(
        mechanism, ("\0" + account + "\0" + secret).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] respond(byte[] challenge) {
    throw new ConnectionException("The XMPP server asks on in the login by " + name);
  }

  @Override
  public void succeeded(byte[] data) {}

  /** Without the secret. */
  @Override
  public String toString() {
    return name;
  }
}
