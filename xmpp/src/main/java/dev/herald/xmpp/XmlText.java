package dev.herald.xmpp;

/** Character data, unescaped. */
public record XmlText(String value) implements XmlNode {}
