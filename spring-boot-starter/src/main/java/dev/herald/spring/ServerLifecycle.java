package dev.herald.spring;

import dev.herald.server.XmppServer;
import org.springframework.context.SmartLifecycle;

/**
 * Ends all streams as the first thing when the application stops: the web server's graceful
 * shutdown comes later and would wait for BOSH requests that are held.
 */
final class ServerLifecycle implements SmartLifecycle {

  private final XmppServer server;
  private volatile boolean running;

  ServerLifecycle(XmppServer server) {
    this.server = server;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    server.close();
  }

  /** Spring's tests pause a context while another is used, and a server that has ended stays so. */
  @Override
  public boolean isPauseable() {
    return false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
