package dev.herald.publisher.outbox;

import dev.herald.publisher.NodePublisher;
import dev.herald.publisher.PublishRefusedException;
import dev.herald.publisher.PublisherMetrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One change on its way to the target. */
public final class Delivery {

  private static final long TIMEOUT_SECONDS = 60;

  private final CompletableFuture<Void> answer;
  private final Change change;

  private Delivery(Change change, CompletableFuture<Void> answer) {
    this.change = change;
    this.answer = answer;
  }

  /** Hands a change to the target. Does not throw. */
  public static Delivery of(Change change, NodePublisher target) {
    CompletableFuture<Void> answer;
    try {
      answer = answer(change, target).toCompletableFuture();
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return new Delivery(change, answer);
  }

  private static CompletionStage<Void> answer(Change change, NodePublisher target) {
    if (change instanceof Change.Publish publish) {
      return target.publish(publish.node(), publish.itemId(), publish.payload());
    }
    if (change instanceof Change.Unwritable unwritable) {
      throw new PublishRefusedException(unwritable.why());
    }
    if (change instanceof Change.Refetch) {
      throw new PublishRefusedException("The comparison of a node is nothing for its target");
    }
    return target.retract(change.node(), change.itemId());
  }

  /**
   * Waits for the answer.
   *
   * @return null when the target has taken it; why not, when it never will
   * @throws RuntimeException when it is to be tried again
   */
  public @Nullable Throwable await(PublisherMetrics metrics) {
    try {
      answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (change instanceof Change.Retract) {
        metrics.countRetracted();
      } else {
        metrics.countPublished();
      }
      return null;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      // It would be so the next time too, and the changes behind it must not wait for that.
      if (cause instanceof PublishRefusedException
          || cause instanceof StackOverflowError
          || cause instanceof LinkageError) {
        metrics.countFailed();
        return cause;
      }
      throw new UndeliveredException(change, cause == null ? e : cause);
    } catch (TimeoutException e) {
      throw new UndeliveredException(change, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException(change, e);
    }
  }

  /** The target has not taken a change this time. */
  static final class UndeliveredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndeliveredException(Change change, Throwable cause) {
      super(
          "Item '" + change.itemId() + "' of '" + change.node() + "' has not been taken: " + cause,
          cause);
    }
  }
}
