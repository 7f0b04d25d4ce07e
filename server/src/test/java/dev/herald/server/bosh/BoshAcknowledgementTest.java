package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshClient.ping;
import static dev.herald.server.bosh.BoshClient.presence;
import static dev.herald.server.bosh.BoshServer.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0124, section 9: what each side has got. */
class BoshAcknowledgementTest {

  private final BoshServer server = new BoshServer();
  private final BoshClient client = server.client();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFirstResponseAcknowledgesTheFirstRequest_7_2() {
    assertThat(client.create(USUAL + " ack='1'").attribute("ack")).isEqualTo("1000");
  }

  @Test
  void aResponseNamesTheHighestRequestThatHasCome_9_1() {
    client.login(USUAL + " ack='1'");
    long rid = client.rid();
    Answer held = client.ask("");
    Answer next = client.with("ack='%d'".formatted(rid - 1), presence());
    assertThat(held.attribute("ack")).isEqualTo(String.valueOf(rid + 1));
    next.isHeld();
  }

  @Test
  void aResponseToTheHighestRequestNeedsNoAcknowledgement_9_1() {
    client.login(USUAL + " ack='1'");
    assertThat(client.ask(ping("p")).attribute("ack")).isNull();
  }

  @Test
  void nothingIsAcknowledgedToAClientThatDidNotAsk_9_1() {
    client.login(USUAL);
    Answer held = client.ask("");
    client.ask(presence());
    held.isEmpty();
  }

  @Test
  void aResponseThatTheClientShouldHaveGotIsReported_9_2() {
    client.login(USUAL + " ack='1'");
    long lost = client.rid();
    String response = client.ask(ping("p")).text();
    server.advance(Duration.ofMillis(1_500));
    Answer report = client.with("ack='%d'".formatted(lost - 1), "");
    assertThat(report.attribute("report")).isEqualTo(String.valueOf(lost));
    assertThat(report.attribute("time")).isEqualTo("1500");
    assertThat(client.send(lost, "", ping("p")).text()).isEqualTo(response);
    client.ask("").isHeld();
  }

  @Test
  void aResponseThatMayStillBeOnItsWayIsNotReported_9_2() {
    client.login(USUAL + " ack='1'");
    long rid = client.rid();
    client.ask(ping("p"));
    server.advance(Duration.ofMillis(500));
    client.with("ack='%d'".formatted(rid - 1), "").isHeld();
  }

  @Test
  void whatIsAcknowledgedIsNotKept_9_2() {
    client.login(USUAL + " ack='1'");
    long rid = client.rid();
    client.ask(ping("p"));
    client.ask("").isHeld();
    client.send(rid, "", ping("p")).ends("item-not-found");
  }
}
