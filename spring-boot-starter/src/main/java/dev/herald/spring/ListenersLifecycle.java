package dev.herald.spring;

import org.springframework.context.SmartLifecycle;

/** Opens the server's own ports when the application is complete; the context closes them. */
final class ListenersLifecycle implements SmartLifecycle {

  private final Runnable opening;
  private volatile boolean running;

  ListenersLifecycle(Runnable opening) {
    this.opening = opening;
  }

  @Override
  public void start() {
    opening.run();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
