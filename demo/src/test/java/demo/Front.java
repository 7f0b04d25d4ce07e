package demo;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** nginx in front of the application of the test and its XMPP server, once that has its port. */
class Front implements AutoCloseable {

  private final InetSocketAddress xmpp;
  private @Nullable Nginx nginx;

  Front(InetSocketAddress xmpp) {
    this.xmpp = xmpp;
  }

  @EventListener
  public void start(ApplicationReadyEvent ready) {
    String port = ready.getApplicationContext().getEnvironment().getProperty("local.server.port");
    nginx = new Nginx(Integer.parseInt(String.valueOf(port)), xmpp);
  }

  Nginx nginx() {
    return Objects.requireNonNull(nginx, "The application is not ready yet");
  }

  @Override
  public void close() {
    if (nginx != null) {
      nginx.close();
    }
  }
}
