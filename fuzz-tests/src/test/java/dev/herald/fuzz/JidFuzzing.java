package dev.herald.fuzz;

import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses: only {@link StanzaException} escapes, and a prepared address is prepared for good. */
final class JidFuzzing {

  private JidFuzzing() {}

  static void run(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      check(Jid.parse(text));
    } catch (StanzaException refused) {
      refused.error();
    }
    String[] parts = text.split("\n", 4);
    try {
      check(Jid.of(part(parts, 0), parts.length > 1 ? parts[1] : "", part(parts, 2)));
    } catch (StanzaException refused) {
      refused.error();
    }
    String name = Jid.unescapeLocal(Jid.escapeLocal(text));
    if (!name.equals(text)) {
      throw new AssertionError("The account '" + text + "' comes back as '" + name + "'");
    }
  }

  private static @Nullable String part(String[] parts, int index) {
    return parts.length > index && !parts[index].isEmpty() ? parts[index] : null;
  }

  private static void check(Jid jid) {
    same(jid, () -> Jid.parse(jid.toString()));
    same(jid, () -> Jid.of(jid.local(), jid.domain(), jid.resource()));
    same(jid.bare(), () -> Jid.parse(jid.bare().toString()));
  }

  private static void same(Jid jid, java.util.function.Supplier<Jid> again) {
    Jid second;
    try {
      second = again.get();
    } catch (StanzaException e) {
      throw new AssertionError("Was accepted and is refused: " + jid, e);
    }
    if (!second.equals(jid)) {
      throw new AssertionError("'" + jid + "' becomes '" + second + "'");
    }
  }
}
