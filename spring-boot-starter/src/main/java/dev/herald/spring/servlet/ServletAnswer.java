package dev.herald.spring.servlet;

import dev.herald.server.bosh.BoshResponder;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to one BOSH request, written by a thread of the container: a slow reader must not hold
 * up whoever publishes.
 */
final class ServletAnswer implements BoshResponder {

  private static final Logger log = LoggerFactory.getLogger(ServletAnswer.class);
  private static final String XML = "text/xml; charset=utf-8";

  private final AsyncContext async;
  private final AtomicBoolean answered = new AtomicBoolean();

  ServletAnswer(AsyncContext async) {
    this.async = async;
  }

  @Override
  public void respond(String body) {
    answer(HttpServletResponse.SC_OK, XML, body);
  }

  @Override
  public void respond(String body, String contentType) {
    answer(HttpServletResponse.SC_OK, contentType, body);
  }

  @Override
  public void refuse(int status, String body) {
    answer(status, XML, body);
  }

  private void answer(int status, String type, String body) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    try {
      async.start(() -> write(status, type, body));
    } catch (IllegalStateException e) {
      log.debug("A BOSH client left before its answer", e);
    }
  }

  private void write(int status, String type, String body) {
    try {
      HttpServletResponse response = (HttpServletResponse) async.getResponse();
      response.setStatus(status);
      response.setContentType(type);
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException | IllegalStateException e) {
      log.debug("A BOSH client left before its answer", e);
    } finally {
      complete();
    }
  }

  private void complete() {
    try {
      async.complete();
    } catch (IllegalStateException e) {
      log.debug("A BOSH request was over already", e);
    }
  }
}
