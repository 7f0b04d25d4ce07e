package dev.herald.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmackSelectionTest {

  private final SmackSelection selection = new SmackSelection();

  @Test
  void everyTestOfSmackIsEitherInScopeOrLeftOutWithAReason() {
    assertThat(selection.undecided()).isEmpty();
  }

  @Test
  void whatIsLeftOutIsThereToBeLeftOut() {
    assertThat(selection.outOfScopeWithoutTest()).isEmpty();
  }
}
