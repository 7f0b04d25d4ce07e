package dev.herald.fuzz;

import dev.herald.xmpp.StreamError;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The stream reader: only {@link XmlStreamException} escapes, how the bytes are cut makes no
 * difference, limits hold, and what was read is the same once it was written and read again.
 */
final class XmlFuzzing {

  private static final XmlLimits LIMITS = new XmlLimits(10_000, 1_000, 8, 8);

  /** What is written may be longer than what was read: it has escapes and more declarations. */
  private static final XmlLimits AGAIN = new XmlLimits(10_000_000, 1_000_000, 10_000, 8);

  private XmlFuzzing() {}

  static void run(byte[] input) {
    Reading whole = read(input, input.length);
    compare(whole, read(input, 1));
    compare(whole, read(input, 16));
    whole.elements.forEach(XmlFuzzing::check);
    try {
      check(XmlStreamReader.parseDocument(new String(input, StandardCharsets.UTF_8), LIMITS));
    } catch (XmlStreamException refused) {
      named(refused);
    }
  }

  /** Cuts into pieces of up to {@code most} bytes, always in the same way. */
  private static Reading read(byte[] input, int most) {
    Reading reading = new Reading();
    XmlStreamReader reader = XmlStreamReader.ofStream(LIMITS, reading);
    Random random = new Random(input.length);
    try {
      for (int at = 0; at < input.length; ) {
        int length =
            most == input.length
                ? most - at
                : Math.min(input.length - at, 1 + random.nextInt(most));
        at += reader.feed(input, at, length);
      }
    } catch (XmlStreamException refused) {
      reading.refused = named(refused);
    }
    return reading;
  }

  private static StreamError named(XmlStreamException refused) {
    if (refused.error().text() == null) {
      throw new AssertionError("Refused without a reason", refused);
    }
    return refused.error();
  }

  /**
   * A limit may be noticed in a piece before its elements are handed over, so that of a refused
   * stream one may be ahead of the other.
   */
  private static void compare(Reading one, Reading other) {
    if ((one.refused == null) != (other.refused == null)) {
      throw new AssertionError("Cut: " + one.refused + "; cut otherwise: " + other.refused);
    }
    int common = Math.min(one.elements.size(), other.elements.size());
    if ((one.refused == null && one.elements.size() != other.elements.size())
        || !one.elements.subList(0, common).equals(other.elements.subList(0, common))) {
      throw new AssertionError("Cut: " + one.elements + "; cut otherwise: " + other.elements);
    }
  }

  private static void check(XmlElement element) {
    if (depth(element) > LIMITS.depth()) {
      throw new AssertionError("Deeper than the limit: " + element);
    }
    String written = element.toString();
    XmlElement again;
    try {
      again = XmlStreamReader.parseDocument(written, AGAIN);
    } catch (XmlStreamException e) {
      throw new AssertionError("Was read and cannot be read again: " + written, e);
    }
    if (!again.equals(element)) {
      throw new AssertionError("Written " + written + ", read again as " + again);
    }
  }

  private static int depth(XmlElement element) {
    return 1 + element.children().stream().mapToInt(XmlFuzzing::depth).max().orElse(0);
  }

  private static final class Reading implements XmlStreamReader.Listener {
    private final List<XmlElement> elements = new ArrayList<>();
    private @Nullable StreamError refused;

    @Override
    public void streamOpened(XmlElement header, String contentNamespace) {
      elements.add(header);
    }

    @Override
    public void element(XmlElement element) {
      elements.add(element);
    }

    @Override
    public void streamClosed() {}
  }
}
