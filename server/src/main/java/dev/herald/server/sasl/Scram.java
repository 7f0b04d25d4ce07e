package dev.herald.server.sasl;

import java.util.function.Supplier;

/**
 * SCRAM (RFC 5802, RFC 7677): the password never leaves the client, and both sides show that they
 * know it. Offered without TLS too; who reads along there can guess passwords at leisure.
 */
final class Scram implements SaslMechanism {

  /**
   * What all mechanisms of this kind share.
   *
   * @param besidePlain whether it is offered to who may use PLAIN
   */
  record Setting(String domain, StoredKeys keys, boolean besidePlain, Supplier<String> nonces) {}

  private final ScramHash hash;
  private final boolean isPlus;
  private final Setting setting;

  /**
   * @param isPlus whether it demands a channel binding
   */
  Scram(ScramHash hash, boolean isPlus, Setting setting) {
    this.hash = hash;
    this.isPlus = isPlus;
    this.setting = setting;
  }

  @Override
  public String name() {
    return isPlus ? hash.mechanismName() + "-PLUS" : hash.mechanismName();
  }

  @Override
  public boolean isOfferedTo(Peer peer) {
    return (setting.besidePlain() || !peer.confidential())
        && (!isPlus || !peer.channelBinding().types().isEmpty());
  }

  @Override
  public boolean isGuessable() {
    return true;
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public Negotiation begin(Peer peer) {
    return new ScramNegotiation(hash, isPlus, setting, peer.channelBinding());
  }
}
