package dev.herald.xmpp;

import org.jspecify.annotations.Nullable;

/**
 * Addresses that PRECIS and IDNA leave as they are, which can be seen without their tables: nearly
 * all. Whatever is not plainly so is prepared.
 */
final class PlainAscii {

  /** The longest part of an address, in bytes (RFC 7622, section 3.1). */
  private static final int MAX_PART = 1023;

  private PlainAscii() {}

  /** The address, if it needs no preparation; null if it does, or is none. */
  static @Nullable Jid parse(String text) {
    int slash = text.indexOf('/');
    int end = slash < 0 ? text.length() : slash;
    int at = text.indexOf('@');
    if (at >= end) {
      at = -1;
    }
    String local = at < 0 ? null : text.substring(0, at);
    String domain = text.substring(at + 1, end);
    String resource = slash < 0 ? null : text.substring(slash + 1);
    boolean plain =
        (local == null || isLocal(local))
            && isDomain(domain)
            && (resource == null || isResource(resource));
    return plain ? new Jid(local, domain, resource) : null;
  }

  private static boolean isLocal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLowerOrDigit(c) && c != '-' && c != '_' && c != '.') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_PART;
  }

  private static boolean isDomain(String text) {
    boolean label = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isLowerOrDigit(c)) {
        label = true;
      } else if (c == '.' && label) {
        label = false;
      } else {
        // A hyphen too: where it may stand, and what "xn--" means, is for IDNA to say.
        return false;
      }
    }
    return label && text.length() <= 255;
  }

  private static boolean isResource(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_PART;
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
