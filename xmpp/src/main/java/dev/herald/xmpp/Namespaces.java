package dev.herald.xmpp;

/** The namespaces that more than one class speaks of. */
public final class Namespaces {

  public static final String CLIENT = "jabber:client";
  public static final String COMPONENT = "jabber:component:accept";
  public static final String STREAMS = "http://etherx.jabber.org/streams";
  public static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
  public static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  public static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  public static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  public static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
  public static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
  public static final String FRAMING = "urn:ietf:params:xml:ns:xmpp-framing";
  public static final String PUBSUB = "http://jabber.org/protocol/pubsub";
  public static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
  public static final String PUBSUB_ERRORS = "http://jabber.org/protocol/pubsub#errors";
  public static final String PUBSUB_OWNER = "http://jabber.org/protocol/pubsub#owner";
  public static final String ATOM = "http://www.w3.org/2005/Atom";
  public static final String JSON = "urn:xmpp:json:0";

  private Namespaces() {}
}
