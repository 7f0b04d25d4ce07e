package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who a login is for the application, by each mechanism. */
class LoginTest {

  private static final Set<String> STAFF = Set.of("ROLE_STAFF");
  private static final SaslSettings SETTINGS = SaslSettings.of("localhost");

  /** Accounts whose names are written in any case, and kept in one. */
  private static final Accounts CASELESS =
      new Accounts() {
        @Override
        public boolean authenticate(String name, String password) {
          return logIn(name, password).isPresent();
        }

        @Override
        public Optional<Login> logIn(String name, String password) {
          return name.equalsIgnoreCase("Ann") && password.equals("secret")
              ? Optional.of(Login.of("Ann", STAFF))
              : Optional.empty();
        }
      };

  private static SaslClient client(SaslSettings settings, Peer peer) {
    return new SaslClient(new SaslMechanisms(settings), peer);
  }

  @Test
  void externalIsThePrincipalWithWhatTheApplicationSaysOfIt() {
    Peer peer = new Peer("127.0.0.1", true, "Ann B", "login", ChannelBinding.NONE, STAFF);
    SaslExchange.Step step =
        client(SETTINGS, peer).exchange().receive(SaslClient.authElement("EXTERNAL", "="));
    assertThat(step.account()).isEqualTo("Ann\\20B");
    assertThat(step.login()).isEqualTo(Login.of("Ann B", STAFF));
  }

  @Test
  void plainIsWhoTheAccountsSayAndNotWhatWasTyped() {
    SaslSettings settings = SETTINGS.withAccounts(Accounts.anyOf(List.of(Accounts.NONE, CASELESS)));
    SaslExchange.Step step = client(settings, SaslClient.LOCAL).auth("PLAIN", "\0aNN\0secret");
    assertThat(step.account()).isEqualTo("ann");
    assertThat(step.login()).isEqualTo(Login.of("Ann", STAFF));
    assertThat(client(settings, SaslClient.LOCAL).auth("PLAIN", "\0ann\0wrong").login()).isNull();
  }

  @Test
  void accountsThatKnowNoRolesGiveNone() {
    SaslSettings settings = SETTINGS.withAccounts((name, password) -> true);
    assertThat(client(settings, SaslClient.LOCAL).auth("PLAIN", "\0ann\0secret").login())
        .isEqualTo(new Login("ann", false, Set.of()));
  }

  @Test
  void scramAndPlainGiveWhatTheStoreSays() {
    MemoryAccountStore passwords = MemoryAccountStore.of(Map.of("joe", "secret"));
    ScramAccounts store =
        new ScramAccounts() {
          @Override
          public Optional<Credentials> find(String account) {
            return passwords.find(account);
          }

          @Override
          public Set<String> authorities(String account) {
            return account.equals("joe") ? STAFF : Set.of();
          }
        };
    SaslSettings settings = SETTINGS.withScramAccounts(store);
    SaslExchange.Step scram =
        client(settings, SaslClient.LOCAL)
            .scram("SCRAM-SHA-256", "n,,", new byte[0], "JOE", "secret");
    assertThat(scram.login()).isEqualTo(Login.of("joe", STAFF));
    SaslExchange.Step plain = client(settings, SaslClient.LOCAL).auth("PLAIN", "\0Joe\0secret");
    assertThat(plain.login()).isEqualTo(Login.of("joe", STAFF));
  }

  @Test
  void anonymousIsNobodyInParticular() {
    SaslExchange.Step step =
        client(SETTINGS.withAnonymous(true), SaslClient.LOCAL).auth("ANONYMOUS", "");
    Login login = Objects.requireNonNull(step.login());
    assertThat(login.anonymous()).isTrue();
    assertThat(login.authorities()).isEmpty();
    assertThat(login.name()).isEqualTo(step.account());
  }
}
