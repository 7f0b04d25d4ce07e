package dev.herald.server.disco;

/**
 * What something is (XEP-0030, section 3.1).
 *
 * @param category such as {@code pubsub}
 * @param type within the category, such as {@code service}
 * @param name for people
 */
public record Identity(String category, String type, String name) {}
