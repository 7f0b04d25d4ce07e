package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jivesoftware.smack.sasl.SASLError;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same for every server, with the same tokens: what an application's {@code JwtIssuer} signs is
 * the password of a client that knows nothing of tokens.
 */
abstract class TokenTest {

  static final String DOMAIN = "tokens.test";
  private static final List<TokenKey> KEYS =
      Arrays.stream(TokenKey.Algorithm.values()).map(TokenKey::create).toList();

  static List<TokenKey> keys() {
    return KEYS;
  }

  /** Starts it; a server that is not there skips the test or fails it. */
  abstract ServerUnderTest start(Path folder, String domain, TokenKey key);

  @ParameterizedTest
  @MethodSource("keys")
  void aTokenIsAPasswordForPubSub(TokenKey key, @TempDir Path folder) throws Exception {
    try (ServerUnderTest server = start(folder, DOMAIN, key);
        SmackUser publisher =
            SmackUser.login(server, new Account("romeo", key.token(DOMAIN, "romeo")));
        SmackUser subscriber =
            // As XEP-0106 writes the name.
            SmackUser.login(
                server, new Account("ann\\40example.com", key.token(DOMAIN, "ann@example.com")))) {
      publisher.create("/tokens");
      BlockingQueue<String> received = subscriber.subscribe("/tokens");
      publisher.publish("/tokens", "42", "by a token");

      assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("42");
      assertThat(publisher.jid()).isEqualTo("romeo@" + DOMAIN);
      assertThat(subscriber.jid()).isEqualTo("ann\\40example.com@" + DOMAIN);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void accountsKeepTheirPasswordsBesideTokens(TokenKey key, @TempDir Path folder) throws Exception {
    Account account = ServerUnderTest.ACCOUNTS.get(1);
    try (ServerUnderTest server = start(folder, DOMAIN, key);
        SmackUser user = SmackUser.login(server, account)) {
      assertThat(user.jid()).isEqualTo(account.jid(DOMAIN));
      assertRefused(server, account.name(), "another password");
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aTokenThatHasExpiredOrIsAnothersIsRefused(TokenKey key, @TempDir Path folder)
      throws Exception {
    TokenKey stranger = key.another();
    try (ServerUnderTest server = start(folder, DOMAIN, key)) {
      SmackUser.login(server, new Account("romeo", key.token(DOMAIN, "romeo"))).close();

      assertRefused(server, "romeo", key.expiredToken(DOMAIN, "romeo"));
      assertRefused(server, "romeo", stranger.token(DOMAIN, "romeo"));
      assertRefused(server, "romeo", key.token("other.test", "romeo"));
      assertRefused(server, "juliet", key.token(DOMAIN, "romeo"));
    }
  }

  static void assertRefused(ServerUnderTest server, String name, String token) {
    assertThatThrownBy(() -> SmackUser.login(server, new Account(name, token)).close())
        .isInstanceOfSatisfying(
            SASLErrorException.class,
            e -> assertThat(e.getSASLFailure().getSASLError()).isEqualTo(SASLError.not_authorized));
  }
}
