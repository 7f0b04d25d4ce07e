package dev.herald.fuzz;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Whatever the server logs as an error: a client must not be able to make it do so. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> {

  private static final LoggedErrors ALL = new LoggedErrors();

  private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

  /** Begins, when it has not begun yet: loading this class does it. */
  static void watch() {}

  static {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.ERROR);
    ALL.setContext(root.getLoggerContext());
    ALL.start();
    root.addAppender(ALL);
  }

  private LoggedErrors() {}

  /** Throws when something was logged since it was asked last. */
  static void expectNone() {
    ILoggingEvent event = ALL.events.poll();
    ALL.events.clear();
    if (event != null) {
      Throwable cause =
          event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
      throw new AssertionError("Logged: " + event.getFormattedMessage(), cause);
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }
}
