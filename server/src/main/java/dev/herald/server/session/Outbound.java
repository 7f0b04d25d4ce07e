package dev.herald.server.session;

import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlWriter;
import java.nio.charset.StandardCharsets;

/**
 * A top-level element that is ready to be sent, as UTF-8 whose XML stands by itself. What goes to
 * many is written once and shared: only the address in its middle differs. Immutable; the arrays
 * must not be changed by anybody.
 */
public final class Outbound {

  private static final byte[] NOTHING = {};

  private final byte[] head;
  private final byte[] address;
  private final byte[] tail;

  private Outbound(byte[] head, byte[] address, byte[] tail) {
    this.head = head;
    this.address = address;
    this.tail = tail;
  }

  public static Outbound of(String xml) {
    return new Outbound(xml.getBytes(StandardCharsets.UTF_8), NOTHING, NOTHING);
  }

  public static Outbound of(XmlElement element) {
    return of(XmlWriter.toXml(element));
  }

  /**
   * An element for one of many.
   *
   * @param address as the value of an attribute, escaped; see {@link Session#address()}
   */
  public static Outbound addressed(byte[] head, byte[] address, byte[] tail) {
    return new Outbound(head, address, tail);
  }

  /** In bytes. */
  public int length() {
    return head.length + address.length + tail.length;
  }

  /** Where the bytes go, such as a buffer of the transport. */
  public interface Target {
    void write(byte[] bytes);
  }

  public void writeTo(Target target) {
    target.write(head);
    if (address.length + tail.length > 0) {
      target.write(address);
      target.write(tail);
    }
  }

  /** The element as text. */
  public String xml() {
    byte[] all = new byte[length()];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(address, 0, all, head.length, address.length);
    System.arraycopy(tail, 0, all, head.length + address.length, tail.length);
    return new String(all, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return xml();
  }
}
