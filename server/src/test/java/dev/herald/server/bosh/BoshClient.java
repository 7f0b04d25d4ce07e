package dev.herald.server.bosh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.server.sasl.Peer;
import dev.herald.xmpp.Namespaces;

/** Sends literal requests of one session to an endpoint. */
final class BoshClient {

  static final Peer ANYBODY = new Peer("127.0.0.1", true, null, null);

  private final BoshEndpoint endpoint;
  private final Peer peer;
  private String sid = "";
  private long rid = 1000;

  BoshClient(BoshEndpoint endpoint, Peer peer) {
    this.endpoint = endpoint;
    this.peer = peer;
  }

  /** Takes a session over that is there. */
  BoshClient(BoshEndpoint endpoint, Peer peer, String sid, long rid) {
    this(endpoint, peer);
    this.sid = sid;
    this.rid = rid;
  }

  /** A request to create a session, with these attributes. */
  Answer create(String attributes) {
    Answer answer =
        post(
            "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' %s/>"
                .formatted(rid++, attributes));
    String given = answer.attribute("sid");
    sid = given == null ? "" : given;
    return answer;
  }

  /** Creates a session, logs in anonymously and binds. */
  String login(String attributes) {
    assertThat(create(attributes).attribute("sid")).isNotNull();
    assertThat(ask("<auth xmlns='" + Namespaces.SASL + "' mechanism='ANONYMOUS'>=</auth>").text())
        .contains("<success");
    assertThat(with("xmlns:xmpp='urn:xmpp:xbosh' xmpp:restart='1'", "").text())
        .contains(Namespaces.BIND);
    return ask("<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='"
            + Namespaces.BIND
            + "'/></iq>")
        .body()
        .text();
  }

  /** The next request. */
  Answer ask(String stanzas) {
    return with("", stanzas);
  }

  Answer with(String attributes, String stanzas) {
    return send(rid++, attributes, stanzas);
  }

  Answer send(long id, String attributes, String stanzas) {
    return post(
        "<body xmlns='http://jabber.org/protocol/httpbind' rid='%d' sid='%s' %s>%s</body>"
            .formatted(id, sid, attributes, stanzas));
  }

  Answer post(String body) {
    Answer answer = new Answer();
    endpoint.handle(new BoshRequest(body, peer), answer);
    return answer;
  }

  /** The id of the next request. */
  long rid() {
    return rid;
  }

  String sid() {
    return sid;
  }

  void skip(int requests) {
    rid += requests;
  }

  /** A stanza that is answered. */
  static String ping(String id) {
    return "<iq xmlns='jabber:client' type='get' id='%s'><ping xmlns='urn:xmpp:ping'/></iq>"
        .formatted(id);
  }

  /** A stanza that is not. */
  static String presence() {
    return "<presence xmlns='jabber:client' type='probe'/>";
  }
}
