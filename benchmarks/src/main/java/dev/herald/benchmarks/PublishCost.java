package dev.herald.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a publish costs where items are in memory, and where they are on a disk, in µs. */
record PublishCost(
    Scenario scenario,
    Spread cpuInMemory,
    Spread cpuOnDisk,
    Spread cpuMore,
    Spread timeInMemory,
    Spread timeOnDisk,
    Spread timeMore) {

  /** Of each scenario without a rate, whose time would say nothing. */
  static List<PublishCost> of(List<Pair> pairs) {
    List<PublishCost> costs = new ArrayList<>();
    pairs.stream()
        .map(Pair::scenario)
        .distinct()
        .filter(scenario -> scenario.pace().perSecond() == 0)
        .forEach(
            scenario ->
                costs.add(
                    of(
                        scenario,
                        samples(pairs, scenario, HeraldTarget.IN_MEMORY),
                        samples(pairs, scenario, HeraldTarget.ON_DISK))));
    return costs;
  }

  private static PublishCost of(Scenario scenario, List<Sample> memory, List<Sample> disk) {
    ToDoubleFunction<Sample> cpu = Sample::microsPerPublish;
    ToDoubleFunction<Sample> time =
        sample ->
            sample.result().nanos()
                / 1e3
                / sample.result().publishes()
                * scenario.pace().outstanding();
    return new PublishCost(
        scenario,
        spread(memory, cpu),
        spread(disk, cpu),
        more(memory, disk, cpu),
        spread(memory, time),
        spread(disk, time),
        more(memory, disk, time));
  }

  private static List<Sample> samples(List<Pair> pairs, Scenario scenario, String target) {
    return pairs.stream()
        .filter(pair -> pair.scenario() == scenario && pair.target().equals(target))
        .map(Pair::sample)
        .toList();
  }

  private static Spread spread(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Spread.of(samples.stream().mapToDouble(value));
  }

  /** Both were measured one right after the other. */
  private static Spread more(
      List<Sample> memory, List<Sample> disk, ToDoubleFunction<Sample> value) {
    return Spread.of(
        IntStream.range(0, memory.size())
            .mapToDouble(
                i -> value.applyAsDouble(disk.get(i)) - value.applyAsDouble(memory.get(i))));
  }
}
