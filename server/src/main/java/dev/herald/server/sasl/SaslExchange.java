package dev.herald.server.sasl;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SASL negotiation of one stream (RFC 6120, section 6). Not for use by several threads. */
public final class SaslExchange {

  private static final Logger log = LoggerFactory.getLogger(SaslExchange.class);

  /** RFC 6120, section 6.4.5, asks for two to five. */
  private static final int MAX_FAILURES = 3;

  /**
   * What to do next.
   *
   * @param account the localpart of the account that has logged in, or null
   * @param isLast whether the client has had all its attempts
   */
  public record Step(XmlElement reply, @Nullable String account, boolean isLast) {}

  private final List<SaslMechanism> offered;
  private final Peer peer;
  private @Nullable SaslMechanism challenged;
  private int failures;

  SaslExchange(List<SaslMechanism> offered, Peer peer) {
    this.offered = offered;
    this.peer = peer;
  }

  /** The stream feature that names the mechanisms. */
  public List<XmlElement> features() {
    XmlElement.Builder mechanisms = XmlElement.builder(Namespaces.SASL, "mechanisms");
    for (SaslMechanism mechanism : offered) {
      mechanisms.add(XmlElement.builder(Namespaces.SASL, "mechanism").text(mechanism.name()));
    }
    return List.of(mechanisms.build());
  }

  /** Whether it takes time to answer this, for a password. */
  public boolean mayBlock(XmlElement element) {
    return "PLAIN".equals(element.attribute("mechanism")) || challenged != null;
  }

  /** The answer when there are too many logins at once. */
  public Step busy() {
    return new Step(
        failure(new SaslFailure("temporary-auth-failure", "Too many log in at once")), null, false);
  }

  public Step receive(XmlElement element) {
    try {
      return switch (element.name()) {
        case "auth" -> auth(element);
        case "response" -> response(element);
        case "abort" -> throw new SaslFailure("aborted", "The client gave up");
        default ->
            throw new SaslFailure("malformed-request", "Unexpected '" + element.name() + "'");
      };
    } catch (SaslFailure failure) {
      log.info("Login of {} failed: {}", peer, failure.condition());
      challenged = null;
      return new Step(failure(failure), null, ++failures >= MAX_FAILURES);
    }
  }

  private Step auth(XmlElement auth) {
    String name = auth.attribute("mechanism");
    SaslMechanism mechanism =
        offered.stream()
            .filter(m -> m.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new SaslFailure(
                        "invalid-mechanism", "The mechanism '" + name + "' is not offered"));
    if (auth.text().isEmpty() && !mechanism.needsNoMessage()) {
      // No initial response: ask for it by an empty challenge (RFC 6120, section 6.4.2).
      challenged = mechanism;
      return new Step(XmlElement.empty(Namespaces.SASL, "challenge"), null, false);
    }
    return evaluate(mechanism, auth.text());
  }

  private Step response(XmlElement response) {
    SaslMechanism mechanism = challenged;
    if (mechanism == null) {
      throw new SaslFailure("malformed-request", "There was no challenge");
    }
    return evaluate(mechanism, response.text());
  }

  private Step evaluate(SaslMechanism mechanism, String encoded) {
    byte[] message;
    try {
      // "=" stands for an empty message that is sent nevertheless (RFC 6120, section 6.4.2).
      message = encoded.equals("=") ? new byte[0] : Base64.getDecoder().decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      throw new SaslFailure("incorrect-encoding", "The message is no Base64");
    }
    String account = mechanism.authenticate(message, peer);
    try {
      Jid.of(account, "localhost", null);
    } catch (StanzaException e) {
      throw new SaslFailure("not-authorized", "The account's name can be no part of an address");
    }
    return new Step(XmlElement.empty(Namespaces.SASL, "success"), account, false);
  }

  private static XmlElement failure(SaslFailure failure) {
    return XmlElement.builder(Namespaces.SASL, "failure")
        .add(XmlElement.empty(Namespaces.SASL, failure.condition()))
        .add(
            XmlElement.builder(Namespaces.SASL, "text")
                .attribute("xml:lang", "en")
                .text(String.valueOf(failure.getMessage())))
        .build();
  }
}
