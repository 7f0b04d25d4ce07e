package dev.herald.external;

import dev.herald.PubSub;
import dev.herald.publisher.Publisher;

/**
 * Herald in an application that has Hibernate and no Spring, with its nodes on an XMPP server that
 * is there already. Thread-safe.
 */
public final class ExternalHerald implements AutoCloseable {

  private final XmppNodePublisher target;
  private final Publisher publisher;

  ExternalHerald(XmppNodePublisher target, Publisher publisher) {
    this.target = target;
    this.publisher = publisher;
  }

  /** Sets up one that publishes to this server. */
  public static ExternalHeraldBuilder builder(XmppSettings settings) {
    return new ExternalHeraldBuilder(settings);
  }

  /** Publishes entities and anything else. */
  public PubSub pubSub() {
    return publisher;
  }

  /** What waits and what could not be announced, and what is shown where. */
  public Publisher publisher() {
    return publisher;
  }

  /** How it stands with the server. */
  public ConnectionState state() {
    return target.state();
  }

  /** Waits some seconds for what has been committed to leave, and ends the connection. */
  @Override
  public void close() {
    try {
      publisher.close();
    } finally {
      target.close();
    }
  }
}
