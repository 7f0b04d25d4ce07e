package dev.herald.server.pubsub.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedirectsTest {

  @Test
  void onlyTheLastAreKept() {
    Redirects redirects = new Redirects();
    for (int i = 0; i <= NodeTransaction.MOST_MOVED; i++) {
      redirects.put("/" + i, "xmpp:new?;node=" + i);
    }
    assertThat(redirects.of("/0")).isNull();
    assertThat(redirects.of("/1")).isEqualTo("xmpp:new?;node=1");
    assertThat(redirects.of("/" + NodeTransaction.MOST_MOVED)).isNotNull();
  }
}
