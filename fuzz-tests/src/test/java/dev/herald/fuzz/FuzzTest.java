package dev.herald.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short form of {@code script/fuzz}: known inputs, then some seconds of new ones. */
class FuzzTest {

  private static final long NANOS = 3_000_000_000L;

  /**
   * The same inputs in each build, so that a build fails by what has changed; {@code script/fuzz}
   * looks for new ones, and {@code -Dherald.fuzz.seed} begins elsewhere.
   */
  private static final long SEED = 20261124;

  @TestFactory
  Stream<DynamicTest> knownInputsFindNothing() {
    return Arrays.stream(FuzzTarget.values())
        .flatMap(
            target ->
                FuzzInputs.of(target).stream()
                    .map(
                        (Path file) ->
                            DynamicTest.dynamicTest(
                                target + " " + file.getFileName(),
                                () -> target.run(FuzzInputs.read(file)))));
  }

  @ParameterizedTest
  @EnumSource
  void newInputsFindNothing(FuzzTarget target) {
    long seed = Long.getLong("herald.fuzz.seed", SEED);
    List<byte[]> inputs = FuzzInputs.of(target).stream().map(FuzzInputs::read).toList();
    Mutations mutations = new Mutations(seed, inputs, FuzzInputs.words());
    long start = System.nanoTime();
    int count = 0;
    while (System.nanoTime() - start < NANOS) {
      byte[] input = mutations.next();
      try {
        target.run(input);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "herald.fuzz.seed=%d, input %d of %s: %s"
                .formatted(seed, count, target, new String(input, StandardCharsets.UTF_8)),
            e);
      }
      count++;
    }
    System.out.printf("FuzzTest %s: %d inputs of seed %d%n", target, count, seed);
  }
}
