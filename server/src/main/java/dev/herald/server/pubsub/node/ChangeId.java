package dev.herald.server.pubsub.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * XEP-0359: the id of a change, unique in the service and never used again. Clients must not look
 * into it.
 *
 * @param incarnation of the node
 * @param version that the change has brought
 */
public record ChangeId(String incarnation, long version) {

  // As many digits as a long always holds.
  private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,64})-(0|[1-9][0-9]{0,17})");

  /** Of the last change of a node. */
  public static ChangeId of(Node node) {
    return new ChangeId(node.incarnation(), node.version());
  }

  /** Reads what {@link #toString} has written; empty for anything else. */
  public static Optional<ChangeId> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ChangeId(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return incarnation + "-" + version;
  }
}
