package dev.herald.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A server's sample and the bare writer's, taken right before it.
 *
 * @param bare null over BOSH, where there is nothing bare to compare with
 */
record Pair(Scenario scenario, String target, @Nullable Sample bare, Sample sample) {}
