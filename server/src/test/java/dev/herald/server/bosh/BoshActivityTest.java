package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshClient.ping;
import static dev.herald.server.bosh.BoshClient.presence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.session.DisconnectReason;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0124, sections 8, 10, 11 and 12: clients that are silent, away, or too busy. */
class BoshActivityTest {

  private static final String POLLING = "to='localhost' wait='60' hold='0' ver='1.6'";

  private final BoshServer server = new BoshServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRequestIsHeldAsLongAsAgreedAndNoLonger_8() {
    BoshClient client = server.client();
    client.login("to='localhost' wait='20' hold='1' ver='1.6'");
    Answer answer = client.ask("");
    server.advance(Duration.ofMillis(19_999));
    answer.isHeld();
    server.advance(Duration.ofMillis(1));
    answer.isEmpty();
  }

  @Test
  void whoIsSilentIsGone_10() {
    BoshClient client = server.loggedIn();
    server.advance(Duration.ofMillis(59_999));
    assertThat(server.endpoint().size()).isEqualTo(1);
    server.advance(Duration.ofMillis(1));
    assertThat(server.ended(DisconnectReason.INACTIVE)).isEqualTo(1);
    assertThat(server.endpoint().size()).isZero();
    client.ask("").ends("item-not-found");
  }

  @Test
  void whoseRequestIsHeldIsNotSilent_10() {
    BoshClient client = server.client();
    client.login("to='localhost' wait='60' hold='1' ver='1.6'");
    server.advance(Duration.ofSeconds(50));
    Answer held = client.ask("");
    server.advance(Duration.ofSeconds(60));
    held.isEmpty();
    server.advance(Duration.ofSeconds(59));
    client.ask("").isHeld();
  }

  @Test
  void whoNeverSendsWhatIsMissingIsGoneToo_10() {
    BoshClient client = server.loggedIn();
    Answer early = client.send(client.rid() + 1, "", presence());
    server.advance(Duration.ofSeconds(60));
    early.ends("other-request");
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void aPauseAnswersAllRequestsAndAllowsALongerSilence_10() {
    BoshClient client = server.loggedIn();
    Answer held = client.ask("");
    Answer pause = client.with("pause='120'", "");
    held.isEmpty();
    pause.isEmpty();
    server.advance(Duration.ofSeconds(119));
    Answer back = client.ask("");
    back.isHeld();
    client.ask(presence());
    back.isEmpty();
    assertThat(server.endpoint().size()).isEqualTo(1);
  }

  @Test
  void theResponseToAPauseHasNothingInIt_10() {
    BoshClient client = server.loggedIn();
    client.with("pause='100'", ping("p")).isEmpty();
    assertThat(client.ask("").text()).contains("id=\"p\"");
  }

  @Test
  void afterAPauseTheUsualSilenceCountsAgain_10() {
    BoshClient client = server.loggedIn();
    client.with("pause='120'", "");
    server.advance(Duration.ofSeconds(100));
    client.ask(ping("p"));
    server.advance(Duration.ofSeconds(60));
    assertThat(server.ended(DisconnectReason.INACTIVE)).isEqualTo(1);
  }

  @Test
  void aShortPauseShortensTheSilence_10() {
    BoshClient client = server.loggedIn();
    client.with("pause='5'", "");
    server.advance(Duration.ofSeconds(5));
    assertThat(server.ended(DisconnectReason.INACTIVE)).isEqualTo(1);
  }

  @Test
  void aPauseLongerThanAnnouncedIsAPolicyViolation_10() {
    server.loggedIn().with("pause='121'", "").ends("policy-violation");
    server.loggedIn().with("pause='long'", "").ends("bad-request");
  }

  @Test
  void oneRequestMoreThanAllowedIsAPolicyViolation_11() {
    BoshClient client = server.loggedIn();
    Answer held = client.ask("");
    long rid = client.rid();
    Answer early = client.send(rid + 1, "", presence());
    client.send(rid, "", presence()).ends("policy-violation");
    held.ends("policy-violation");
    early.ends("other-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause='60'", "type='terminate'"})
  void whoGoesAwayMaySendOneRequestMore_11(String leaving) {
    BoshClient client = server.loggedIn();
    client.ask("");
    long rid = client.rid();
    Answer last = client.send(rid + 1, leaving, "");
    last.isHeld();
    client.send(rid, "", presence());
    last.isEmpty();
  }

  @Test
  void anEmptyRequestBesideOneThatIsHeldMustNotComeTooSoon_11() {
    BoshClient client = server.loggedIn();
    client.ask("");
    server.advance(Duration.ofMillis(4_999));
    client.ask("").ends("policy-violation");

    BoshClient patient = server.loggedIn();
    Answer first = patient.ask("");
    server.advance(Duration.ofSeconds(5));
    patient.ask("").isHeld();
    first.isEmpty();
  }

  @Test
  void anEmptyRequestThatIsOvertakenByTheNextIsNotTooSoon_11() {
    BoshClient client = server.loggedIn();
    long rid = client.rid();
    Answer next = client.send(rid + 1, "", ping("p"));
    assertThat(client.send(rid, "", "").text()).contains("id=\"p\"");
    next.isHeld();
  }

  @Test
  void emptyRequestsThatWaitNotMustNotComeTooSoon_12() {
    BoshClient client = server.client();
    client.login(POLLING);
    server.advance(Duration.ofSeconds(5));
    client.ask("").isEmpty();
    server.advance(Duration.ofMillis(4_999));
    Answer soon = client.ask("");
    soon.ends("policy-violation");
    assertThat(server.endpoint().size()).isZero();
  }

  @Test
  void pollingAsAnnouncedFetchesWhatThereIs_12() {
    BoshClient client = server.client();
    client.login(POLLING);
    for (int i = 0; i < 5; i++) {
      server.advance(Duration.ofSeconds(5));
      client.ask("").isEmpty();
    }
    // After an answer that is not empty there may be more.
    assertThat(client.ask(ping("p")).text()).contains("id=\"p\"");
    client.ask("").isEmpty();
  }
}
