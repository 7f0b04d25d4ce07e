package dev.herald.publisher.bulk;

/** What is done about a bulk statement that changes a published entity: {@code herald.bulk}. */
public enum BulkPolicy {
  /** The rows are read again after the commit, and the differences are published. */
  REFETCH,
  /** The log says, once for each statement, that the node is not told. */
  WARN,
  /** The statement is refused before it is executed. */
  FAIL
}
