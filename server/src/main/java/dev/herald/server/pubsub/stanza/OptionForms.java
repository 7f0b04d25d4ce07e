package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.node.Option;
import dev.herald.server.pubsub.node.OptionValues;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** XEP-0060, section 16.4: options as forms, and back. */
final class OptionForms {

  static final String NODE_CONFIG = Namespaces.PUBSUB + "#node_config";
  static final String META_DATA = Namespaces.PUBSUB + "#meta-data";
  static final String PUBLISH_OPTIONS = Namespaces.PUBSUB + "#publish-options";
  static final String SUBSCRIBE_OPTIONS = Namespaces.PUBSUB + "#subscribe_options";

  private OptionForms() {}

  /** Fields for all these options. */
  static Map<String, Field> fields(OptionValues values, List<Option<?>> options) {
    Map<String, Field> fields = new LinkedHashMap<>();
    for (Option<?> option : options) {
      fields.put(
          option.name(),
          new Field(
              option.type().field(), option.label(), values.text(option), option.type().choices()));
    }
    return fields;
  }

  /** A form to fill in. */
  static XmlElement form(String formType, OptionValues values, List<Option<?>> options) {
    return new DataForm("form", formType, fields(values, options)).toXml();
  }

  /** What a client has filled in, by the fields' names; nothing when it has cancelled. */
  static Map<String, List<String>> read(XmlElement x, String formType) {
    DataForm form = DataForm.submitted(x, formType);
    Map<String, List<String>> texts = new LinkedHashMap<>();
    if (!form.isCancelled()) {
      form.fields().forEach((name, field) -> texts.put(name, field.values()));
    }
    return texts;
  }
}
