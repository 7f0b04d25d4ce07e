package dev.herald.benchmarks;

import java.nio.charset.StandardCharsets;

/** What is sent: the requests of XEP-0060, and an Atom entry of 400 bytes. */
public final class Stanzas {

  public static final int ENTRY_BYTES = 400;

  /** What an XMPP message with this entry has on the wire, with the head of its WebSocket frame. */
  static final int FRAME_BYTES = 815;

  public static final String ENTRY = entry();

  private static final String PUBSUB = "http://jabber.org/protocol/pubsub";

  private Stanzas() {}

  static String create(XmppEndpoint server, String node) {
    return request(server, "<create node='" + node + "'/>");
  }

  static String subscribe(XmppEndpoint server, String node, String jid) {
    return request(server, "<subscribe node='" + node + "' jid='" + jid + "'/>");
  }

  static String publish(XmppEndpoint server, String node, long number) {
    return "<iq xmlns='jabber:client' id='p' "
        + request(
            server,
            "<publish node='"
                + node
                + "'><item id='"
                + ItemNumber.format(number)
                + "'>"
                + ENTRY
                + "</item></publish>")
        + "</iq>";
  }

  /** What the bare writer sends: as long as a server's message, all but the address. */
  static byte[] message(String node, long number) {
    String start =
        "<message xmlns=\"jabber:client\" type=\"headline\" from=\"pubsub.localhost\">"
            + "<event xmlns=\"http://jabber.org/protocol/pubsub#event\"><items node=\""
            + node
            + "\"><item id=\""
            + ItemNumber.format(number)
            + "\">"
            + ENTRY
            + "</item></items></event>";
    String end = "</message>";
    int padding = FRAME_BYTES - 4 - start.length() - end.length();
    return (start + " ".repeat(padding) + end).getBytes(StandardCharsets.US_ASCII);
  }

  private static String request(XmppEndpoint server, String action) {
    return "type='set' to='"
        + server.service()
        + "'><pubsub xmlns='"
        + PUBSUB
        + "'>"
        + action
        + "</pubsub>";
  }

  private static String entry() {
    String start =
        "<entry xmlns=\"http://www.w3.org/2005/Atom\"><title>Status</title>"
            + "<field name=\"nick\">juliet</field><field name=\"message\">";
    String end = "</field></entry>";
    String text = "Wherefore art thou? ".repeat(20);
    return start + text.substring(0, ENTRY_BYTES - start.length() - end.length()) + end;
  }
}
