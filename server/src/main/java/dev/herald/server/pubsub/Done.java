package dev.herald.server.pubsub;

/** What a request answers that has no result but that it is done. */
public enum Done {
  DONE
}
