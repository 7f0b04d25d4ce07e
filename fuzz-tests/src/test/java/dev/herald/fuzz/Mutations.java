package dev.herald.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/**
 * New inputs from old ones, without the guidance that Jazzer has, and the same for the same seed.
 */
final class Mutations {

  private static final int LONGEST = 8192;

  private final Random random;
  private final List<byte[]> inputs;
  private final List<byte[]> words;

  Mutations(long seed, List<byte[]> inputs, List<byte[]> words) {
    this.random = new Random(seed);
    this.inputs = inputs;
    this.words = words;
  }

  byte[] next() {
    byte[] input = any(inputs);
    for (int i = random.nextInt(6); i >= 0; i--) {
      input = mutate(input);
    }
    return input;
  }

  private byte[] mutate(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(16));
    return switch (random.nextInt(6)) {
      case 0 -> splice(input, from, from, new byte[] {(byte) random.nextInt(256)});
      case 1 -> splice(input, from, to, new byte[0]);
      case 2 -> splice(input, from, from, any(words));
      case 3 -> splice(input, from, to, any(words));
      case 4 -> {
        byte[] other = any(inputs);
        int start = random.nextInt(other.length + 1);
        int end = start + random.nextInt(other.length - start + 1);
        yield splice(input, from, to, java.util.Arrays.copyOfRange(other, start, end));
      }
      default -> splice(input, from, from, java.util.Arrays.copyOfRange(input, from, to));
    };
  }

  private byte[] splice(byte[] input, int from, int to, byte[] middle) {
    if (input.length + middle.length > LONGEST) {
      return input;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.write(middle, 0, middle.length);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }

  private byte[] any(List<byte[]> list) {
    return list.get(random.nextInt(list.size()));
  }
}
