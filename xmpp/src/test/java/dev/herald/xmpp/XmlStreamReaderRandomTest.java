package dev.herald.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in is an element or a stream error; nothing else is thrown, nothing hangs. */
class XmlStreamReaderRandomTest {

  private static final int ROUNDS = 50_000;

  private static final String[] SEEDS = {
    "<iq xmlns='jabber:client' type='set' id='1'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
        + "<publish node='/a'><item id='x'>ä€𝄞&amp;&#65;<![CDATA[<a/>]]></item></publish></pubsub></iq>",
    "<?xml version='1.0' encoding='utf-8'?><stream:stream xmlns:stream='urn:s' xmlns='urn:c'><a/>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]><a xml:lang='de' x:y='z' xmlns:x='urn:x'>&b;<!-- c --><?p i?></a>"
  };

  private static final byte[] INTERESTING =
      "<>&;'\"/!?[]-=: \t\n\r\0xmlns#x".getBytes(StandardCharsets.UTF_8);

  @Test
  void randomBytesAreReadOrRefused() {
    long seed = new Random().nextLong();
    System.out.println("XmlStreamReaderRandomTest seed: " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(random);
      try {
        XmlStreamReader reader = XmlStreamReader.ofStream(XmlLimits.DEFAULT, new Ignoring());
        int at = 0;
        while (at < bytes.length) {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
          at += reader.feed(bytes, at, length);
        }
        XmlStreamReader.parseDocument(new String(bytes, StandardCharsets.UTF_8), XmlLimits.DEFAULT);
      } catch (XmlStreamException expected) {
        // What is refused is refused by name.
        expected.error();
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed "
                + seed
                + ", round "
                + round
                + ": "
                + new String(bytes, StandardCharsets.ISO_8859_1),
            e);
      }
    }
  }

  private static byte[] mutated(Random random) {
    byte[] bytes = SEEDS[random.nextInt(SEEDS.length)].getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
        default -> {
          byte[] shorter = new byte[Math.max(1, bytes.length - 1 - random.nextInt(8))];
          System.arraycopy(bytes, 0, shorter, 0, Math.min(at, shorter.length));
          int left = Math.max(0, shorter.length - at);
          System.arraycopy(bytes, bytes.length - left, shorter, shorter.length - left, left);
          bytes = shorter;
        }
      }
    }
    return bytes;
  }

  private static final class Ignoring implements XmlStreamReader.Listener {
    @Override
    public void streamOpened(XmlElement header, String contentNamespace) {}

    @Override
    public void element(XmlElement element) {
      XmlFragment.of(element);
    }

    @Override
    public void streamClosed() {}
  }
}
