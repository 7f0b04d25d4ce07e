package dev.herald.benchmarks.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.benchmarks.board.Commit;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DelaysTest {

  /** Changes 7, 8 and 9, each committed within 10 ns. */
  private static final List<Commit> COMMITS =
      List.of(new Commit(7, 100, 110), new Commit(8, 200, 210), new Commit(9, 300, 310));

  private final Delays delays = new Delays(COMMITS, 2);

  private static Arrival polled(int page, long number, long asked, long at) {
    return new Arrival(page, number, asked, at);
  }

  private static Arrival told(int page, long number, long at) {
    return new Arrival(page, number, Arrival.NOT_ASKED, at);
  }

  @Test
  void aPollLearnsAllChangesSinceTheOneBefore() {
    Histogram times = delays.between(0, 1_000, List.of(polled(0, 9, 400, 450)));

    assertThat(times.getTotalCount()).isEqualTo(3);
    assertThat(times.getMinValue()).isEqualTo(150);
    assertThat(times.getMaxValue()).isEqualTo(350);
  }

  @Test
  void whatWasLearnedOutsideOfTheTimeIsNotCounted() {
    Histogram times =
        delays.between(
            240, 260, List.of(told(0, 7, 105), told(0, 8, 250), told(0, 9, 305), told(1, 7, 260)));

    assertThat(times.getTotalCount()).isEqualTo(1);
    assertThat(times.getMaxValue()).isEqualTo(50);
  }

  @Test
  void whoDoesNotKnowTheLastChangeIsBehind() {
    delays.between(0, 1_000, List.of(told(0, 7, 120), told(0, 8, 220), told(0, 9, 320)));

    assertThat(delays.behind()).isEqualTo(1);
  }

  @Test
  void anAnswerThatLacksWhatWasCommittedBeforeItWasAskedForIsRefused() {
    assertThatThrownBy(() -> delays.between(0, 1_000, List.of(polled(0, 7, 211, 230))))
        .hasMessageContaining("Older than what had been committed");
  }

  @Test
  void anAnswerMayLackWhatWasCommittedWhileItWasWritten() {
    assertThat(delays.between(0, 1_000, List.of(polled(0, 7, 205, 230))).getTotalCount())
        .isEqualTo(1);
  }

  @Test
  void aPageThatForgetsIsRefused() {
    assertThatThrownBy(
            () -> delays.between(0, 1_000, List.of(polled(0, 8, 205, 230), polled(0, 7, 206, 240))))
        .hasMessageContaining("Older");
  }

  @Test
  void anEventThatIsLostOrComesAgainIsRefused() {
    assertThatThrownBy(() -> delays.between(0, 1_000, List.of(told(0, 8, 220))))
        .hasMessageContaining("Not the one after 6");
    assertThatThrownBy(
            () -> new Delays(COMMITS, 1).between(0, 9, List.of(told(0, 7, 120), told(0, 7, 130))))
        .hasMessageContaining("Not the one after 7");
  }

  @Test
  void changesWithAGapAreRefused() {
    assertThatThrownBy(() -> new Delays(List.of(COMMITS.get(0), COMMITS.get(2)), 1))
        .hasMessageContaining("A change is missing");
  }
}
