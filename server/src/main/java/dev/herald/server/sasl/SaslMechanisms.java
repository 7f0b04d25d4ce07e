package dev.herald.server.sasl;

import java.util.ArrayList;
import java.util.List;

/** The mechanisms that this server has, the best first. */
public final class SaslMechanisms {

  private final List<SaslMechanism> mechanisms;

  /**
   * @param accounts for PLAIN
   * @param anonymous whether anybody may come in
   */
  public SaslMechanisms(String domain, Accounts accounts, boolean anonymous) {
    List<SaslMechanism> all = new ArrayList<>();
    all.add(new External(domain));
    if (accounts != Accounts.NONE) {
      all.add(new Plain(accounts, domain));
    }
    if (anonymous) {
      all.add(new Anonymous());
    }
    this.mechanisms = List.copyOf(all);
  }

  /** The negotiation with one peer. */
  public SaslExchange exchange(Peer peer) {
    return new SaslExchange(
        mechanisms.stream().filter(mechanism -> mechanism.isOfferedTo(peer)).toList(), peer);
  }
}
