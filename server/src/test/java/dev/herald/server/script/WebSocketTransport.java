package dev.herald.server.script;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** RFC 7395 over real WebSockets. */
public final class WebSocketTransport implements ScriptTransport {

  private final HttpClient http;
  private final URI endpoint;

  public WebSocketTransport(HttpClient http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  @Override
  public ScriptConnection connect() {
    Inbox inbox = new Inbox();
    WebSocket socket =
        http.newWebSocketBuilder()
            .subprotocols("xmpp")
            .buildAsync(endpoint, new Messages(inbox))
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    return new FramedConnection(
        new FramedConnection.Wire() {
          @Override
          public void send(String message) {
            socket.sendText(message, true).orTimeout(10, TimeUnit.SECONDS).join();
          }

          @Override
          public void cut() {
            socket.abort();
          }
        },
        inbox);
  }

  private static final class Messages implements WebSocket.Listener {

    private final Inbox inbox;
    private final StringBuilder message = new StringBuilder();

    Messages(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        FramedConnection.received(message.toString(), inbox);
        message.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      inbox.lost("closed by " + code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      inbox.lost(error.toString());
    }
  }
}
