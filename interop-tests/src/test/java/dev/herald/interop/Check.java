package dev.herald.interop;

import java.util.List;

/**
 * One thing that XEP-0060 says of a service, as stanzas to send and what must come back.
 *
 * @param section its number in version 1.30
 * @param needs optional features, or options of a node, without which a service does not do it; as
 *     {@link Offered} knows them
 */
record Check(String section, String title, List<String> needs, List<Step> steps) {

  /** Section and title, by which lists name it. */
  String name() {
    return section + " " + title;
  }

  /** What is done or demanded, in this order. Texts have places such as {@code {node}}. */
  sealed interface Step {}

  /** Sends a request whose success is no matter of the check, but without which it cannot be. */
  record Prepare(String actor, String stanza) implements Step {}

  /** Sends a stanza; the answer to a request is demanded by the next steps. */
  record Send(String actor, String stanza) implements Step {}

  /** The answer must be a result, of which the XPath expression holds. */
  record Answer(String xpath) implements Step {}

  /** The answer must be one of these errors, or any where there are none. */
  record Refused(List<Refusal> alternatives) implements Step {}

  /** Of the last answer or message, this must hold too. */
  record Holds(String xpath) implements Step {}

  /** Keeps a text of the last answer or message for stanzas to come; empty if it may be. */
  record Keep(String place, String xpath, boolean optional) implements Step {}

  /** A message must come. */
  record Receives(String actor, String xpath) implements Step {}

  /** No such message may come. */
  record ReceivesNo(String actor, String xpath) implements Step {}
}
