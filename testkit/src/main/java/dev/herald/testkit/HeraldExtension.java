package dev.herald.testkit;

import dev.herald.publisher.Publisher;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a publisher for tests without Spring, and gives {@link HeraldEvents} to their methods:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final HeraldExtension HERALD =
 *     HeraldExtension.publishing(recorder -> {
 *       Publisher publisher =
 *           new Publisher(recorder.nodes(), PublisherSettings.DEFAULT, TransactionBinding.NONE);
 *       publisher.attach(SESSIONS);
 *       publisher.start();
 *       return publisher;
 *     });
 * }</pre>
 *
 * <p>In a static field there is one publisher for all tests of the class, else one for each test,
 * which needs a session factory of its own then, as that has one publisher for its life. It is
 * closed at the end. For a factory that several test classes share, make {@link HeraldEvents#of}
 * beside it, and {@link HeraldEvents#reset} before each test. With Spring, use
 * {@code @AutoConfigureHerald} instead.
 */
public final class HeraldExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {

  private final Function<NodeRecorder, Publisher> start;
  private @Nullable Publisher publisher;
  private @Nullable HeraldEvents events;

  /** How many classes inside one another it is there for. */
  private int classes;

  private HeraldExtension(Function<NodeRecorder, Publisher> start) {
    this.start = start;
  }

  /**
   * An extension that runs a publisher.
   *
   * @param start makes and starts one, whose nodes are the recorder's or pass through it
   */
  public static HeraldExtension publishing(Function<NodeRecorder, Publisher> start) {
    return new HeraldExtension(start);
  }

  /**
   * The events of the test that runs.
   *
   * @throws IllegalStateException when none does
   */
  public HeraldEvents events() {
    HeraldEvents running = events;
    if (running == null) {
      throw new IllegalStateException(
          "No test runs for which there are events; is the field annotated @RegisterExtension?");
    }
    return running;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    classes++;
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    start();
    events().reset();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (classes == 0) {
      stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    classes--;
    if (classes == 0) {
      stop();
    }
  }

  private void start() {
    if (events == null) {
      NodeRecorder recorder = new NodeRecorder();
      Publisher started = start.apply(recorder);
      publisher = started;
      events = HeraldEvents.of(started, recorder);
    }
  }

  private void stop() {
    events = null;
    Publisher running = publisher;
    publisher = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == HeraldEvents.class;
  }

  @Override
  public HeraldEvents resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return events();
  }
}
