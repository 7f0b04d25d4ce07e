package dev.herald.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One client: logs in, makes its requests one by one, then hands over what comes. */
public final class XmppClient implements Transport.Listener {

  /** What logs in as nobody. */
  public static final String ANONYMOUS = auth("ANONYMOUS", "");

  private enum Stage {
    MECHANISMS,
    SUCCESS,
    BIND,
    BOUND,
    SESSION,
    REQUESTS,
    READY
  }

  private final Transport transport;
  private final String auth;
  private final Function<String, List<String>> requests;
  private final Runnable ready;
  private final Runnable unanswered;
  private boolean answered;
  private final Framing.Sink stanzas;
  private Stage stage = Stage.MECHANISMS;
  private boolean sessionWanted;
  private String jid = "";
  private @Nullable Iterator<String> unsent;

  /**
   * @param auth how it logs in
   * @param requests the contents of the requests that it makes with its JID; each of them an IQ
   *     with the attributes but for its id
   * @param ready is told when all have been answered
   * @param unanswered is told when the server closes without a word
   * @param stanzas takes what comes then
   */
  public XmppClient(
      XmppEndpoint server,
      boolean bosh,
      String auth,
      Function<String, List<String>> requests,
      Runnable ready,
      Runnable unanswered,
      Framing.Sink stanzas) {
    this.transport = bosh ? new BoshTransport(server, this) : new WebSocketTransport(server, this);
    this.auth = auth;
    this.requests = requests;
    this.ready = ready;
    this.unanswered = unanswered;
    this.stanzas = stanzas;
  }

  /** What logs in by a password (RFC 4616). */
  static String plain(String name, String password) {
    byte[] message = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return auth("PLAIN", Base64.getEncoder().encodeToString(message));
  }

  private static String auth(String mechanism, String initialResponse) {
    return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='"
        + mechanism
        + "'>"
        + initialResponse
        + "</auth>";
  }

  public Transport transport() {
    return transport;
  }

  @Override
  public void connected() {
    transport.openStream();
  }

  @Override
  public void closed(String reason) {
    if (!answered) {
      transport.drop();
      unanswered.run();
      return;
    }
    throw new IllegalStateException(
        "The server closed the WebSocket of '" + jid + "' in stage " + stage + ": " + reason);
  }

  @Override
  public void stanzas(byte[] bytes, int from, int to, int wireBytes) {
    if (stage == Stage.READY) {
      if (to - from > Stanzas.ENTRY_BYTES || !answerPing(Xml.text(bytes, from, to))) {
        stanzas.message(bytes, from, to, wireBytes);
      }
    } else {
      login(Xml.text(bytes, from, to));
    }
  }

  private void login(String xml) {
    answered = true;
    if (Xml.isError(xml)) {
      throw new IllegalStateException("The log-in ended in stage " + stage + ": " + xml);
    }
    switch (stage) {
      case MECHANISMS -> {
        if (xml.contains("<mechanisms")) {
          stage = Stage.SUCCESS;
          transport.send(auth);
        }
      }
      case SUCCESS -> {
        if (xml.contains("<success")) {
          stage = Stage.BIND;
          transport.openStream();
        }
      }
      case BIND -> {
        if (xml.contains("<bind")) {
          sessionWanted = xml.contains("<session") && !xml.contains("<optional");
          stage = Stage.BOUND;
          iq("bind", "type='set'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>");
        }
      }
      case BOUND -> {
        if (Xml.isResult(xml, "bind")) {
          jid = Xml.element(xml, "jid");
          if (sessionWanted) {
            stage = Stage.SESSION;
            iq("session", "type='set'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>");
          } else {
            request();
          }
        }
      }
      case SESSION -> {
        if (Xml.isResult(xml, "session")) {
          request();
        }
      }
      case REQUESTS -> {
        if (Xml.isResult(xml, "request")) {
          request();
        }
      }
      case READY -> throw new AssertionError("handled before");
    }
  }

  /** XEP-0199: servers ask whether silent clients are still there. */
  private boolean answerPing(String xml) {
    if (!xml.contains("urn:xmpp:ping")) {
      return false;
    }
    transport.send(
        "<iq xmlns='jabber:client' type='result' id='" + Xml.attribute(xml, "id") + "'/>");
    return true;
  }

  private void request() {
    Iterator<String> left = unsent;
    if (left == null) {
      left = requests.apply(jid).iterator();
      unsent = left;
    }
    if (left.hasNext()) {
      stage = Stage.REQUESTS;
      iq("request", left.next());
    } else {
      stage = Stage.READY;
      unsent = null;
      ready.run();
    }
  }

  private void iq(String id, String rest) {
    transport.send("<iq xmlns='jabber:client' id='" + id + "' " + rest + "</iq>");
  }
}
