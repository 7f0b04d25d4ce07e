package dev.herald.server.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedirectsTest {

  @Test
  void onlyTheLastAreKept() {
    Redirects redirects = new Redirects();
    for (int i = 0; i <= Redirects.MOST; i++) {
      redirects.put("/" + i, "xmpp:new?;node=" + i);
    }
    assertThat(redirects.of("/0")).isNull();
    assertThat(redirects.of("/1")).isEqualTo("xmpp:new?;node=1");
    assertThat(redirects.of("/" + Redirects.MOST)).isNotNull();
  }

  @Test
  void aNodeThatIsNowhereHasNone() {
    Redirects redirects = new Redirects();
    redirects.put("/a", "xmpp:new?;node=a");
    redirects.put("/a", null);
    assertThat(redirects.of("/a")).isNull();
  }
}
