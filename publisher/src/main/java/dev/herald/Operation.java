package dev.herald;

/** What has happened to a row. */
public enum Operation {
  INSERT,
  UPDATE,
  DELETE
}
