package dev.herald.server.script;

import dev.herald.server.script.Script.Login;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One client of a script that is played: it comes in, and reads what is meant for it. */
final class ScriptClient {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String DOMAIN = "localhost";
  private static final String ACKNOWLEDGEMENTS = "urn:xmpp:sm:3";

  private final Login login;
  private final ScriptTransport transport;
  private @Nullable ScriptConnection connection;
  private @Nullable String jid;
  private int pings;

  ScriptClient(Login login, ScriptTransport transport) {
    this.login = login;
    this.transport = transport;
  }

  /** Connects, and logs in and binds its resource unless the script does that. */
  void connect() {
    connection = transport.connect();
    jid = null;
    if (login.byItself()) {
      authenticate();
      bind();
    }
  }

  /** Connects and logs in, and binds nothing. */
  void reconnect() {
    connection = transport.connect();
    authenticate();
  }

  private void authenticate() {
    open(null);
    require(Namespaces.STREAMS, "features");
    String account = login.account();
    String mechanism = account == null ? "ANONYMOUS" : "PLAIN";
    send(
        "<auth xmlns='%s' mechanism='%s'>%s</auth>"
            .formatted(
                Namespaces.SASL,
                mechanism,
                account == null ? "=" : base64("\0" + account + "\0" + login.password())));
    require(Namespaces.SASL, "success");
    open(null);
    require(Namespaces.STREAMS, "features");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bind() {
    String resource = login.resource();
    send(
        "<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='%s'>%s</bind></iq>"
            .formatted(
                Namespaces.BIND, resource == null ? "" : "<resource>" + resource + "</resource>"));
    jid =
        require(Namespaces.CLIENT, "iq")
            .child(Namespaces.BIND, "bind")
            .flatMap(bind -> bind.child(Namespaces.BIND, "jid"))
            .orElseThrow(() -> new AssertionError("No resource could be bound"))
            .text();
  }

  private XmlElement require(String namespace, String name) {
    Received received = next();
    if (received instanceof Received.Element element && element.xml().is(namespace, name)) {
      return element.xml();
    }
    throw new AssertionError("The login waits for <%s/>, not %s".formatted(name, received));
  }

  void open(@Nullable String to) {
    connection().open(to == null ? DOMAIN : to);
  }

  void send(String xml) {
    connection().send(xml);
  }

  /** Waits for what comes next, whatever it is. */
  Received next() {
    Received next = connection().next(PATIENCE);
    if (next == null) {
      throw new AssertionError("Nothing came within " + PATIENCE.toSeconds() + " s");
    }
    return next;
  }

  /** The same, without the requests of XEP-0198, which a server may send at any time. */
  Received nextButRequests() {
    Received next = next();
    while (isRequest(next)) {
      next = next();
    }
    return next;
  }

  private static boolean isRequest(Received received) {
    return received instanceof Received.Element element && element.xml().is(ACKNOWLEDGEMENTS, "r");
  }

  /** A ping is answered, and nothing comes before the answer. */
  void requireNothing() {
    String id = "nothing-" + ++pings;
    send(
        "<iq xmlns='jabber:client' type='get' id='%s' to='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
            .formatted(id, DOMAIN));
    Received received = nextButRequests();
    if (!(received instanceof Received.Element element)
        || !id.equals(element.xml().attribute("id"))
        || !"result".equals(element.xml().attribute("type"))) {
      throw new AssertionError("Nothing is expected, not " + received);
    }
  }

  void leave() {
    connection().leave();
    Received received = nextButRequests();
    if (!(received instanceof Received.End end) || end.error() != null) {
      throw new AssertionError("The server ends the stream by " + received);
    }
    gone();
  }

  void cut() {
    connection().cut();
    connection = null;
  }

  /** Its stream is over. */
  void gone() {
    connection = null;
    jid = null;
  }

  boolean isConnected() {
    return connection != null;
  }

  /** Its full JID, when it has one that the script did not bind. */
  @Nullable String jid() {
    return jid;
  }

  private ScriptConnection connection() {
    if (connection == null) {
      throw new AssertionError("It is not connected");
    }
    return connection;
  }
}
