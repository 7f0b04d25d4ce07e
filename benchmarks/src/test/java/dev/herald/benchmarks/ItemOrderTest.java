package dev.herald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ItemOrderTest {

  @Test
  void eachOnceAndInOrderIsNoFault() {
    assertThat(after(0, 1, 0, 1, 2).faults(3)).isEqualTo(Faults.NONE);
    assertThat(after(2, 10, 2, 12, 22).faults(32)).isEqualTo(Faults.NONE);
  }

  @Test
  void aGapIsLost() {
    assertThat(after(0, 1, 0, 3).faults(4)).isEqualTo(new Faults(2, 0, 0));
  }

  @Test
  void aMissingEndIsLost() {
    assertThat(after(0, 1, 0, 1).faults(5)).isEqualTo(new Faults(3, 0, 0));
    assertThat(after(2, 10, 2).faults(13)).isEqualTo(new Faults(1, 0, 0));
    assertThat(after(2, 10, 2).faults(12)).isEqualTo(Faults.NONE);
  }

  @Test
  void theSameAgainIsDoubled() {
    assertThat(after(0, 1, 0, 1, 1, 0).faults(2)).isEqualTo(new Faults(0, 2, 0));
  }

  @Test
  void aLateOneIsDisorderedAndNotLost() {
    assertThat(after(0, 1, 0, 2, 1, 3).faults(4)).isEqualTo(new Faults(0, 0, 1));
  }

  @Test
  void anotherNodesItemIsRefused() {
    assertThatThrownBy(() -> after(2, 10, 2, 13)).hasMessageContaining("13");
  }

  @Test
  void numbersAreFoundInWhatAServerSends() {
    byte[] two =
        ("<item id='"
                + ItemNumber.format(7)
                + "'/><item id='"
                + ItemNumber.format(1234567890)
                + "'/>")
            .getBytes(StandardCharsets.US_ASCII);
    int first = ItemNumber.find(two, 0, two.length);
    int second = ItemNumber.find(two, first + ItemNumber.LENGTH, two.length);
    assertThat(ItemNumber.parse(two, first)).isEqualTo(7);
    assertThat(ItemNumber.parse(two, second)).isEqualTo(1234567890);
    assertThat(ItemNumber.find(two, second + ItemNumber.LENGTH, two.length)).isNegative();
    assertThat(ItemNumber.find(two, 0, first + ItemNumber.LENGTH - 1)).isNegative();
  }

  private static ItemOrder after(long first, int step, long... numbers) {
    ItemOrder order = new ItemOrder(first, step);
    for (long number : numbers) {
      order.received(number);
    }
    return order;
  }
}
