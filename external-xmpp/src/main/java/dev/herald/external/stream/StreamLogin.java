package dev.herald.external.stream;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** From a connection to a bound resource (RFC 6120), or to a component (XEP-0114). */
final class StreamLogin {

  private final StreamSettings settings;
  private final StanzaSocket socket;

  private StreamLogin(StreamSettings settings, StanzaSocket socket) {
    this.settings = settings;
    this.socket = socket;
  }

  /**
   * Logs in.
   *
   * @return the own address
   * @throws ConnectionException saying in one sentence why that cannot be
   */
  static String login(StreamSettings settings, StanzaSocket socket) {
    StreamLogin login = new StreamLogin(settings, socket);
    if (socket.address().directTls()) {
      socket.startTls(settings.trusted(), login.certified());
    }
    return settings.credentials() instanceof Credentials.Component component
        ? login.component(component)
        : login.account();
  }

  /** Whose certificate it must be: a component's own domain need not have one. */
  private String certified() {
    return settings.isComponent() ? socket.address().host() : settings.domain();
  }

  private String component(Credentials.Component component) {
    requireTls("A component's stream");
    open(Namespaces.COMPONENT);
    String id = String.valueOf(socket.header().attribute("id"));
    socket.write("<handshake>" + sha1(id + component.secret()) + "</handshake>");
    try {
      XmlElement answer = socket.next();
      if (!answer.name().equals("handshake")) {
        throw new ConnectionException("it answers by <" + answer.name() + "/>");
      }
    } catch (ConnectionException e) {
      throw ConnectionException.refused(
          "The XMPP server %s does not take the component '%s' (%s): set its domain and secret as they are in the server's configuration (herald.xmpp.component, herald.xmpp.component-secret)"
              .formatted(socket.address(), settings.domain(), e.getMessage()),
          e);
    }
    return settings.domain();
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }

  private String account() {
    XmlElement features = open(Namespaces.CLIENT);
    if (!socket.isEncrypted() && wantsTls(features)) {
      features = startTls(features);
    }
    requireTls("The login");
    authenticate(features);
    socket.restart();
    open(Namespaces.CLIENT);
    return bind();
  }

  private boolean wantsTls(XmlElement features) {
    return switch (settings.tls()) {
      case NONE -> false;
      case STARTTLS, DIRECT -> true;
      case AUTO ->
          !socket.isLoopback()
              || features
                  .child(Namespaces.TLS, "starttls")
                  .flatMap(tls -> tls.child(Namespaces.TLS, "required"))
                  .isPresent();
    };
  }

  private XmlElement startTls(XmlElement features) {
    if (features.child(Namespaces.TLS, "starttls").isEmpty()) {
      throw new ConnectionException(
          "The XMPP server %s offers no TLS: give it a certificate, or use its port for direct TLS (herald.xmpp.tls=direct)"
              .formatted(socket.address()));
    }
    socket.write("<starttls xmlns='" + Namespaces.TLS + "'/>");
    XmlElement answer = socket.next();
    if (!answer.is(Namespaces.TLS, "proceed")) {
      throw new ConnectionException(
          "The XMPP server %s cannot begin TLS now (%s)"
              .formatted(socket.address(), answer.name()));
    }
    socket.startTls(settings.trusted(), certified());
    return open(Namespaces.CLIENT);
  }

  private void requireTls(String what) {
    if (!socket.isEncrypted() && !socket.isLoopback()) {
      throw new ConnectionException(
          "%s to %s would not be encrypted, which is done to this machine only: set herald.xmpp.tls to starttls or direct, or go through a tunnel"
              .formatted(what, socket.address()));
    }
    if (!socket.isEncrypted()
        && (settings.tls() == TlsMode.STARTTLS || settings.tls() == TlsMode.DIRECT)) {
      throw new ConnectionException(
          "%s to %s would not be encrypted as herald.xmpp.tls asks for: a component has direct TLS only"
              .formatted(what, socket.address()));
    }
  }

  /** The features; a component's stream has none. */
  private XmlElement open(String namespace) {
    StringBuilder header = new StringBuilder("<?xml version='1.0'?><stream:stream xmlns='");
    header.append(namespace).append("' xmlns:stream='").append(Namespaces.STREAMS).append("' to='");
    XmlWriter.writeAttributeValue(settings.domain(), header);
    boolean client = namespace.equals(Namespaces.CLIENT);
    header.append(client ? "' version='1.0'>" : "'>");
    socket.write(header.toString());
    XmlElement opened = socket.header();
    return client ? socket.next() : opened;
  }

