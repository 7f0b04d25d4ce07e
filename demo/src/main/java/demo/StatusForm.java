package demo;

import org.jspecify.annotations.Nullable;

/** What a form or a script sends. */
record StatusForm(@Nullable String nick, @Nullable String message) {

  String nickOr(String other) {
    return nick == null ? other : storable(nick);
  }

  String messageOrNothing() {
    return message == null ? "" : storable(message);
  }

  /** PostgreSQL stores every character but this one. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
