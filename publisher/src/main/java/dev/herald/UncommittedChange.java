package dev.herald;

import org.jspecify.annotations.Nullable;

/**
 * A change that is announced when its transaction is committed, and not at all when that is rolled
 * back.
 *
 * @param operation insert, update or delete of a row; publish or retract by hand
 * @param payload the item's XML; null when the item is taken back, or cannot be written
 * @param failure why the payload cannot be written, without values of the row; null when it can
 */
public record UncommittedChange(
    String node,
    String itemId,
    String operation,
    @Nullable String payload,
    @Nullable String failure) {}
