package dev.herald;

/** What a transaction has done to a row. */
public enum Operation {
  INSERT,
  UPDATE,
  DELETE
}
