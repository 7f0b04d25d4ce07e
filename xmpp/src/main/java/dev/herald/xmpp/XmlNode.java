package dev.herald.xmpp;

/** What an element contains: other elements and text, in document order. */
public sealed interface XmlNode permits XmlElement, XmlText, XmlFragment {}
