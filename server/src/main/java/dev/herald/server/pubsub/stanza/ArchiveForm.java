package dev.herald.server.pubsub.stanza;

import dev.herald.server.forms.DataForm;
import dev.herald.server.forms.DataForm.Field;
import dev.herald.server.pubsub.ArchiveUseCases.Query;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.node.ChangeId;
import dev.herald.server.rsm.PageRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.StanzaError.Condition;
import dev.herald.xmpp.StanzaException;
import dev.herald.xmpp.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** XEP-0313, section 4.1: the form that says which changes are wanted. */
final class ArchiveForm {

  private static final String VALIDATE = "http://jabber.org/protocol/xdata-validate";

  /** As many ids as a page has changes. */
  private static final int MOST_IDS = ArchiveHandler.MOST;

  private final Map<String, Field> fields;

  private ArchiveForm(Map<String, Field> fields) {
    this.fields = fields;
  }

  /** The form in a query; an empty one when there is none. */
  static ArchiveForm of(XmlElement query) {
    Map<String, Field> fields =
        query
            .child(DataForm.NAMESPACE, "x")
            .map(x -> DataForm.submitted(x, ArchiveHandler.NAMESPACE).fields())
            .orElse(Map.of());
    for (String name : fields.keySet()) {
      if (!Set.of("with", "start", "end", "before-id", "after-id", "ids").contains(name)) {
        throw new StanzaException(
            Condition.FEATURE_NOT_IMPLEMENTED, "There is no field '" + name + "' here");
      }
    }
    return new ArchiveForm(fields);
  }

  /** Section 4.1.1: all comes from the service, so that everything matches it, or nothing does. */
  boolean isFrom(Jid service) {
    String with = text("with");
    return with == null || Jid.parse(with).equals(service);
  }

  Query query(PageRequest set) {
    if (set.index() >= 0) {
      throw new StanzaException(
          Condition.FEATURE_NOT_IMPLEMENTED, "Pages are asked for by 'after' or 'before'");
    }
    List<ChangeId> after = new ArrayList<>();
    List<ChangeId> before = new ArrayList<>();
    addId(after, set.after());
    addId(after, text("after-id"));
    // An empty one is no id, but says that the last page is meant (section 4.3.3).
    addId(before, set.before() == null || set.before().isEmpty() ? null : set.before());
    addId(before, text("before-id"));
    return new Query(after, before, time("start"), time("end"), ids());
  }

  private static void addId(List<ChangeId> ids, @Nullable String text) {
    if (text != null) {
      ids.add(id(text));
    }
  }

  private static ChangeId id(String text) {
    return ChangeId.parse(text)
        .orElseThrow(
            () ->
                new PubSubException(
                    Reason.VERSION_NOT_FOUND, "'" + text + "' is no id of this service"));
  }

  private Set<ChangeId> ids() {
    Field field = fields.get("ids");
    if (field == null) {
      return Set.of();
    }
    if (field.values().size() > MOST_IDS) {
      throw PubSubErrors.badRequest("At most " + MOST_IDS + " ids can be asked for");
    }
    Set<ChangeId> ids = new LinkedHashSet<>();
    field.values().forEach(text -> ids.add(id(text)));
    return ids;
  }

  private @Nullable Instant time(String name) {
    String text = text(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw PubSubErrors.badRequest(
          "'%s' was '%s'; it is a time like 2026-01-31T12:00:00Z".formatted(name, text));
    }
  }

  private @Nullable String text(String name) {
    Field field = fields.get(name);
    if (field == null) {
      return null;
    }
    return field
        .value()
        .orElseThrow(() -> PubSubErrors.badRequest("The field '" + name + "' has one value"));
  }

  /** Section 4.1.5: what can be filled in. */
  static XmlElement empty() {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("with", new Field("jid-single", "", List.of(), List.of()));
    for (String name : List.of("start", "end", "before-id", "after-id")) {
      fields.put(name, new Field("text-single", "", List.of(), List.of()));
    }
    XmlElement.Builder ids =
        XmlElement.builder(DataForm.NAMESPACE, "field")
            .attribute("var", "ids")
            .attribute("type", "list-multi")
            .add(
                XmlElement.builder(VALIDATE, "validate")
                    .attribute("datatype", "xs:string")
                    .add(XmlElement.empty(VALIDATE, "open")));
    return new DataForm("form", ArchiveHandler.NAMESPACE, fields)
        .toXml().toBuilder().add(ids).build();
  }
}
