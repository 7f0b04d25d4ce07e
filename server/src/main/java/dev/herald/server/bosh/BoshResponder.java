package dev.herald.server.bosh;

/** Answers one HTTP request, later and from any thread; must neither block nor throw. */
@FunctionalInterface
public interface BoshResponder {

  /** Sends the content of a response of status 200 and type {@code text/xml; charset=utf-8}. */
  void respond(String body);

  /**
   * The same with another type, for a client that can receive no other (XEP-0124, section 7.1).
   *
   * @param contentType one of {@code text/xml}, {@code application/xml} and {@code text/plain},
   *     with {@code charset=utf-8}
   */
  default void respond(String body, String contentType) {
    respond(body);
  }

  /**
   * Refuses a client so old that it expects an HTTP status (section 17.1). The body says the same.
   *
   * @param status 400, 403 or 404
   */
  default void refuse(int status, String body) {
    respond(body);
  }
}
