package dev.herald.server.pubsub.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Nodes that concern also processes where nobody has used them: with subscriptions that the store
 * keeps, or in a collection.
 */
final class Followed {

  private static final int AT_ONCE = 100;

  private Followed() {}

  /** Those of the names that are so. */
  static Set<String> among(Collection<String> names, Statements statements) {
    List<String> all = new ArrayList<>(names);
    Set<String> followed = new HashSet<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      Object[] part = all.subList(from, Math.min(all.size(), from + AT_ONCE)).toArray();
      statements
          .query(
              "Reading",
              "SELECT n.name, n.configuration,"
                  + " EXISTS (SELECT 1 FROM herald_subscription s WHERE s.node_id = n.id) AS kept"
                  + " FROM herald_node n WHERE n.name IN (?"
                  + ", ?".repeat(part.length - 1)
                  + ")",
              row ->
                  row.getBoolean("kept")
                          || !Columns.configuration(row.getString("configuration"))
                              .collections()
                              .isEmpty()
                      ? Set.of(row.getString("name"))
                      : Set.<String>of(),
              part)
          .forEach(followed::addAll);
    }
    return followed;
  }
}
