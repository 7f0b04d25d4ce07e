package dev.herald.server.sasl;

import dev.herald.xmpp.Jid;
import java.util.Optional;

/**
 * The store of SCRAM keys as the mechanisms see it: every name has keys, and an unknown one takes
 * the same steps.
 */
final class StoredKeys {

  /**
   * @param isKnown whether there is such an account; without one no login may succeed
   */
  record Found(ScramKeys keys, boolean isKnown) {}

  private final ScramAccounts accounts;
  private final Decoys decoys;

  StoredKeys(ScramAccounts accounts, Decoys decoys) {
    this.accounts = accounts;
    this.decoys = decoys;
  }

  /** The keys for one hash function; an account that has none for it counts as unknown. */
  Found find(ScramHash hash, String account) {
    // Made in any case, so that the time is the same.
    ScramKeys decoy = decoys.keys(hash, account);
    return found(accounts.find(account).flatMap(credentials -> credentials.keys(hash)), decoy);
  }

  boolean matches(String account, String password) {
    ScramKeys decoy = decoys.keys(ScramHash.SHA_256, account);
    Found found =
        found(accounts.find(account).map(credentials -> credentials.keys().get(0)), decoy);
    return found.keys.matches(password) && found.isKnown;
  }

  /** Who an account is. */
  Login login(String account) {
    // An account is what its address says, however the name was typed.
    return Login.of(Jid.unescapeLocal(account), accounts.authorities(account));
  }

  private static Found found(Optional<ScramKeys> keys, ScramKeys decoy) {
    return new Found(keys.orElse(decoy), keys.isPresent());
  }
}
