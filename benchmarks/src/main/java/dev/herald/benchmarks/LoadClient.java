package dev.herald.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The process that has the connections to one server: one process for each, because one may not
 * have as many open files as several servers have subscribers. It obeys lines, and ends with its
 * input.
 */
final class LoadClient {

  static final String CONNECT = "connect";
  static final String DISCONNECT = "disconnect";
  static final String MEASURE = "measure";

  private LoadClient() {}

  /** The arguments of {@link #main}. */
  static List<String> arguments(Shape shape, Endpoint endpoint) {
    return List.of(
        Integer.toString(shape.nodes()),
        Integer.toString(shape.perNode()),
        Boolean.toString(shape.bosh()),
        endpoint.words());
  }

  public static void main(String[] args) throws IOException {
    try (EventLoop loop = new EventLoop()) {
      Shape shape =
          new Shape(
              Integer.parseInt(args[0]), Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]));
      Crowd crowd = Crowd.withoutSubscribers(loop, Endpoint.parse(args[3]), shape);
      LineProcess.obey(words -> obey(crowd, words));
    } catch (RuntimeException e) {
      LineProcess.fail(e);
    }
  }

  private static String obey(Crowd crowd, List<String> words) {
    switch (words.get(0)) {
      case CONNECT -> crowd.connectSubscribers(Integer.parseInt(words.get(1)));
      case DISCONNECT -> crowd.disconnectSubscribers();
      case MEASURE -> {
        Pace pace = new Pace(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
        return crowd.measure(pace, Duration.ofMillis(Long.parseLong(words.get(3)))).line();
      }
      default -> throw new IllegalArgumentException("Unknown: " + words);
    }
    return "";
  }
}
