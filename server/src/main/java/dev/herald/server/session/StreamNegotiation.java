package dev.herald.server.session;

import dev.herald.server.sasl.Peer;
import dev.herald.server.sasl.SaslExchange;
import dev.herald.server.session.Connection.StartTls;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.StreamError.Condition;
import dev.herald.xmpp.XmlElement;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A client's way in (RFC 6120, section 4.3): STARTTLS, SASL, and a resource, or a stream that is
 * resumed (XEP-0198, section 5). Called under the session's lock.
 */
final class StreamNegotiation implements Negotiation {

  private enum State {
    HEADER,
    LOGIN,
    CHECKING,
    HEADER_AGAIN,
    BINDING
  }

  private final SessionHost host;
  private final Session session;
  private State state = State.HEADER;
  private @Nullable SaslExchange sasl;
  private @Nullable String account;

  StreamNegotiation(SessionHost host, Session session) {
    this.host = host;
    this.session = session;
  }

  @Override
  public void opened(@Nullable String to) {
    session.connection().open(host.domain(), UUID.randomUUID().toString());
    if (to != null && !to.equalsIgnoreCase(host.domain())) {
      session.protocolError(
          Condition.HOST_UNKNOWN, "This server serves '" + host.domain() + "', not '" + to + "'");
      return;
    }
    switch (state) {
      case HEADER -> {
        state = State.LOGIN;
        offerLogin();
      }
      case HEADER_AGAIN -> {
        state = State.BINDING;
        offerBinding();
      }
      default ->
          session.protocolError(Condition.UNSUPPORTED_STANZA_TYPE, "The stream is open already");
    }
  }

  private void offerLogin() {
    XmlElement.Builder features = XmlElement.builder(Namespaces.STREAMS, "features");
    StartTls startTls = session.connection().startTls();
    if (startTls != StartTls.NONE) {
      XmlElement.Builder offer = XmlElement.builder(Namespaces.TLS, "starttls");
      if (startTls == StartTls.REQUIRED) {
        offer.add(XmlElement.empty(Namespaces.TLS, "required"));
      }
      features.add(offer);
    }
    if (startTls != StartTls.REQUIRED) {
      SaslExchange exchange = host.mechanisms().exchange(session.peer());
      sasl = exchange;
      features.addAll(exchange.features());
      if (host.beforeLogin() != null) {
        features.add(host.beforeLogin().feature());
      }
    }
    session.write(StreamXml.prefixed(features.addAll(host.features()).build()));
  }

  private void offerBinding() {
    XmlElement.Builder features =
        XmlElement.builder(Namespaces.STREAMS, "features")
            .add(XmlElement.empty(Namespaces.BIND, "bind"))
            // RFC 6121 dropped it; older clients still ask for it unless told that they need not.
            .add(
                XmlElement.builder(Namespaces.SESSION, "session")
                    .add(XmlElement.empty(Namespaces.SESSION, "optional")));
    if (session.connection().isResumable()) {
      features.add(XmlElement.empty(StreamManagement.NAMESPACE, "sm"));
    }
    session.write(StreamXml.prefixed(features.addAll(host.features()).build()));
  }

  @Override
  public void received(XmlElement element) {
    switch (state) {
      case HEADER -> session.protocolError(Condition.BAD_FORMAT, "The stream has not been opened");
      case LOGIN -> login(element);
      case CHECKING ->
          session.protocolError(
              Condition.POLICY_VIOLATION, "Wait for the answer to your login before you go on");
      case HEADER_AGAIN ->
          session.protocolError(Condition.BAD_FORMAT, "The stream must be opened again");
      case BINDING -> bindOrResume(element);
    }
  }

  private void login(XmlElement element) {
    SaslExchange exchange = sasl;
    if (element.is(Namespaces.TLS, "starttls")) {
      if (session.connection().startTls() == StartTls.NONE) {
        // RFC 6120, section 5.4.2.2: a failure ends the stream.
        session.write(XmlElement.empty(Namespaces.TLS, "failure").toString());
        session.disconnect(null, DisconnectReason.PROTOCOL_ERROR);
        return;
      }
      state = State.HEADER;
      sasl = null;
      session.connection().secure();
    } else if (exchange == null) {
      session.protocolError(
          Condition.POLICY_VIOLATION, "Begin TLS first (RFC 6120, section 5.3.1)");
    } else if (host.beforeLogin() != null && host.beforeLogin().isRequest(element)) {
      ask(host.beforeLogin(), element);
    } else if (!Namespaces.SASL.equals(element.namespace())) {
      session.protocolError(
          Condition.NOT_AUTHORIZED, "Authenticate first, by SASL (RFC 6120, section 6)");
    } else if (exchange.mayBlock(element)) {
      check(exchange, element);
    } else {
      answer(exchange.receive(element));
    }
  }

