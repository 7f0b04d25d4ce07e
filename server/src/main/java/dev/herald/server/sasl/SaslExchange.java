package dev.herald.server.sasl;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SASL negotiation of one stream (RFC 6120, section 6). Not for several threads at once. */
public final class SaslExchange {

  private static final Logger log = LoggerFactory.getLogger(SaslExchange.class);

  /**
   * RFC 6120, section 6.4.5, asks for two to five. Clients come to the mechanism that suits both by
   * trying, so the most; guesses are counted by address.
   */
  private static final int MAX_FAILURES = 5;

  /** Of one message, in Base64: room for a token with a certificate's chain, not for a flood. */
  static final int MAX_MESSAGE = 16 * 1024;

  /** The namespace of XEP-0440. */
  private static final String CHANNEL_BINDING = "urn:xmpp:sasl-cb:0";

  /**
   * What to do next.
   *
   * @param account the localpart of the account that has logged in, or null
   * @param login who that is, or null
   * @param isLast whether the client has had all its attempts
   */
  public record Step(
      XmlElement reply, @Nullable String account, @Nullable Login login, boolean isLast) {

    private static Step goOn(XmlElement reply) {
      return new Step(reply, null, null, false);
    }
  }

  /** What the client has begun. */
  private record Begun(SaslMechanism mechanism, Negotiation negotiation) {}

  private final List<SaslMechanism> offered;
  private final Peer peer;
  private final LoginThrottle throttle;
  private @Nullable Begun begun;
  private int failures;

  SaslExchange(List<SaslMechanism> offered, Peer peer, LoginThrottle throttle) {
    this.offered = offered;
    this.peer = peer;
    this.throttle = throttle;
  }

  /** The stream features that name the mechanisms and, by XEP-0440, the channel bindings. */
  public List<XmlElement> features() {
    List<XmlElement> features = new ArrayList<>();
    XmlElement.Builder mechanisms = XmlElement.builder(Namespaces.SASL, "mechanisms");
    for (SaslMechanism mechanism : offered) {
      mechanisms.add(XmlElement.builder(Namespaces.SASL, "mechanism").text(mechanism.name()));
    }
    features.add(mechanisms.build());
    if (offered.stream().anyMatch(mechanism -> mechanism.name().endsWith("-PLUS"))) {
      XmlElement.Builder bindings = XmlElement.builder(CHANNEL_BINDING, "sasl-channel-binding");
      for (String type : peer.channelBinding().types()) {
        bindings.add(
            XmlElement.builder(CHANNEL_BINDING, "channel-binding").attribute("type", type));
      }
      features.add(bindings.build());
    }
    return features;
  }

  /**
   * Whether {@link #receive} may take long for this element, because it hashes a password or waits
   * for where the accounts are: then call it where waiting is allowed, not on an event loop.
   */
  public boolean mayBlock(XmlElement element) {
    Begun open = begun;
    return switch (element.name()) {
      case "auth" -> mechanism(element).map(SaslMechanism::mayBlock).orElse(false);
      case "response" -> open != null && open.negotiation.mayBlock();
      default -> false;
    };
  }

  /** The answer when too many logins are being checked; it does not count as a failure. */
  public Step busy() {
    Step step = failed(new SaslFailure("temporary-auth-failure", "Too many log in now; try later"));
    failures--;
    return Step.goOn(step.reply());
  }

  /** Evaluates an element of SASL's namespace. */
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
      return failed(failure);
    } catch (RuntimeException e) {
      log.warn("Login of {} failed, because accounts cannot be asked", peer, e);
      return failed(
          new SaslFailure("temporary-auth-failure", "Accounts cannot be asked now; try later"));
    }
  }

  private Step auth(XmlElement auth) {
    begun = null;
    SaslMechanism mechanism =
        mechanism(auth)
            .orElseThrow(
                () -> new SaslFailure("invalid-mechanism", "The mechanism is not offered"));
    begun = new Begun(mechanism, mechanism.begin(peer));
    if (auth.text().isEmpty() && !mechanism.needsNoMessage()) {
      // No initial response: ask for it by an empty challenge (RFC 6120, section 6.4.2).
      return Step.goOn(XmlElement.empty(Namespaces.SASL, "challenge"));
    }
    return evaluate(begun, auth.text());
  }

  private Step response(XmlElement response) {
    Begun open = begun;
    if (open == null) {
      throw new SaslFailure("malformed-request", "There was no challenge");
    }
    return evaluate(open, response.text());
  }

  private Step evaluate(Begun open, String encoded) {
    byte[] message = decode(encoded);
    boolean counts = open.mechanism.isGuessable();
    if (counts && throttle.isClosedTo(peer.address())) {
      throw new SaslFailure(
          "temporary-auth-failure", "Too many logins from your network have failed; try later");
    }
    Negotiation.Outcome outcome;
    try {
      outcome = open.negotiation.respond(message);
    } catch (SaslFailure failure) {
      if (counts && failure.condition().equals("not-authorized")) {
        throttle.failed(peer.address());
      }
      throw failure;
    }
    if (outcome instanceof Negotiation.Success success) {
      begun = null;
      return new Step(
          element("success", success.additionalData()), success.account(), success.login(), false);
    }
    return Step.goOn(element("challenge", ((Negotiation.Challenge) outcome).message()));
  }

  private Optional<SaslMechanism> mechanism(XmlElement auth) {
    String name = auth.attribute("mechanism");
    return offered.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
  }

  private static byte[] decode(String encoded) {
    if (encoded.length() > MAX_MESSAGE) {
      throw new SaslFailure(
          "malformed-request", "The message is longer than " + MAX_MESSAGE + " characters");
    }
    try {
      // "=" stands for an empty message that is sent nevertheless (RFC 6120, section 6.4.2).
      return encoded.equals("=") ? new byte[0] : StrictBase64.decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      throw new SaslFailure("incorrect-encoding", "The message is no Base64");
    }
  }

  private static XmlElement element(String name, @Nullable String data) {
    return XmlElement.builder(Namespaces.SASL, name)
        .text(
            data == null
                ? ""
                : Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private Step failed(SaslFailure failure) {
    begun = null;
    XmlElement reply =
        XmlElement.builder(Namespaces.SASL, "failure")
            .add(XmlElement.empty(Namespaces.SASL, failure.condition()))
            .add(
                XmlElement.builder(Namespaces.SASL, "text")
                    .attribute("xml:lang", "en")
                    .text(String.valueOf(failure.getMessage())))
            .build();
    return new Step(reply, null, null, ++failures >= MAX_FAILURES);
  }
}
