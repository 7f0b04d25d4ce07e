package demo;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where the page is as soon as it can be opened, alone on a line, for people and for scripts.
 */
@Component
class Address {

  @EventListener
  void announce(ApplicationReadyEvent ready) {
    Environment environment = ready.getApplicationContext().getEnvironment();
    String port = environment.getProperty("local.server.port");
    if (port != null) {
      String path = environment.getProperty("server.servlet.context-path", "");
      System.out.println("Demo: http://localhost:" + port + path + "/");
    }
  }
}
