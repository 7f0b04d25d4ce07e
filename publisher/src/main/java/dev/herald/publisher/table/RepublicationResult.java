package dev.herald.publisher.table;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What a caller hears who waits for rows to be published. */
final class RepublicationResult {

  private RepublicationResult() {}

  /**
   * @param progress how far it has come, for who waits in vain
   * @throws IllegalStateException when it does not come in time, or fails
   */
  static long await(
      CompletableFuture<Long> completion, Duration timeout, Supplier<String> progress) {
    try {
      return completion.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s within %s; it goes on, wait longer for it".formatted(progress.get(), timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(progress.get() + "; the thread was interrupted", e);
    }
  }
}
