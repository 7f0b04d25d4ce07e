package dev.herald.server.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The mechanisms that this server has, the best first. For use by several threads. */
public final class SaslMechanisms {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final List<SaslMechanism> mechanisms;
  private final LoginThrottle throttle;

  public SaslMechanisms(SaslSettings settings) {
    this(settings, SaslMechanisms::nonce, System::nanoTime);
  }

  SaslMechanisms(SaslSettings settings, Supplier<String> nonces, LongSupplier nanos) {
    List<SaslMechanism> all = new ArrayList<>();
    all.add(new External(settings.domain()));
    // What is offered must not depend on a name, so it depends on whether there is a store.
    StoredKeys keys =
        settings.scramAccounts() == ScramAccounts.NONE
            ? null
            : new StoredKeys(
                settings.scramAccounts(),
                new Decoys(settings.decoySecret(), settings.iterations()));
    if (keys != null) {
      Scram.Setting scram =
          new Scram.Setting(
              settings.domain(), keys, !settings.accounts().isForPlainAlone(), nonces);
      for (boolean isPlus : new boolean[] {true, false}) {
        for (ScramHash hash : ScramHash.values()) {
          all.add(new Scram(hash, isPlus, scram));
        }
      }
    }
    if (keys != null || settings.accounts() != Accounts.NONE) {
      all.add(new Plain(settings.accounts(), keys, settings.domain()));
    }
    if (settings.anonymous()) {
      all.add(new Anonymous());
    }
    this.mechanisms = List.copyOf(all);
    this.throttle = new LoginThrottle(settings.limits(), nanos);
  }

  /** The negotiation with one peer. */
  public SaslExchange exchange(Peer peer) {
    return new SaslExchange(
        mechanisms.stream().filter(mechanism -> mechanism.isOfferedTo(peer)).toList(),
        peer,
        throttle);
  }

  /** 144 random bits: Base64 of whole groups has no comma and no padding. */
  private static String nonce() {
    byte[] random = new byte[18];
    RANDOM.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
