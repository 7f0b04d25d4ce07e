package dev.herald.fuzz;

import java.util.Locale;

/** What Jazzer calls for each input; the system property {@code herald.fuzz.target} names whom. */
public final class JazzerEntry {

  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(System.getProperty("herald.fuzz.target", "").toUpperCase(Locale.ROOT));

  private JazzerEntry() {}

  public static void fuzzerTestOneInput(byte[] input) {
    TARGET.run(input);
  }
}
