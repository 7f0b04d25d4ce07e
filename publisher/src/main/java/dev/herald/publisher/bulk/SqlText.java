package dev.herald.publisher.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as text, of any dialect: enough of it to see which tables a statement names. */
final class SqlText {

  private static final int SHOWN = 500;

  private static final String IDENTIFIER =
      "(?:[\\p{L}_][\\p{L}\\p{N}_$#]*+|\"[^\"]*+\"|`[^`]*+`|\\[[^\\]]*+\\])";

  private static final Pattern SKIPPED =
      Pattern.compile("(?:\\s++|--[^\\n]*+|/\\*.*?\\*/|\\()++", Pattern.DOTALL);

  private static final Pattern TOKEN =
      Pattern.compile(
          ("--[^\\n]*+|/\\*.*?\\*/|'[^']*+'"
              + ("|(?<name>" + IDENTIFIER + "(?:\\s*+\\.\\s*+" + IDENTIFIER + ")*+)")
              + "|(?<other>\\S)"),
          Pattern.DOTALL);

  private static final Pattern VALUE =
      Pattern.compile("'[^']*+'|(?<![\\p{L}\\p{N}_$#.])\\d[\\p{N}.]*+");

  private SqlText() {}

  /** Whether it begins with SELECT, as nearly all that is executed for its rows. */
  static boolean isPlainQuery(String sql) {
    Matcher skipped = SKIPPED.matcher(sql);
    int from = skipped.lookingAt() ? skipped.end() : 0;
    return sql.regionMatches(true, from, "select", 0, 6);
  }

  /** Names, those with dots in one piece, and single other characters; no comments, no texts. */
  static List<String> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(sql);
    while (token.find()) {
      if (token.group("name") != null || token.group("other") != null) {
        tokens.add(token.group());
      }
    }
    return tokens;
  }

  /** For the log: values that were written into the statement are nobody's business there. */
  static String withoutValues(String sql) {
    String shown = VALUE.matcher(sql).replaceAll("?");
    return shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown;
  }
}
