package dev.herald.embedded;

import dev.herald.PubSub;
import dev.herald.publisher.Publisher;
import dev.herald.server.XmppServer;

/**
 * Herald in an application that has Hibernate and no Spring: the publisher, and a server without a
 * port, which {@code NettyListeners.open(herald.server(), …)} gives one. Thread-safe.
 */
public final class Herald implements AutoCloseable {

  private final XmppServer server;
  private final Publisher publisher;

  Herald(XmppServer server, Publisher publisher) {
    this.server = server;
    this.publisher = publisher;
  }

  public static HeraldBuilder builder() {
    return new HeraldBuilder();
  }

  /** Publishes entities and anything else. */
  public PubSub pubSub() {
    return publisher;
  }

  /** What waits and what could not be announced, and what is shown where. */
  public Publisher publisher() {
    return publisher;
  }

  public XmppServer server() {
    return server;
  }

  /** Waits some seconds for what has been committed to leave, and ends all streams. */
  @Override
  public void close() {
    try {
      publisher.close();
    } finally {
      server.close();
    }
  }
}
