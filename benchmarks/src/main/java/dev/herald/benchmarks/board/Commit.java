package dev.herald.benchmarks.board;

/**
 * A change, by the clock that all processes of a machine share.
 *
 * @param called when commit() was called, in nanoseconds
 * @param returned when it returned
 */
public record Commit(long number, long called, long returned) {}
