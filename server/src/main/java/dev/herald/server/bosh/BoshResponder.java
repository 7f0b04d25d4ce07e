package dev.herald.server.bosh;

/** Answers one HTTP request, later and from any thread; must neither block nor throw. */
@FunctionalInterface
public interface BoshResponder {

  /** Sends the content of a response of status 200 and type {@code text/xml; charset=utf-8}. */
  void respond(String body);
}
