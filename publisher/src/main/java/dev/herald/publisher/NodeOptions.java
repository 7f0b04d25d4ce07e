package dev.herald.publisher;

/**
 * How a node is to be.
 *
 * @param maxItems how many items it keeps
 * @param entity whether it mirrors an entity's table
 */
public record NodeOptions(int maxItems, boolean entity) {}
