package dev.herald.server.pubsub.store.jdbc;

import dev.herald.server.pubsub.node.Affiliation;
import dev.herald.server.pubsub.node.Subscription;
import dev.herald.server.pubsub.node.SubscriptionState;
import dev.herald.xmpp.Jid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A node's affiliations and kept subscriptions. */
final class PeopleTables {

  private final Statements statements;
  private final NodeRow node;

  PeopleTables(Statements statements, NodeRow node) {
    this.statements = statements;
    this.node = node;
  }

  Map<Jid, Affiliation> affiliations() {
    Map<Jid, Affiliation> affiliations = new LinkedHashMap<>();
    statements
        .query(
            "Reading affiliations",
            "SELECT jid, affiliation FROM herald_affiliation WHERE node_id = ?",
            row -> Map.entry(jid(row), affiliation(row)),
            node.id)
        .forEach(entry -> affiliations.put(entry.getKey(), entry.getValue()));
    return affiliations;
  }

  void put(Jid bareJid, Affiliation affiliation) {
    String doing = "Writing an affiliation";
    String jid = bareJid.toString();
    if (affiliation == Affiliation.NONE) {
      String sql = "DELETE FROM herald_affiliation WHERE node_id = ? AND jid = ?";
      statements.update(doing, sql, node.id, jid);
      return;
    }
    String sql = "UPDATE herald_affiliation SET affiliation = ? WHERE node_id = ? AND jid = ?";
    if (statements.update(doing, sql, affiliation.label(), node.id, jid) == 0) {
      statements.update(
          doing,
          "INSERT INTO herald_affiliation (affiliation, node_id, jid) VALUES (?, ?, ?)",
          affiliation.label(),
          node.id,
          jid);
    }
  }

  List<Subscription> subscriptions() {
    return statements.query(
        "Reading subscriptions",
        "SELECT jid, subid, state, options FROM herald_subscription WHERE node_id = ?"
            + " ORDER BY id",
        PeopleTables::subscription,
        node.id);
  }

  void put(Subscription subscription) {
    String doing = "Writing a subscription";
    Object[] values = {
      subscription.jid().toString(),
      subscription.state().label(),
      OptionText.write(subscription.options().texts()),
      node.id,
      subscription.subid()
    };
    String sql =
        "UPDATE herald_subscription SET jid = ?, state = ?, options = ?"
            + " WHERE node_id = ? AND subid = ?";
    if (statements.update(doing, sql, values) == 0) {
      statements.update(
          doing,
          "INSERT INTO herald_subscription (jid, state, options, node_id, subid)"
              + " VALUES (?, ?, ?, ?, ?)",
          values);
    }
  }

  void removeSubscription(String subid) {
    statements.update(
        "Removing a subscription",
        "DELETE FROM herald_subscription WHERE node_id = ? AND subid = ?",
        node.id,
        subid);
  }

  /** Reads the columns jid, subid, state and options. */
  static Subscription subscription(ResultSet row) throws SQLException {
    String state = row.getString("state");
    return new Subscription(
        jid(row),
        row.getString("subid"),
        Columns.known(SubscriptionState.of(state), state),
        Columns.subscriptionOptions(row.getString("options")));
  }

  static Affiliation affiliation(ResultSet row) throws SQLException {
    String label = row.getString("affiliation");
    return Columns.known(Affiliation.of(label), label);
  }

  private static Jid jid(ResultSet row) throws SQLException {
    return Objects.requireNonNull(Columns.jid(row.getString("jid")), "jid");
  }
}
