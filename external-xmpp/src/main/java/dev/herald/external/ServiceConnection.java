package dev.herald.external;

import dev.herald.external.stream.ConnectionException;
import dev.herald.external.stream.StreamSettings;
import dev.herald.external.stream.XmppStream;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to the service: is there, or is being made again with growing pauses. Nothing
 * waits for it but the first question after the start.
 */
final class ServiceConnection implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServiceConnection.class);
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LASTING_SECONDS = 10;

  private final XmppSettings settings;
  private final StreamSettings stream;
  private final Thread keeper = new Thread(this::keep, "herald-xmpp");
  private final CountDownLatch firstAttempt = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable PubSubRequests current;
  private volatile ConnectionState state =
      new ConnectionState(false, "The XMPP server has not been connected to yet", Instant.now());

  private ServiceConnection(XmppSettings settings) {
    this.settings = settings;
    this.stream = settings.toStreamSettings();
    keeper.setDaemon(true);
  }

  /** Begins to connect. */
  static ServiceConnection open(XmppSettings settings) {
    ServiceConnection connection = new ServiceConnection(settings);
    connection.keeper.start();
    return connection;
  }

  /**
   * The service.
   *
   * @throws ConnectionException at once while there is no connection, saying why
   */
  PubSubRequests service() {
    awaitFirstAttempt();
    PubSubRequests service = current;
    if (service == null) {
      throw new ConnectionException(state.message());
    }
    return service;
  }

  private void awaitFirstAttempt() {
    try {
      // Each step of it has a time of its own.
      if (!firstAttempt.await(settings.connectTimeout().toMillis() * 2, TimeUnit.MILLISECONDS)) {
        throw new ConnectionException(state.message());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionException("Interrupted while waiting for the XMPP server", e);
    }
  }

  /** How it stands. */
  ConnectionState state() {
    return state;
  }

  private void keep() {
    int failures = 0;
    try {
      while (closing.getCount() > 0) {
        long began = System.nanoTime();
        ConnectionException why = connectAndStay();
        failed(why);
        boolean lasted = System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LASTING_SECONDS);
        failures = lasted ? 1 : failures + 1;
        pause(why.isRefused() ? Integer.MAX_VALUE : failures);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Why it has ended, or why there is none. */
  private ConnectionException connectAndStay() throws InterruptedException {
    try (XmppStream opened = XmppStream.open(stream)) {
      PubSubRequests service = ServiceDiscovery.find(opened, settings);
      current = service;
      state =
          new ConnectionState(
              true, "Connected to %s as %s".formatted(service.jid(), opened.jid()), Instant.now());
      log.info("{}", state.message());
      firstAttempt.countDown();
      return opened.awaitEnd();
    } catch (ConnectionException e) {
      return e;
    } catch (RuntimeException e) {
      log.error("The XMPP server cannot be connected to", e);
      return new ConnectionException("The XMPP server cannot be connected to: " + e, e);
    } finally {
      current = null;
    }
  }

  private void failed(ConnectionException why) {
    String message = String.valueOf(why.getMessage());
    if (closing.getCount() > 0 && !message.equals(state.message())) {
      log.warn("{}; what is published waits, and connecting is tried again", message);
    }
    state = new ConnectionState(false, message, Instant.now());
    firstAttempt.countDown();
  }

  private void pause(int failures) throws InterruptedException {
    long most = settings.longestPause().toMillis();
    long pause = Math.min(most, FIRST_PAUSE_MILLIS << Math.min(failures - 1, 20));
    // Several processes do not come back at the same moment.
    long varied = pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    var unused = closing.await(varied, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closing.countDown();
    keeper.interrupt();
    try {
      keeper.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
