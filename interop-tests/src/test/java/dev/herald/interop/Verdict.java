package dev.herald.interop;

/** How a server does on a check. */
enum Verdict {
  /** As the document says. */
  OK,
  /** Otherwise than the document says. */
  FAILED,
  /** Not at all, and it does not say that it does. */
  MISSING
}
