package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshClient.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.DisconnectReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that are made for a page, which takes them over. */
class BoshPrebindTest {

  private static final Peer APPLICATION = new Peer("127.0.0.1", true, "joe", null);
  private static final Peer LOGGED_IN = new Peer("127.0.0.1", true, "joe", "login-1");

  private final BoshServer server = new BoshServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPageTakesItOverByItsIdAlone() {
    Prebound prebound = server.endpoint().prebind(APPLICATION, "page");
    assertThat(prebound.jid()).isEqualTo("joe@localhost/page");
    assertThat(prebound.requests()).isEqualTo(2);
    BoshClient page = attach(prebound, BoshClient.ANYBODY);
    page.ask("").isHeld();
    Answer answer = page.ask(ping("p"));
    assertThat(answer.isDone()).isFalse();
    assertThat(server.xmpp().sessions().size()).isEqualTo(1);
  }

  @Test
  void whatThePageAsksIsAnsweredToTheBoundAddress() {
    Prebound prebound = server.endpoint().prebind(APPLICATION, null);
    assertThat(attach(prebound, BoshClient.ANYBODY).ask(ping("p")).text())
        .contains("id=\"p\"", "type=\"result\"", "to=\"" + prebound.jid() + "\"");
  }

  @Test
  void withALoginItIsOnlyForThatLogin() {
    Prebound prebound = server.endpoint().prebind(LOGGED_IN, null);
    for (Peer other :
        new Peer[] {BoshClient.ANYBODY, APPLICATION, new Peer("127.0.0.1", true, "joe", "2")}) {
      attach(prebound, other).ask("").ends("item-not-found");
    }
    attach(prebound, LOGGED_IN).ask("").isHeld();
  }

  @Test
  void itEndsWithTheLoginOfTheApplication() {
    Prebound prebound = server.endpoint().prebind(LOGGED_IN, null);
    Answer held = attach(prebound, LOGGED_IN).ask("");
    server.xmpp().sessions().endLogin("login-1");
    held.ends("remote-stream-error");
    assertThat(held.text()).contains("<not-authorized");
  }

  @Test
  void whenNobodyTakesItItEnds_10() {
    server.endpoint().prebind(APPLICATION, null);
    server.advance(Duration.ofSeconds(60));
    assertThat(server.ended(DisconnectReason.INACTIVE)).isEqualTo(1);
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void withoutAnAccountThereIsNone() {
    assertThatThrownBy(() -> server.endpoint().prebind(BoshClient.ANYBODY, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("principal");
    assertThat(server.xmpp().sessions().size()).isZero();
  }

  @Test
  void aResourceThatCannotBeIsRefusedAndNothingIsLeft() {
    assertThatThrownBy(() -> server.endpoint().prebind(APPLICATION, "x".repeat(2000)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.xmpp().sessions().size()).isZero();
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void thereAreNoMoreThanAllowed() {
    try (BoshServer small = new BoshServer(BoshLimits.DEFAULT.withSessions(1, 1))) {
      small.endpoint().prebind(APPLICATION, null);
      assertThatThrownBy(() -> small.endpoint().prebind(APPLICATION, null))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("too many");
    }
  }

  @Test
  void itsIdIsInNoLog() {
    Prebound prebound = server.endpoint().prebind(APPLICATION, null);
    assertThat(prebound.toString()).doesNotContain(prebound.sid());
  }

  private BoshClient attach(Prebound prebound, Peer peer) {
    return new BoshClient(server.endpoint(), peer, prebound.sid(), prebound.rid());
  }
}
