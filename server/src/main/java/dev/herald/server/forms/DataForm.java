package dev.herald.server.forms;

import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * XEP-0004: Data Forms, of one {@code FORM_TYPE} (XEP-0068).
 *
 * @param type {@code form}, {@code submit}, {@code cancel} or {@code result}
 * @param formType the namespace of its fields
 * @param fields by name, in order, without {@code FORM_TYPE}
 */
public record DataForm(String type, String formType, Map<String, Field> fields) {

  public static final String NAMESPACE = "jabber:x:data";

  /** How many fields a form may have. */
  private static final int MAX_FIELDS = 100;

  /**
   * A field.
   *
   * @param type such as {@code boolean} (section 3.3); empty in what a client submits
   * @param label what people see; may be empty
   * @param options what it may be, for the types that list
   */
  public record Field(String type, String label, List<String> values, List<String> options) {

    public Field {
      values = List.copyOf(values);
      options = List.copyOf(options);
    }

    public static Field of(String type, String label, String value, String... options) {
      return new Field(type, label, List.of(value), List.of(options));
    }

    /** The only value, if there is one. */
    public Optional<String> value() {
      return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
  }

  public DataForm {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads a form that a client submits.
   *
   * @throws StanzaException {@code bad-request}, when it is none, or one of another type
   */
  public static DataForm submitted(XmlElement x, String formType) {
    if (!x.is(NAMESPACE, "x")) {
      throw bad("A form is <x/> of '" + NAMESPACE + "'");
    }
    String type = x.attribute("type");
    if (type == null || !(type.equals("submit") || type.equals("cancel"))) {
      throw bad("A form is submitted or cancelled, not '" + type + "'");
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (XmlElement child : x.children()) {
      if (!child.is(NAMESPACE, "field")) {
        continue;
      }
      String name = child.attribute("var");
      if (name == null || name.isEmpty()) {
        throw bad("A field of a form has a name ('var')");
      }
      if (fields.size() >= MAX_FIELDS) {
        throw bad("A form has at most " + MAX_FIELDS + " fields");
      }
      List<String> values =
          child.children().stream()
              .filter(value -> value.is(NAMESPACE, "value"))
              .map(XmlElement::text)
              .toList();
      String fieldType = child.attribute("type");
      Field field = new Field(fieldType == null ? "" : fieldType, "", values, List.of());
      if (fields.put(name, field) != null) {
        throw bad("The field '" + name + "' is there twice");
      }
    }
    Field stated = fields.remove("FORM_TYPE");
    if (stated != null && !stated.values().equals(List.of(formType))) {
      throw bad("The form is of '" + formType + "', not of " + stated.values());
    }
    return new DataForm(type, formType, fields);
  }

  public boolean isCancelled() {
    return type.equals("cancel");
  }

  public XmlElement toXml() {
    XmlElement.Builder x = XmlElement.builder(NAMESPACE, "x").attribute("type", type);
    x.add(field("FORM_TYPE", Field.of("hidden", "", formType)));
    fields.forEach((name, field) -> x.add(field(name, field)));
    return x.build();
  }

  private static XmlElement.Builder field(String name, Field field) {
    XmlElement.Builder xml =
        XmlElement.builder(NAMESPACE, "field")
            .attribute("var", name)
            .attribute("type", field.type().isEmpty() ? null : field.type())
            .attribute("label", field.label().isEmpty() ? null : field.label());
    field.values().forEach(value -> xml.add(value(value)));
    for (String option : field.options()) {
      xml.add(XmlElement.builder(NAMESPACE, "option").add(value(option)));
    }
    return xml;
  }

  private static XmlElement.Builder value(String value) {
    return XmlElement.builder(NAMESPACE, "value").text(value);
  }

  private static StanzaException bad(String text) {
    return new StanzaException(Condition.BAD_REQUEST, text);
  }
}