  /** Off this thread, which may be one that serves all. */
  private void check(SaslExchange exchange, XmlElement element) {
    state = State.CHECKING;
    try {
      host.logins()
          .execute(
              () -> {
                SaslExchange.Step step = exchange.receive(element);
                session.later(() -> answer(step));
              });
    } catch (RejectedExecutionException e) {
      answer(exchange.busy());
    }
  }

  private void ask(BeforeLogin desk, XmlElement request) {
    state = State.CHECKING;
    Peer peer = session.peer();
    try {
      host.logins()
          .execute(
              () -> {
                XmlElement reply = desk.answer(request, peer);
                session.later(() -> told(reply));
              });
    } catch (RejectedExecutionException e) {
      session.protocolError(Condition.RESOURCE_CONSTRAINT, "Too many log in now; try later");
    }
  }

  private void told(XmlElement reply) {
    state = State.LOGIN;
    session.write(reply.toString());
  }

  private void answer(SaslExchange.Step step) {
    state = State.LOGIN;
    if (step.account() != null) {
      account = step.account();
      session.loggedIn(step.login());
      sasl = null;
      state = State.HEADER_AGAIN;
      session.connection().restart();
      session.write(step.reply().toString());
    } else {
      session.write(step.reply().toString());
      if (step.isLast()) {
        session.disconnect(
            new StreamError(Condition.POLICY_VIOLATION, "Too many failed logins"),
            DisconnectReason.LOGIN_FAILED);
      }
    }
  }

  private void bindOrResume(XmlElement element) {
    if (element.is(StreamManagement.NAMESPACE, "resume")) {
      resume(element);
      return;
    }
    if (element.is(StreamManagement.NAMESPACE, "enable")) {
      session.write(
          StreamManagement.failed("unexpected-request", "Bind a resource first", null).toString());
      return;
    }
    XmlElement bind = element.child(Namespaces.BIND, "bind").orElse(null);
    if (!element.is(Namespaces.CLIENT, "iq")
        || !"set".equals(element.attribute("type"))
        || bind == null) {
      session.protocolError(
          Condition.NOT_AUTHORIZED, "Bind a resource first (RFC 6120, section 7.1)");
      return;
    }
    XmlElement.Builder reply =
        XmlElement.builder(Namespaces.CLIENT, "iq").attribute("id", element.attribute("id"));
    String wanted = bind.child(Namespaces.BIND, "resource").map(XmlElement::text).orElse("");
    Jid jid;
    try {
      jid = bind(wanted.isEmpty() ? UUID.randomUUID().toString() : wanted);
    } catch (StanzaException e) {
      session.write(reply.attribute("type", "error").add(e.error().toXml()).build().toString());
      return;
    }
    session.write(
        reply
            .attribute("type", "result")
            .add(
                XmlElement.builder(Namespaces.BIND, "bind")
                    .add(XmlElement.builder(Namespaces.BIND, "jid").text(jid.toString())))
            .build()
            .toString());
  }

  private Jid bind(String resource) {
    String local = account();
    Jid jid = Jid.of(local, host.domain(), resource);
    host.registry().requireRoom(jid.bare());
    // RFC 6120, section 7.7.2.2, first way: the resource in use stays, the new one gets another.
    while (!session.bound(jid)) {
      String suffix = UUID.randomUUID().toString().substring(0, 8);
      jid = Jid.of(local, host.domain(), resource + "-" + suffix);
    }
    return jid;
  }

  private void resume(XmlElement request) {
    String previous = request.attribute("previd");
    Integer h = StreamManagement.count(request.attribute("h"));
    if (previous == null || h == null) {
      session.write(
          StreamManagement.failed("bad-request", "<resume/> has a previd and an h", null)
              .toString());
      return;
    }
    Session old = host.registry().resumable(previous).orElse(null);
    if (old == null || !account().equals(old.jid().local())) {
      session.write(
          StreamManagement.failed("item-not-found", "There is no stream to resume", null)
              .toString());
      return;
    }
    StreamManagementRequests.resume(host.registry(), old, session, previous, h);
  }

  private String account() {
    String known = account;
    if (known == null) {
      throw new IllegalStateException("Nobody has logged in yet");
    }
    return known;
  }
}
