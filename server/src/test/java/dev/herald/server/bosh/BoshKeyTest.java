package dev.herald.server.bosh;

import static dev.herald.server.bosh.BoshServer.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** XEP-0124, section 15: requests that only the client itself can make. */
class BoshKeyTest {

  private static final String AUTH =
      "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='none'/>";

  private final BoshServer server = new BoshServer();
  private final BoshClient client = server.client();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyKeyIsTheOneBeforeUnhashed_15_4() throws Exception {
    String[] keys = keys("seed", 4);
    client.create(USUAL + " newkey='" + keys[3] + "'");
    accepts(keys[2]);
    accepts(keys[1].toLowerCase(Locale.ROOT));
  }

  @Test
  void aNewSequenceFollowsTheLastKey_15_5() throws Exception {
    String[] old = keys("seed", 2);
    String[] next = keys("another", 3);
    client.create(USUAL + " newkey='" + old[1].toUpperCase(Locale.ROOT) + "'");
    assertThat(client.with("key='%s' newkey='%s'".formatted(old[0], next[2]), AUTH).text())
        .contains("invalid-mechanism");
    accepts(next[1]);
  }

  @Test
  void aRequestWithoutItsKeyEndsTheSessionUnhandled_15_4() throws Exception {
    client.create(USUAL + " newkey='" + keys("seed", 2)[1] + "'");
    Answer answer = client.ask(AUTH);
    answer.ends("item-not-found");
    assertThat(answer.text()).doesNotContain("invalid-mechanism");
    assertThat(server.xmpp().sessions().size()).isZero();
  }

  @Test
  void aWrongKeyEndsTheSession_15_4() throws Exception {
    client.create(USUAL + " newkey='" + keys("seed", 2)[1] + "'");
    client.with("key='" + keys("guess", 1)[0] + "'", AUTH).ends("item-not-found");
  }

  @Test
  void aResponseIsNotRepeatedToWhoeverHasNoKey_15() throws Exception {
    String[] keys = keys("seed", 3);
    client.create(USUAL + " newkey='" + keys[2] + "'");
    long rid = client.rid();
    Answer answer = client.with("key='" + keys[1] + "'", AUTH);
    assertThat(client.send(rid, "key='" + keys[1] + "'", AUTH).text()).isEqualTo(answer.text());
    client.send(rid, "", AUTH).ends("item-not-found");
  }

  @Test
  void requestsThatOvertakeEachOtherAreCheckedInTheirOrder_15_4() throws Exception {
    String[] keys = keys("seed", 3);
    client.create(USUAL + " newkey='" + keys[2] + "'");
    long rid = client.rid();
    client.send(rid + 1, "key='" + keys[0] + "'", AUTH).isHeld();
    assertThat(client.send(rid, "key='" + keys[1] + "'", AUTH).text())
        .contains("invalid-mechanism");
    assertThat(server.endpoint().size()).isEqualTo(1);
  }

  private void accepts(String key) {
    assertThat(client.with("key='" + key + "'", AUTH).text()).contains("invalid-mechanism");
  }

  /** The keys from the first to the n-th, as a client makes them. */
  private static String[] keys(String seed, int n) throws Exception {
    String[] keys = new String[n];
    String last = seed;
    for (int i = 0; i < n; i++) {
      last =
          HexFormat.of()
              .formatHex(
                  MessageDigest.getInstance("SHA-1").digest(last.getBytes(StandardCharsets.UTF_8)));
      keys[i] = last;
    }
    return keys;
  }
}
