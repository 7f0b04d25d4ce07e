package dev.herald.external.stream;

import java.nio.charset.StandardCharsets;

/** PLAIN (RFC 4616) and X-OAUTH2: the secret itself, in one message. */
final class SingleMessage implements SaslMechanism {

  private final String name;
  private final String message;

  private SingleMessage(String name, String message) {
    this.name = name;
    this.message = message;
  }

  static SingleMessage of(String mechanism, String account, String secret) {
    return new SingleMessage(mechanism, "\0" + account + "\0" + secret);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte[] initial() {
    return message.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] respond(byte[] challenge) {
    throw new ConnectionException("The XMPP server asks on in the login by " + name);
  }

  @Override
  public void succeeded(byte[] data) {}
}
