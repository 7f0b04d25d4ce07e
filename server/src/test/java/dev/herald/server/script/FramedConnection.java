package dev.herald.server.script;

import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client in the framing of RFC 7395, whatever carries its messages. */
public final class FramedConnection implements ScriptConnection {

  /** What carries them. */
  public interface Wire {
    void send(String message);

    void cut();
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Wire wire;
  private final Inbox inbox;

  public FramedConnection(Wire wire, Inbox inbox) {
    this.wire = wire;
    this.inbox = inbox;
  }

  /** Takes a message that has come from the server. */
  public static void received(String message, Inbox inbox) {
    XmlElement element = XmlStreamReader.parseDocument(message, XmlLimits.DEFAULT);
    if (element.is(Namespaces.FRAMING, "close")) {
      inbox.ended();
    } else {
      inbox.element(element);
    }
  }

  @Override
  public void open(String to) {
    wire.send("<open xmlns='%s' to='%s' version='1.0'/>".formatted(Namespaces.FRAMING, to));
    Received answer = next(PATIENCE);
    if (!(answer instanceof Received.Element element)
        || !element.xml().is(Namespaces.FRAMING, "open")
        || element.xml().attribute("id") == null
        || !"1.0".equals(element.xml().attribute("version"))) {
      throw new AssertionError("The stream is not opened by " + answer);
    }
  }

  @Override
  public void send(String xml) {
    wire.send(xml);
  }

  @Override
  public @Nullable Received next(Duration atMost) {
    return inbox.next(atMost);
  }

  @Override
  public void leave() {
    wire.send("<close xmlns='" + Namespaces.FRAMING + "'/>");
  }

  @Override
  public void cut() {
    wire.cut();
  }
}
