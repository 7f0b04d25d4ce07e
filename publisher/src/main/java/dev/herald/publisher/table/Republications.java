package dev.herald.publisher.table;

import dev.herald.Republication;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Several as one, as those of an entity that is in several nodes. */
final class Republications implements Republication {

  private final String entity;
  private final CompletableFuture<Long> completion = new CompletableFuture<>();

  /** Null until it is known which there are. */
  private volatile @Nullable List<Republication> parts;

  Republications(String entity) {
    this.entity = entity;
  }

  /** These are all. */
  void consistsOf(List<? extends Republication> all) {
    parts = List.copyOf(all);
    var unused =
        CompletableFuture.allOf(
                all.stream().map(Republication::completion).toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    completion.complete(done());
                  } else {
                    completion.completeExceptionally(
                        failure instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : failure);
                  }
                });
  }

  void fail(String why, @Nullable Throwable cause) {
    completion.completeExceptionally(
        new IllegalStateException("%s; %s".formatted(progress(), why), cause));
  }

  private String progress() {
    OptionalLong total = total();
    return "%d of %s rows of %s are published"
        .formatted(
            done(), total.isPresent() ? "" + total.getAsLong() : "an unknown number of", entity);
  }

  @Override
  public long done() {
    List<Republication> all = parts;
    return all == null ? 0 : all.stream().mapToLong(Republication::done).sum();
  }

  @Override
  public OptionalLong total() {
    List<Republication> all = parts;
    if (all == null || all.stream().anyMatch(part -> part.total().isEmpty())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(all.stream().mapToLong(part -> part.total().orElseThrow()).sum());
  }

  @Override
  public CompletableFuture<Long> completion() {
    return completion.copy();
  }

  @Override
  public long await(Duration timeout) {
    return RepublicationResult.await(completion, timeout, this::progress);
  }
}
