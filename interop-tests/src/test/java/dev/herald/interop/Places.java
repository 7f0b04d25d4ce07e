package dev.herald.interop;

import java.util.HashMap;
import java.util.Map;

/** Texts for places such as {@code {node}} in stanzas and in XPath expressions. */
record Places(Map<String, String> texts) {

  Places {
    texts = Map.copyOf(texts);
  }

  Places with(String place, String text) {
    Map<String, String> more = new HashMap<>(texts);
    more.put(place, text);
    return new Places(more);
  }

  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> place : texts.entrySet()) {
      filled = filled.replace("{" + place.getKey() + "}", place.getValue());
    }
    return filled;
  }
}
