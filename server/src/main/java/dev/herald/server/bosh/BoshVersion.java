package dev.herald.server.bosh;

import dev.herald.xmpp.StreamError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of BOSH (XEP-0124, section 7.1): two numbers, so that 1.10 comes after 1.6. */
record BoshVersion(int major, int minor) implements Comparable<BoshVersion> {

  /** The version of the document that this server follows. */
  static final BoshVersion HIGHEST = new BoshVersion(1, 11);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  static BoshVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new BoshRefusal(
          BoshCondition.BAD_REQUEST,
          StreamError.Condition.BAD_FORMAT,
          "A version is two numbers such as '1.6', not '" + text + "'");
    }
    return new BoshVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  BoshVersion orLower(BoshVersion other) {
    return compareTo(other) <= 0 ? this : other;
  }

  @Override
  public int compareTo(BoshVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
