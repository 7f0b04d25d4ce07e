package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoalescingTest {

  @Published(coalesce = "200ms")
  private static final class InAWindow {}

  @Published(coalesce = "PT0.2S", longestWait = "1m")
  private static final class WithALongestWait {}

  @Published
  private static final class AtOnce {}

  @Published(coalesce = "soon")
  private static final class Unreadable {}

  @Published(longestWait = "2s")
  private static final class WithoutAWindow {}

  private static Coalescing of(Class<?> entity) {
    return Registration.of(entity).get(0).coalescing();
  }

  @Test
  void durationsAreReadAsPeopleAndIso8601WriteThem() {
    Duration window = Duration.ofMillis(200);
    assertThat(of(InAWindow.class)).isEqualTo(new Coalescing(window, window));
    assertThat(of(WithALongestWait.class)).isEqualTo(new Coalescing(window, Duration.ofMinutes(1)));
    assertThat(of(AtOnce.class)).isEqualTo(Coalescing.NONE);
    assertThat(Coalescing.of("5 s", "2h"))
        .isEqualTo(new Coalescing(Duration.ofSeconds(5), Duration.ofHours(2)));
  }

  @Test
  void whatIsNoDurationIsRefusedWithAnExampleOfOne() {
    assertThatThrownBy(() -> of(Unreadable.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'soon'")
        .hasMessageContaining("200ms");
    assertThatThrownBy(() -> of(WithoutAWindow.class)).hasMessageContaining("coalesce");
  }

  @Test
  void aWindowHasBounds() {
    for (String[] wrong :
        new String[][] {{"1ms", ""}, {"2h", ""}, {"1s", "500ms"}, {"1s", "25h"}, {"-PT1S", ""}}) {
      assertThatThrownBy(() -> Coalescing.of(wrong[0], wrong[1]))
          .describedAs(String.join(" ", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("10 ms to an hour");
    }
    assertThatThrownBy(() -> new Registration().coalesce(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("10 ms");
  }

  @Test
  void whatIsSaidByHandGoesOnTopOfTheAnnotation() {
    Registration annotated = Registration.of(InAWindow.class).get(0);
    Registration both = new Registration().coalesce(Duration.ZERO).over(annotated);
    assertThat(both.coalescing()).isEqualTo(Coalescing.NONE);
    assertThat(new Registration().maxItems(3).over(annotated).coalescing())
        .isEqualTo(annotated.coalescing());
  }
}
