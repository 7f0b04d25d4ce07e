package dev.herald.external;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What this module has logged meanwhile. */
final class Logged implements AutoCloseable {

  private final Logger logger =
      (Logger) LoggerFactory.getLogger(XmppNodePublisher.class.getPackageName());
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  Logged() {
    appender.start();
    logger.addAppender(appender);
  }

  List<String> lines() {
    return new ArrayList<>(appender.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
  }
}
