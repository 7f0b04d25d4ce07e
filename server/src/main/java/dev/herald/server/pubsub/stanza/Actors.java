package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.routing.IqRequest;

/** Who a request is of, for the PubSub service. */
final class Actors {

  private Actors() {}

  static Actor of(IqRequest request) {
    return request.component()
        ? new Actor.Component(request.from())
        : new Actor.Client(request.from());
  }
}
