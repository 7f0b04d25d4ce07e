package dev.herald.server.bosh;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Plays the client of a session until its resource is bound, by the elements that any client sends
 * (RFC 6120, sections 6 and 7), on a peer that the application has authenticated already.
 */
final class Prebinding {

  private final @Nullable String resource;
  private long rid;

  /**
   * @param rid of the first request
   * @param resource to ask for; null for one that the server makes up
   */
  Prebinding(long rid, @Nullable String resource) {
    this.rid = rid;
    this.resource = resource;
  }

  /** The request that creates the session; what it is answered with matters to nobody. */
  BoshCall creation() {
    return new BoshCall(rid++, body().attribute("ver", "1.6").build(), response -> {});
  }

  /**
   * Logs in and binds.
   *
   * @return the full JID
   * @throws IllegalStateException when the server refuses
   */
  String bind(BoshSession session) {
    XmlElement.Builder auth =
        XmlElement.builder(Namespaces.SASL, "auth").attribute("mechanism", "EXTERNAL").text("=");
    expect(ask(session, body().add(auth)), Namespaces.SASL, "success");
    expect(
        ask(session, body().attribute("{" + BoshBody.XBOSH + "}restart", "true")),
        Namespaces.STREAMS,
        "features");
    XmlElement.Builder bind = XmlElement.builder(Namespaces.BIND, "bind");
    if (resource != null) {
      bind.add(XmlElement.builder(Namespaces.BIND, "resource").text(resource));
    }
    XmlElement result =
        expect(
            ask(
                session,
                body()
                    .add(
                        XmlElement.builder(Namespaces.CLIENT, "iq")
                            .attribute("type", "set")
                            .attribute("id", "prebind")
                            .add(bind))),
            Namespaces.CLIENT,
            "iq");
    return expect(expect(result, Namespaces.BIND, "bind"), Namespaces.BIND, "jid").text();
  }

  /** The id of the next request. */
  long next() {
    return rid;
  }

  private XmlElement ask(BoshSession session, XmlElement.Builder body) {
    AtomicReference<String> response = new AtomicReference<>();
    session.request(new BoshCall(rid++, body.build(), response::set));
    String text = response.get();
    if (text == null) {
      throw new IllegalStateException("The server did not answer a login at once");
    }
    return XmlStreamReader.parseDocument(text, XmlLimits.DEFAULT);
  }

  private static XmlElement.Builder body() {
    return XmlElement.builder(BoshBody.NAMESPACE, "body");
  }

  private static XmlElement expect(XmlElement in, String namespace, String name) {
    return in.child(namespace, name)
        .orElseThrow(() -> new IllegalStateException("No <" + name + "/> but this came: " + in));
  }
}
