package dev.herald.server.script;

/** A script is not green, or is no script; says in which line, and why. */
final class ScriptFailure extends AssertionError {

  private static final long serialVersionUID = 1L;

  ScriptFailure(String script, int line, String why) {
    super(script + ":" + line + ": " + why);
  }

  ScriptFailure(String script, int line, String why, Throwable cause) {
    super(script + ":" + line + ": " + why, cause);
  }
}
