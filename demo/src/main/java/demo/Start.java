package demo;

import dev.herald.PubSub;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says where the page is, once it can be opened. */
@Component
class Start {

  private final Environment environment;
  private final PubSub pubSub;

  Start(Environment environment, PubSub pubSub) {
    this.environment = environment;
    this.pubSub = pubSub;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    // Pages subscribe to the node before anybody has published to it.
    pubSub.publish(HomeController.NODE, "welcome", "Welcome to Herald");
    System.out.printf(
        "Demo: http://localhost:%s%s/%n",
        environment.getProperty("local.server.port"),
        environment.getProperty("server.servlet.context-path", ""));
  }
}
