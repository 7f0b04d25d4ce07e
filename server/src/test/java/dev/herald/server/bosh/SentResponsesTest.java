package dev.herald.server.bosh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** XEP-0124, section 14.3: what is kept of the responses. */
class SentResponsesTest {

  @Test
  void noMoreAreKeptThanTheirNumber() {
    SentResponses sent = new SentResponses(2, 1000);
    keep(sent, 1, 10);
    keep(sent, 2, 10);
    keep(sent, 3, 10);
    assertThat(sent.find(1)).isNull();
    assertThat(sent.find(2)).isNotNull();
    assertThat(sent.find(3)).isNotNull();
  }

  @Test
  void noMoreAreKeptThanTheirSizeButTheNewest() {
    SentResponses sent = new SentResponses(3, 1000);
    keep(sent, 1, 600);
    keep(sent, 2, 600);
    assertThat(sent.find(1)).isNull();
    keep(sent, 3, 5000);
    assertThat(sent.find(2)).isNull();
    assertThat(sent.find(3)).isNotNull();
    keep(sent, 4, 10);
    assertThat(sent.find(3)).isNull();
    keep(sent, 5, 10);
    assertThat(sent.find(4)).isNotNull();
  }

  @Test
  void whatTheClientHasIsKeptNoLonger_9_2() {
    SentResponses sent = new SentResponses(3, 1000);
    keep(sent, 1, 10);
    keep(sent, 2, 10);
    sent.acknowledge(1);
    assertThat(sent.find(1)).isNull();
    assertThat(sent.find(2)).isNotNull();
    assertThat(sent.last()).isEqualTo(2);
  }

  private static void keep(SentResponses sent, long rid, int size) {
    sent.keep(rid, new SentResponses.Sent("x".repeat(size), null, 0));
  }
}
