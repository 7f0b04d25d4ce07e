package dev.herald.server.sasl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What counts as one peer: an IPv4 address, or the /64 of an IPv6 address, which is what a single
 * customer gets (RFC 6177). {@code java.net} would ask the network for what it cannot read.
 */
final class AddressBlock {

  private static final Pattern GROUPS = Pattern.compile("[0-9a-f]{1,4}(:[0-9a-f]{1,4})*|");
  private static final Pattern MAPPED = Pattern.compile("(?:0{0,4}:){2,5}ffff:([0-9.]+)");
  private static final Pattern MAPPED_IN_HEX =
      Pattern.compile("(?:0{0,4}:){2,5}ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})");

  private AddressBlock() {}

  /** The block of an address in any usual form; what is no IPv6 address is a block of its own. */
  static String of(String address) {
    String text = address.toLowerCase(Locale.ROOT).replace("[", "").replace("]", "");
    int zone = text.indexOf('%');
    if (zone >= 0) {
      text = text.substring(0, zone);
    }
    var mapped = MAPPED.matcher(text);
    if (mapped.matches()) {
      return mapped.group(1);
    }
    var hex = MAPPED_IN_HEX.matcher(text);
    if (hex.matches()) {
      int high = Integer.parseInt(hex.group(1), 16);
      int low = Integer.parseInt(hex.group(2), 16);
      return "%d.%d.%d.%d".formatted(high >> 8, high & 255, low >> 8, low & 255);
    }
    return text.indexOf(':') < 0 ? text : prefix(text);
  }

  private static String prefix(String text) {
    int gap = text.indexOf("::");
    String head = gap < 0 ? text : text.substring(0, gap);
    String tail = gap < 0 ? "" : text.substring(gap + 2);
    if (!GROUPS.matcher(head).matches() || !GROUPS.matcher(tail).matches()) {
      return text;
    }
    List<String> groups = new ArrayList<>(groups(head));
    List<String> last = groups(tail);
    while (groups.size() + last.size() < 8) {
      groups.add("0");
    }
    groups.addAll(last);
    StringBuilder block = new StringBuilder();
    for (String group : groups.subList(0, 4)) {
      block.append(Integer.toHexString(Integer.parseInt(group, 16))).append(':');
    }
    return block.append(":/64").toString();
  }

  private static List<String> groups(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(":"));
  }
}
