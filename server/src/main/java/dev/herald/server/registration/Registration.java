package dev.herald.server.registration;

import dev.herald.server.routing.ImmediateIqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.server.sasl.AccountStore;
import dev.herald.server.sasl.Credentials;
import dev.herald.server.sasl.Peer;
import dev.herald.server.session.BeforeLogin;
import dev.herald.server.session.SessionRegistry;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaError;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XEP-0077: In-Band Registration: to make an account before the login (section 3.1), and to change
 * its password or remove it after (sections 3.2 and 3.3). Thread-safe; it hashes passwords, so it
 * takes its time.
 */
public final class Registration implements ImmediateIqHandler, BeforeLogin {

  private static final Logger log = LoggerFactory.getLogger(Registration.class);
  private static final String NAMESPACE = "jabber:iq:register";
  private static final int MAX_PASSWORD = 1023;

  private final String domain;
  private final AccountStore accounts;
  private final SessionRegistry sessions;
  private final RegistrationThrottle throttle = new RegistrationThrottle();

  public Registration(String domain, AccountStore accounts, SessionRegistry sessions) {
    this.domain = domain;
    this.accounts = accounts;
    this.sessions = sessions;
  }

  @Override
  public XmlElement feature() {
    return XmlElement.empty("http://jabber.org/features/iq-register", "register");
  }

  @Override
  public boolean isRequest(XmlElement element) {
    return element.is(Namespaces.CLIENT, "iq") && element.child(NAMESPACE, "query").isPresent();
  }

  @Override
  public XmlElement answer(XmlElement request, Peer peer) {
    XmlElement.Builder reply =
        XmlElement.builder(Namespaces.CLIENT, "iq")
            .attribute("id", request.attribute("id"))
            .attribute("from", domain);
    try {
      XmlElement query = request.child(NAMESPACE, "query").orElseThrow();
      if ("get".equals(request.attribute("type"))) {
        return reply.attribute("type", "result").add(fields(null)).build();
      }
      register(query, peer);
      return reply.attribute("type", "result").build();
    } catch (StanzaException e) {
      return reply.attribute("type", "error").add(e.error().toXml()).build();
    } catch (RuntimeException e) {
      log.error("An account could not be registered by {}", peer, e);
      StanzaError failed =
          new StanzaError(Condition.INTERNAL_SERVER_ERROR, "The server failed; its log says why");
      return reply.attribute("type", "error").add(failed.toXml()).build();
    }
  }

  private void register(XmlElement query, Peer peer) {
    String account = account(query);
    Credentials credentials = credentials(query);
    if (!Peer.isLoopback(peer.address()) && !throttle.admits(peer.network())) {
      throw new StanzaException(
          Condition.RESOURCE_CONSTRAINT, "Too many accounts from your address; try later");
    }
    switch (accounts.register(account, credentials)) {
      case DONE -> log.info("Account '{}' was registered by {}", account, peer);
      case TAKEN ->
          throw new StanzaException(
              Condition.CONFLICT, "There is an account '" + account + "' already");
      case FULL ->
          throw new StanzaException(
              Condition.RESOURCE_CONSTRAINT,
              "There are as many accounts as there may be, so '" + account + "' cannot be one");
    }
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public List<String> features() {
    return List.of(NAMESPACE);
  }

  @Override
  public @Nullable XmlElement handle(IqRequest request) {
    XmlElement query = request.payload();
    String account = request.from().local();
    if (!query.is(NAMESPACE, "query") || account == null) {
      throw new StanzaException(Condition.BAD_REQUEST, "A registration is a <query/>");
    }
    if (!request.set()) {
      return fields(account);
    }
    if (query.child(NAMESPACE, "remove").isPresent()) {
      remove(request.from(), account);
    } else if (!account.equals(account(query))) {
      throw new StanzaException(Condition.NOT_ALLOWED, "You may change your own account only");
    } else if (!throttle.admits("account " + account)) {
      // To hash a password takes milliseconds, and here others wait for them.
      throw new StanzaException(
          Condition.RESOURCE_CONSTRAINT, "The password has been changed too often; try later");
    } else if (!accounts.change(account, credentials(query))) {
      throw notRegistered(account);
    }
    return null;
  }

  private void remove(Jid user, String account) {
    if (!accounts.remove(account)) {
      throw notRegistered(account);
    }
    log.info("Account '{}' is removed", account);
    // Section 3.2: the answer first, then the streams of an account that is no more.
    sessions.endAccountAfterAnswer(
        user, new StreamError(StreamError.Condition.NOT_AUTHORIZED, "The account is removed"));
  }

  private static StanzaException notRegistered(String account) {
    return new StanzaException(
        Condition.NOT_ALLOWED, "'" + account + "' is no account that was registered here");
  }

  private static XmlElement fields(@Nullable String registered) {
    XmlElement.Builder query = XmlElement.builder(NAMESPACE, "query");
    if (registered == null) {
      query.add(
          XmlElement.builder(NAMESPACE, "instructions")
              .text("Choose a name and a password for your account"));
    } else {
      query.add(XmlElement.empty(NAMESPACE, "registered"));
    }
    return query
        .add(XmlElement.builder(NAMESPACE, "username").text(registered == null ? "" : registered))
        .add(XmlElement.empty(NAMESPACE, "password"))
        .build();
  }

  private String account(XmlElement query) {
    String name = query.child(NAMESPACE, "username").map(XmlElement::text).orElse("");
    String local =
        name.isEmpty()
            ? null
            : Jid.of(Jid.escapeLocal(Jid.unescapeLocal(name)), domain, null).local();
    if (local == null) {
      throw new StanzaException(Condition.NOT_ACCEPTABLE, "The name (username) is missing");
    }
    return local;
  }

  private static Credentials credentials(XmlElement query) {
    String password = query.child(NAMESPACE, "password").map(XmlElement::text).orElse("");
    if (password.isEmpty() || password.length() > MAX_PASSWORD) {
      throw new StanzaException(
          Condition.NOT_ACCEPTABLE, "A password has 1 to " + MAX_PASSWORD + " characters");
    }
    try {
      return Credentials.derive(password);
    } catch (IllegalArgumentException e) {
      throw new StanzaException(
          Condition.NOT_ACCEPTABLE, "The password has characters that SASLprep does not allow");
    }
  }
}
