package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.node.NodeConfiguration;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.server.pubsub.node.SubscriptionOptions;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How values stand in columns. */
final class Columns {

  private Columns() {}

  /** Microseconds since 1970; finer is cut off. */
  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static @Nullable String text(@Nullable Jid jid) {
    return jid == null ? null : jid.toString();
  }

  static @Nullable Jid jid(@Nullable String text) throws SQLException {
    try {
      return text == null ? null : Jid.parse(text);
    } catch (StanzaException e) {
      throw new SQLDataException(e.getMessage(), e);
    }
  }

  /** A value that must be one of those that there are. */
  static <T> T known(Optional<T> value, String text) throws SQLException {
    if (value.isEmpty()) {
      throw new SQLDataException("The table has '" + text + "', which this Herald does not know");
    }
    return value.get();
  }

  static NodeConfiguration configuration(String text) throws SQLException {
    try {
      return text.isEmpty()
          ? NodeConfiguration.INITIAL
          : NodeConfiguration.ofStored(OptionText.read(text));
    } catch (PubSubException | IllegalArgumentException e) {
      throw new SQLDataException("The configuration cannot be read: " + e.getMessage(), e);
    }
  }

  static OptionValues subscriptionOptions(String text) throws SQLException {
    try {
      return text.isEmpty()
          ? OptionValues.INITIAL
          : OptionValues.INITIAL.with(OptionText.read(text), SubscriptionOptions.OF_FORMS);
    } catch (PubSubException | IllegalArgumentException e) {
      throw new SQLDataException("The options cannot be read: " + e.getMessage(), e);
    }
  }

  /** A text of any length; null for none. */
  static @Nullable String longText(ResultSet row, String column) throws SQLException {
    try (Reader reader = row.getCharacterStream(column)) {
      if (reader == null) {
        return null;
      }
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return text.toString();
    } catch (IOException e) {
      throw new SQLException("The text in " + column + " cannot be read", e);
    }
  }
}
