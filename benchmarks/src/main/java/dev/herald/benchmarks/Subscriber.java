package dev.herald.benchmarks;

/** Counts and checks what one subscriber gets, by the ids of the items alone. */
final class Subscriber implements Framing.Sink {

  private final ItemOrder order;
  private final Load load;

  Subscriber(ItemOrder order, Load load) {
    this.order = order;
    this.load = load;
  }

  @Override
  public void message(byte[] bytes, int from, int to, int wireBytes) {
    int left = wireBytes;
    for (int at = ItemNumber.find(bytes, from, to);
        at >= 0;
        at = ItemNumber.find(bytes, at + ItemNumber.LENGTH, to)) {
      long number = ItemNumber.parse(bytes, at);
      order.received(number);
      load.received(number, left);
      left = 0;
    }
    if (left == wireBytes && Xml.isError(Xml.text(bytes, from, to))) {
      throw new IllegalStateException("A subscriber got " + Xml.text(bytes, from, to));
    }
  }

  Faults faults(long published) {
    return order.faults(published);
  }
}