  private void authenticate(XmlElement features) {
    Set<String> offered =
        features.child(Namespaces.SASL, "mechanisms").stream()
            .flatMap(mechanisms -> mechanisms.children().stream())
            .map(XmlElement::text)
            .collect(Collectors.toSet());
    List<SaslMechanism> ours = mechanisms(offered);
    List<SaslMechanism> common = ours.stream().filter(m -> offered.contains(m.name())).toList();
    if (common.isEmpty()) {
      throw new ConnectionException(
          "The XMPP server %s offers no login that there is here: %s, and here %s"
              .formatted(
                  socket.address(),
                  offered,
                  ours.stream().map(SaslMechanism::name).collect(Collectors.joining(", "))));
    }
    String why = "";
    for (SaslMechanism mechanism : common) {
      XmlElement outcome = exchange(mechanism);
      if (outcome.name().equals("success")) {
        mechanism.succeeded(decode(outcome));
        return;
      }
      why =
          outcome.children().stream()
              .filter(child -> !child.name().equals("text"))
              .map(XmlElement::name)
              .collect(Collectors.joining(", "));
    }
    throw ConnectionException.refused(
        "The XMPP server %s refuses %s at %s (%s): set them as the server knows them (herald.xmpp.jid, herald.xmpp.password, herald.xmpp.token)"
            .formatted(socket.address(), settings.credentials(), settings.domain(), why),
        null);
  }

  private XmlElement exchange(SaslMechanism mechanism) {
    socket.write(
        "<auth xmlns='%s' mechanism='%s'>%s</auth>"
            .formatted(Namespaces.SASL, mechanism.name(), encode(mechanism.initial())));
    XmlElement next = socket.next();
    while (next.is(Namespaces.SASL, "challenge")) {
      socket.write(
          "<response xmlns='%s'>%s</response>"
              .formatted(Namespaces.SASL, encode(mechanism.respond(decode(next)))));
      next = socket.next();
    }
    return next;
  }

  private List<SaslMechanism> mechanisms(Set<String> offered) {
    if (settings.credentials() instanceof Credentials.Password account) {
      // Each refusal counts as a failed login: of SCRAM one, then PLAIN for accounts without it.
      return List.of(
          offered.contains(Scram.SHA_256)
              ? Scram.sha256(account.name(), account.password())
              : Scram.sha1(account.name(), account.password()),
          SingleMessage.of("PLAIN", account.name(), account.password()));
    }
    Credentials.Token account = (Credentials.Token) settings.credentials();
    String token = account.token().get();
    List<SaslMechanism> mechanisms =
        new ArrayList<>(
            List.of(
                SingleMessage.of("X-OAUTH2", account.name(), token),
                SingleMessage.of("PLAIN", account.name(), token)));
    if (token.chars().filter(c -> c == '.').count() == 2) {
      // A JWT, which ejabberd takes as a password only: each refusal counts as a failed login.
      Collections.reverse(mechanisms);
    }
    return mechanisms;
  }

  private static String encode(byte[] message) {
    return message.length == 0 ? "=" : Base64.getEncoder().encodeToString(message);
  }

  private static byte[] decode(XmlElement element) {
    String text = element.text().strip();
    return text.equals("=") ? new byte[0] : Base64.getDecoder().decode(text);
  }

  private String bind() {
    XmlElement bind =
        XmlElement.builder(Namespaces.BIND, "bind")
            .add(XmlElement.builder(Namespaces.BIND, "resource").text(settings.resource()))
            .build();
    socket.write("<iq type='set' id='bind'>" + bind + "</iq>");
    XmlElement answer = socket.next();
    return answer
        .child(Namespaces.BIND, "bind")
        .flatMap(bound -> bound.child(Namespaces.BIND, "jid"))
        .map(XmlElement::text)
        .orElseThrow(
            () ->
                new ConnectionException(
                    "The XMPP server %s gives this application no resource (%s)"
                        .formatted(socket.address(), AnswerException.of(answer).getMessage())));
  }
}
