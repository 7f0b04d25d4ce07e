package dev.herald.server.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginThrottleTest {

  private static final LoginLimits LIMITS = new LoginLimits(3, Duration.ofMinutes(5), 4);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final AtomicInteger asked = new AtomicInteger();
  private final LoginThrottle throttle = new LoginThrottle(LIMITS, nanos::get);

  private final SaslMechanisms mechanisms =
      new SaslMechanisms(
          SaslSettings.of("localhost")
              .withAccounts(
                  (name, password) -> {
                    asked.incrementAndGet();
                    return password.equals("secret");
                  })
              .withScramAccounts(MemoryAccountStore.of(Map.of("joe", "secret")))
              .withAnonymous(true)
              .withLimits(LIMITS),
          () -> "nonce",
          nanos::get);

  @Test
  void afterItsFailuresAnAddressIsRefusedUnheard() {
    fail("192.0.2.1", 3);
    assertThat(asked.get()).isEqualTo(3);
    assertThat(login("192.0.2.1", "secret")).isEqualTo("temporary-auth-failure");
    assertThat(asked.get()).isEqualTo(3);
    assertThat(login("192.0.2.2", "secret")).isEqualTo("success");
  }

  @Test
  void scramIsCountedAndRefusedLikePlain() {
    byte[] nothing = {};
    for (int i = 0; i < 3; i++) {
      SaslExchange.Step step =
          client("192.0.2.1").scram("SCRAM-SHA-256", "n,,", nothing, "joe", "wrong");
      assertThat(SaslClient.failure(step)).isEqualTo("not-authorized");
    }
    assertThat(
            SaslClient.failure(
                client("192.0.2.1").scram("SCRAM-SHA-256", "n,,", nothing, "joe", "secret")))
        .isEqualTo("temporary-auth-failure");
  }

  @Test
  void whoBeganBeforeTheAddressWasClosedIsRefusedToo() {
    SaslClient early = client("192.0.2.1");
    String challenge = early.challenge("SCRAM-SHA-256", "n,,n=joe,r=x");
    fail("192.0.2.1", 3);
    byte[] nothing = {};
    String last =
        SaslClient.finalMessage(
            ScramHash.SHA_256, "n,,", nothing, "n=joe,r=x", challenge, "secret");
    assertThat(SaslClient.failure(early.respond(last))).isEqualTo("temporary-auth-failure");
  }

  @Test
  void aSuccessTakesNoFailureAway() {
    fail("192.0.2.1", 2);
    assertThat(login("192.0.2.1", "secret")).isEqualTo("success");
    fail("192.0.2.1", 1);
    assertThat(login("192.0.2.1", "secret")).isEqualTo("temporary-auth-failure");
  }

  @Test
  void successesDoNotCount() {
    for (int i = 0; i < 20; i++) {
      assertThat(login("192.0.2.1", "secret")).isEqualTo("success");
    }
  }

  @Test
  void failuresAreForgottenAfterTheWindow() {
    fail("192.0.2.1", 2);
    nanos.addAndGet(Duration.ofMinutes(4).toNanos());
    fail("192.0.2.1", 1);
    assertThat(login("192.0.2.1", "secret")).isEqualTo("temporary-auth-failure");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
    assertThat(login("192.0.2.1", "secret")).isEqualTo("temporary-auth-failure");
    nanos.addAndGet(1);
    assertThat(login("192.0.2.1", "secret")).isEqualTo("success");
  }

  @Test
  void whoGuessesNothingIsNotThrottled() {
    fail("192.0.2.1", 3);
    assertThat(client("192.0.2.1").auth("ANONYMOUS", "x").account()).startsWith("anonymous-");
  }

  @Test
  void theAddressThatFailedLongestAgoIsForgottenFirst() {
    for (int i = 0; i < 3; i++) {
      throttle.failed("192.0.2.1");
      throttle.failed("192.0.2.2");
    }
    throttle.failed("192.0.2.1");
    for (int i = 3; i <= 5; i++) {
      throttle.failed("192.0.2." + i);
    }
    assertThat(throttle.size()).isEqualTo(4);
    assertThat(throttle.isClosedTo("192.0.2.2")).isFalse();
    assertThat(throttle.isClosedTo("192.0.2.1")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8::1, 2001:db8:0:0::/64",
    "2001:DB8:0:0:1:2:3:4, 2001:db8:0:0::/64",
    "2001:0db8:0000:0000:ffff::, 2001:db8:0:0::/64",
    "[2001:db8::1], 2001:db8:0:0::/64",
    "2001:db8:0:1::1, 2001:db8:0:1::/64",
    "2001:db8:1::, 2001:db8:1:0::/64",
    "::1, 0:0:0:0::/64",
    "fe80::1%eth0, fe80:0:0:0::/64",
    "::ffff:192.0.2.1, 192.0.2.1",
    "0:0:0:0:0:ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
    "0:0:0:0:0:ffff:c000:0201, 192.0.2.1",
    "unknown, unknown",
    "a:b:z, a:b:z"
  })
  void aPeerIsAnAddressOrAnIpv6Network(String address, String block) {
    assertThat(AddressBlock.of(address)).isEqualTo(block);
  }

  @Test
  void neighboursInAnIpv6NetworkAreOne() {
    fail("2001:db8::1", 1);
    fail("2001:db8::2", 1);
    fail("2001:db8:0:0:3:3:3:3", 1);
    assertThat(login("2001:db8::4", "secret")).isEqualTo("temporary-auth-failure");
    assertThat(login("2001:db8:0:1::4", "secret")).isEqualTo("success");
  }

  private SaslClient client(String address) {
    return new SaslClient(mechanisms, new Peer(address, true, null, null));
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(login(address, "wrong")).isEqualTo("not-authorized");
    }
  }

  private String login(String address, String password) {
    SaslExchange.Step step = client(address).auth("PLAIN", "\0somebody\0" + password);
    return step.account() != null ? "success" : SaslClient.failure(step);
  }
}
