package dev.herald.server.script;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One session of BOSH: a request always waits at the server, and a second one brings what is sent.
 * Responses come on several connections, and are read in the order of their requests (XEP-0124,
 * section 11).
 */
final class BoshConnection implements ScriptConnection {

  private static final String NAMESPACE = "http://jabber.org/protocol/httpbind";
  private static final String RESTART = " xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='true'";
  private static final int REQUESTS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI endpoint;
  private final Inbox inbox = new Inbox();
  private final Map<Long, XmlElement> early = new TreeMap<>();

  private String sid = "";
  private long rid = 1_000_000;
  private long read = rid;
  private int open;
  private boolean over;

  BoshConnection(HttpClient http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  @Override
  public synchronized void open(String to) {
    if (sid.isEmpty()) {
      request(
          " to='%s' wait='60' hold='1' ver='1.6' xmlns:xmpp='urn:xmpp:xbosh' xmpp:version='1.0'"
              .formatted(to),
          "");
    } else {
      request(RESTART + " to='" + to + "'", "");
    }
  }

  @Override
  public synchronized void send(String xml) {
    request("", xml);
  }

  @Override
  public @Nullable Received next(Duration atMost) {
    return inbox.next(atMost);
  }

  @Override
  public synchronized void leave() {
    request(" type='terminate'", "");
  }

  /** There is no connection to cut, so it ends in the way that leaves least behind. */
  @Override
  public synchronized void cut() {
    if (!over && !sid.isEmpty()) {
      request(" type='terminate'", "");
    }
    over = true;
  }

  private void request(String attributes, String content) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (open == REQUESTS && !over) {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new AssertionError("Both requests still wait for their response");
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for a response", e);
    }
    post(attributes, content);
  }

  private void post(String attributes, String content) {
    long id = rid++;
    open++;
    String session = sid.isEmpty() ? "" : " sid='" + sid + "'";
    String body =
        "<body xmlns='%s' rid='%d'%s%s>%s</body>"
            .formatted(NAMESPACE, id, session, attributes, content);
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(90))
            .header("Content-Type", "text/xml; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    CompletableFuture<HttpResponse<String>> unused =
        http.sendAsync(request, BodyHandlers.ofString())
            .whenComplete((response, failure) -> answered(id, response, failure));
  }

  private synchronized void answered(
      long id, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    open--;
    if (response == null || response.statusCode() != 200) {
      end("request " + id + " failed: " + (response == null ? failure : response.statusCode()));
      return;
    }
    XmlElement answer;
    try {
      answer = XmlStreamReader.parseDocument(response.body(), XmlLimits.DEFAULT);
    } catch (XmlStreamException e) {
      end("request " + id + " is answered by '" + response.body() + "'");
      return;
    }
    early.put(id, answer);
    XmlElement body;
    while ((body = early.remove(read)) != null) {
      read++;
      read(body);
    }
    if (!over && answer.child(Namespaces.STREAMS, "error").isPresent()) {
      // A request that cannot be read is answered alone: the server does not know whose it is.
      read(answer);
    }
    if (open == 0 && !over) {
      post("", "");
    }
    notifyAll();
  }

  private void read(XmlElement body) {
    String given = body.attribute("sid");
    sid = sid.isEmpty() && given != null ? given : sid;
    body.children().forEach(inbox::element);
    String type = body.attribute("type");
    String condition = body.attribute("condition");
    if (condition != null && body.children().isEmpty()) {
      end("BOSH ends the session by " + condition);
    } else if ("terminate".equals(type)) {
      over = true;
      inbox.ended();
    } else if (type != null) {
      end("a body of type '" + type + "'");
    }
  }

  private void end(String why) {
    over = true;
    inbox.lost(why);
    notifyAll();
  }
}
