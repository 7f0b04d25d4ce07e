package dev.herald;

/** How an entity is written. */
public enum PayloadFormat {

  /** An Atom {@code <entry>} around {@code <field>} elements. */
  XML,

  /**
   * The attributes as one JSON object in {@code <json xmlns="urn:xmpp:json:0">} (XEP-0335): numbers
   * and booleans as JSON has them, dates and times as ISO 8601, bytes as Base64, an embedded object
   * as an object, an association as the id of the other entity or an array of them. {@code id} is
   * always there.
   */
  JSON
}
