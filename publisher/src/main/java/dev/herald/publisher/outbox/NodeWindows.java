package dev.herald.publisher.outbox;

import dev.herald.Coalescing;
import java.util.Optional;

/** How long the changes of a row wait to be told as one, by node. */
@FunctionalInterface
public interface NodeWindows {

  /** Empty when nobody has said it, as of a node that is published to by hand. */
  Optional<Coalescing> of(String node);
}
