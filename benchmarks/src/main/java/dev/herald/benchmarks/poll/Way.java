package dev.herald.benchmarks.poll;

/** How a page learns what has changed. */
enum Way {
  PUSH,
  POLL,
  /** With the ETag of the last answer, so that the next may be 304. */
  POLL_WITH_ETAG;

  /** Where it polls. */
  String path() {
    return switch (this) {
      case POLL -> "/rows.json";
      case POLL_WITH_ETAG -> "/rows-with-etag.json";
      case PUSH -> throw new IllegalStateException("Who has subscribed does not poll");
    };
  }
}
