package dev.herald.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.XmppServer;
import dev.herald.server.bosh.BoshRequest;
import dev.herald.server.sasl.Peer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/** What properties do, and that broken ones stop the start in a sentence. */
class ConfigurationTest {

  private final WebApplicationContextRunner application =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  HeraldAutoConfiguration.class,
                  HeraldPublisherAutoConfiguration.class,
                  HeraldServletAutoConfiguration.class));

  @Test
  void byDefaultNobodyCanLogInWhoIsNotLoggedInAlready() {
    application.run(
        context ->
            assertThat(mechanisms(context.getBean(XmppServer.class)))
                .doesNotContain("<mechanism>"));
  }

  @Test
  void anonymousUsersAndAccountsAreOfferedWhenTheyAreConfigured() {
    application
        .withPropertyValues("herald.anonymous=true", "herald.users.joe=secret")
        .run(
            context ->
                assertThat(mechanisms(context.getBean(XmppServer.class)))
                    .contains("<mechanism>PLAIN</mechanism><mechanism>ANONYMOUS</mechanism>"));
  }

  @Test
  void theConfiguredAccountsAreTheirNamesAndPasswords() {
    ConfiguredAccounts accounts = new ConfiguredAccounts(Map.of("joe", "secret"));
    assertThat(accounts.authenticate("joe", "secret")).isTrue();
    assertThat(accounts.authenticate("joe", "Secret")).isFalse();
    assertThat(accounts.authenticate("joe", "")).isFalse();
    assertThat(accounts.authenticate("ann", "")).isFalse();
    assertThat(accounts.authenticate("ann", "secret")).isFalse();
  }

  @Test
  void heraldCanBeSwitchedOff() {
    application
        .withPropertyValues("herald.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(XmppServer.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "herald.domain=a@b                        | 'a@b' is an account, not a domain",
        "herald.service=localhost                 | needs an address of its own",
        "herald.limits.stanza-size=1KB            | below the 10,000",
        "herald.limits.sessions=0                 | must be positive",
        "herald.limits.changes=-1                 | Limits of change logs are 0 or more",
        "herald.allowed-origins=shop.example      | in herald.allowed-origins is no origin",
        "herald.application=a/b                   | herald.application",
        "herald.max-items=0                       | at least one item",
        "herald.users.joe=                        | without a password: 'joe'",
      })
  void whatIsBrokenStopsTheStart(String property, String message) {
    application
        .withPropertyValues(property)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  private static String mechanisms(XmppServer server) {
    CompletableFuture<String> response = new CompletableFuture<>();
    server
        .bosh()
        .handle(
            new BoshRequest(
                "<body xmlns='http://jabber.org/protocol/httpbind' rid='1' to='localhost'/>",
                new Peer("127.0.0.1", true, null, null)),
            response::complete);
    return response.join();
  }
}
