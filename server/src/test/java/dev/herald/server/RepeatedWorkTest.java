package dev.herald.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.store.StoreException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** What the log says of a store that is away for a while. */
class RepeatedWorkTest {

  private static final Duration PERIOD = Duration.ofMillis(250);

  private final List<String> lines = new ArrayList<>();
  private boolean away;
  private Instant now = Instant.EPOCH;
  private final RepeatedWork work = new RepeatedWork("Looking", this::look, log(), () -> now);

  private void look() {
    if (away) {
      throw new StoreException("Connecting has failed: at " + now, new SQLException());
    }
  }

  /** Notes a line each, such as {@code warn Looking fails}. */
  private Logger log() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, said) -> {
              Object[] values =
                  said[1] instanceof Object[] several
                      ? several
                      : Arrays.copyOfRange(said, 1, said.length);
              String line = MessageFormatter.basicArrayFormat((String) said[0], values);
              lines.add(method.getName() + " " + line);
              return null;
            });
  }

  /** Looks four times a second, as the timer does. */
  private void goOnFor(Duration duration) {
    for (Instant end = now.plus(duration); now.isBefore(end); now = now.plus(PERIOD)) {
      work.run();
    }
  }

  @Test
  void nothingIsSaidOfWhatWorks() {
    goOnFor(Duration.ofMinutes(5));

    assertThat(lines).isEmpty();
  }

  @Test
  void itIsSaidOnceThatItFailsAndOnceThatItWorksAgain() {
    away = true;
    goOnFor(Duration.ofSeconds(50));
    away = false;
    goOnFor(Duration.ofMinutes(5));

    assertThat(lines)
        .containsExactly(
            "warn Looking fails: Connecting has failed: at 1970-01-01T00:00:00Z",
            "info Looking works again, after 50 s");
  }

  @Test
  void whileItFailsThatIsSaidEachMinute() {
    away = true;
    goOnFor(Duration.ofSeconds(150));

    assertThat(lines)
        .containsExactly(
            "warn Looking fails: Connecting has failed: at 1970-01-01T00:00:00Z",
            "warn Looking has failed for 60 s: Connecting has failed: at 1970-01-01T00:01:00Z",
            "warn Looking has failed for 120 s: Connecting has failed: at 1970-01-01T00:02:00Z");
  }

  @Test
  void eachTimeThatItBeginsToFailIsSaid() {
    for (int i = 0; i < 2; i++) {
      away = true;
      goOnFor(PERIOD);
      away = false;
      goOnFor(PERIOD);
    }

    assertThat(lines).hasSize(4);
  }
}
