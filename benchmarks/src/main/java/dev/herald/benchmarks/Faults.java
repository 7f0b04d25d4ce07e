package dev.herald.benchmarks;

/** What must be zero: deliveries that never came, came again, or came after a later one. */
record Faults(long lost, long doubled, long disordered) {

  static final Faults NONE = new Faults(0, 0, 0);

  Faults plus(Faults other) {
    return new Faults(lost + other.lost, doubled + other.doubled, disordered + other.disordered);
  }
}
