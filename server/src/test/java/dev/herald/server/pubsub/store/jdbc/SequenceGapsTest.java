package dev.herald.server.pubsub.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.pubsub.store.jdbc.SequenceGaps.Range;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SequenceGapsTest {

  private static final Instant NOW = Instant.EPOCH;

  private final SequenceGaps gaps = new SequenceGaps(10);

  @Test
  void numbersInARowLeaveNoGap() {
    assertThat(gaps.see(11, NOW)).isTrue();
    assertThat(gaps.see(12, NOW)).isTrue();
    assertThat(gaps.see(12, NOW)).isFalse();
    assertThat(gaps.see(3, NOW)).isFalse();
    assertThat(gaps.open(NOW)).isEmpty();
    assertThat(gaps.highest()).isEqualTo(12);
  }

  @Test
  void whatIsPassedOverStaysOpenUntilItIsSeen() {
    gaps.see(16, NOW);
    assertThat(gaps.open(NOW)).containsExactly(new Range(11, 15));

    assertThat(gaps.see(13, NOW)).isTrue();
    assertThat(gaps.see(13, NOW)).isFalse();
    assertThat(gaps.open(NOW)).containsExactly(new Range(11, 12), new Range(14, 15));

    gaps.see(11, NOW);
    gaps.see(15, NOW);
    assertThat(gaps.open(NOW)).containsExactly(new Range(12, 12), new Range(14, 14));
    gaps.see(12, NOW);
    gaps.see(14, NOW);
    assertThat(gaps.open(NOW)).isEmpty();
  }

  @Test
  void whatDoesNotComeIsGivenUp() {
    gaps.see(12, NOW);
    Instant later = NOW.plus(SequenceGaps.WAIT);

    assertThat(gaps.open(later)).containsExactly(new Range(11, 11));
    assertThat(gaps.open(later.plusMillis(1))).isEmpty();
    assertThat(gaps.see(11, later)).isFalse();
  }

  @Test
  void tooManyGapsBecomeLargerOnes() {
    for (int i = 0; i < 1_000; i++) {
      gaps.see(12 + 2 * i, NOW);
    }

    assertThat(gaps.open(NOW))
        .hasSize(50)
        .startsWith(new Range(11, 1_911))
        .endsWith(new Range(2_009, 2_009));
  }
}
