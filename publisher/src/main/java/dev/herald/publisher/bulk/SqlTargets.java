package dev.herald.publisher.bulk;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The tables that a statement writes, read from its text: what Hibernate says of a statement names
 * those that it only reads, too, and of native SQL it knows nothing.
 */
final class SqlTargets {

  private static final Set<String> BEFORE_NAME =
      Set.of("into", "from", "only", "table", "ignore", "low_priority", "quick", "overwrite");

  /** {@code FOR UPDATE}, {@code DO UPDATE SET}, {@code THEN DELETE}, {@code ON DELETE CASCADE}. */
  private static final Set<String> NO_STATEMENT_AFTER = Set.of("for", "do", "then", "on", "key");

  private static final Set<String> BEFORE_TABLE = Set.of("from", "join", ",", "only", "using");

  private final List<String> tokens;
  private final Set<TableName> targets = new LinkedHashSet<>();

  private SqlTargets(List<String> tokens) {
    this.tokens = tokens;
  }

  static Set<TableName> of(String sql) {
    if (SqlText.isPlainQuery(sql)) {
      return Set.of();
    }
    SqlTargets statement = new SqlTargets(SqlText.tokens(sql));
    statement.find();
    return statement.targets;
  }

  private void find() {
    for (int i = 0; i < tokens.size(); i++) {
      switch (word(i)) {
        case "update", "delete", "insert", "merge", "truncate" -> {
          if (!NO_STATEMENT_AFTER.contains(word(i - 1))) {
            addFrom(i + 1);
          }
        }
        case "replace" -> {
          // Else it is the function of this name.
          if (word(i + 1).equals("into")) {
            addFrom(i + 1);
          }
        }
        default -> {}
      }
    }
  }

  private void addFrom(int from) {
    int at = from;
    boolean more = true;
    while (more) {
      while (BEFORE_NAME.contains(word(at))) {
        at++;
      }
      add(at);
      more = word(at + 1).equals(",");
      at += 2;
    }
  }

  private void add(int at) {
    if (isName(at) && !word(at).equals("set")) {
      targets.add(TableName.of(aliased(tokens.get(at))));
    }
  }

  /** The table of an alias: {@code UPDATE o SET … FROM orders o}; else what was given. */
  private String aliased(String name) {
    for (int i = 1; i < tokens.size() - 1; i++) {
      int alias = word(i + 1).equals("as") ? i + 2 : i + 1;
      if (BEFORE_TABLE.contains(word(i - 1))
          && isName(i)
          && !BEFORE_NAME.contains(word(i))
          && alias < tokens.size()
          && tokens.get(alias).equalsIgnoreCase(name)) {
        return tokens.get(i);
      }
    }
    return name;
  }

  private boolean isName(int at) {
    return at < tokens.size() && (tokens.get(at).length() > 1 || isLetter(tokens.get(at)));
  }

  private static boolean isLetter(String token) {
    return Character.isLetter(token.charAt(0)) || token.equals("_");
  }

  private String word(int at) {
    return at < 0 || at >= tokens.size() ? "" : tokens.get(at).toLowerCase(Locale.ROOT);
  }
}
