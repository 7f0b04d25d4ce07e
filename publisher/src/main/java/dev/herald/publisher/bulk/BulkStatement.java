package dev.herald.publisher.bulk;

import java.util.Set;

/**
 * A statement that Hibernate is about to execute and that is none of its flush.
 *
 * @param tables those that it has to do with, read or written, as far as Hibernate was told
 * @param declared whether the application has said itself that all of them are written
 */
record BulkStatement(String sql, Set<String> tables, boolean declared) {}
