package dev.herald.external;

import dev.herald.external.stream.AnswerException;

/**
 * This account may not do what it is there for. Tried again, as nothing is wrong with the item, and
 * who runs the server can mend it.
 */
final class DeniedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private DeniedException(String message, AnswerException cause) {
    super(message, cause);
  }

  static DeniedException creating(String node, PubSubRequests service, AnswerException cause) {
    return new DeniedException(
        "%s may not create '%s' on %s (%s): let it (ejabberd: mod_pubsub's access_createnode, and plugins: [flat] first; Prosody: admins of the pubsub component), or create the node there with it as an owner"
            .formatted(service.own(), node, service.jid(), cause.getMessage()),
        cause);
  }

  static DeniedException publishing(String node, PubSubRequests service, AnswerException cause) {
    return new DeniedException(
        "%s may not publish to '%s' on %s (%s): make it a publisher or an owner of the node (Prosody: or one of the pubsub component's admins)"
            .formatted(service.own(), node, service.jid(), cause.getMessage()),
        cause);
  }
}
