package dev.herald.server.pubsub;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request that waits for its node; its answer is known when the transaction has ended. */
final class NodeRequest<T> {

  final CompletableFuture<T> answer = new CompletableFuture<>();

  private final Function<NodeWork, T> operation;
  private @Nullable T result;
  private @Nullable PubSubException refusal;

  NodeRequest(Function<NodeWork, T> operation) {
    this.operation = operation;
  }

  void run(NodeWork work) {
    result = null;
    refusal = null;
    try {
      result = operation.apply(work);
    } catch (PubSubException e) {
      refusal = e;
    }
  }

  @SuppressWarnings("NullAway") // an operation without a result answers null
  void answer() {
    if (refusal == null) {
      answer.complete(result);
    } else {
      answer.completeExceptionally(refusal);
    }
  }

  void fail(PubSubException failure) {
    answer.completeExceptionally(failure);
  }
}
