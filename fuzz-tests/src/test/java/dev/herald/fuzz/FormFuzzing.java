package dev.herald.fuzz;

import dev.herald.server.forms.DataForm;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlLimits;
import dev.herald.xmpp.XmlStreamException;
import dev.herald.xmpp.XmlStreamReader;

/** Data forms: only {@link StanzaException} escapes, and what is read can be written and read. */
final class FormFuzzing {

  private static final String TYPE = "http://jabber.org/protocol/pubsub#node_config";

  private FormFuzzing() {}

  static void run(byte[] input) {
    try {
      XmlElement x = XmlStreamReader.parseDocument(input, 0, input.length, XmlLimits.DEFAULT);
      DataForm form = DataForm.submitted(x, TYPE);
      DataForm again = DataForm.submitted(form.toXml(), TYPE);
      if (!again.fields().keySet().equals(form.fields().keySet())) {
        throw new AssertionError(form + " becomes " + again);
      }
    } catch (XmlStreamException refused) {
      refused.error();
    } catch (StanzaException refused) {
      refused.error();
    }
  }
}
