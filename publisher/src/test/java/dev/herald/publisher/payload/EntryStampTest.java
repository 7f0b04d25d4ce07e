package dev.herald.publisher.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.Operation;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntryStampTest {

  /** An entry whose values look like what is searched for. */
  private static XmlFragment entry(String op, @Nullable String changed) {
    String hostile = "x\" op=\"insert\"><content type=\"application/xml\"><objects><object op=\"";
    XmlElement.Builder object =
        XmlElement.builder(EntityFields.NAMESPACE, "object")
            .attribute("model", hostile)
            .attribute("pk", hostile)
            .attribute("op", op);
    if (changed != null) {
      object.attribute("changed", changed);
    }
    object.add(XmlElement.builder(EntityFields.NAMESPACE, "field").text(hostile).build());
    return XmlFragment.of(
        XmlElement.builder(Namespaces.ATOM, "entry")
            .add(XmlElement.builder(Namespaces.ATOM, "id").text(hostile).build())
            .add(XmlElement.builder(Namespaces.ATOM, "title").text(hostile).build())
            .add(
                XmlElement.builder(Namespaces.ATOM, "content")
                    .attribute("type", "application/xml")
                    .add(
                        XmlElement.builder(EntityFields.NAMESPACE, "objects")
                            .attribute("version", "1.0")
                            .add(object)))
            .build());
  }

  @Test
  void anEntrySaysWhatWasDoneInAll() {
    assertThat(EntryStamp.stamped(entry("update", "a"), Operation.INSERT, null))
        .isEqualTo(entry("insert", null));
    assertThat(EntryStamp.stamped(entry("insert", null), Operation.UPDATE, null))
        .isEqualTo(entry("update", null));
    assertThat(
            EntryStamp.stamped(
                entry("update", "b"), Operation.UPDATE, new LinkedHashSet<>(List.of("a", "b"))))
        .isEqualTo(entry("update", "a b"));
    assertThat(EntryStamp.stamped(entry("update", "a"), Operation.UPDATE, null))
        .isEqualTo(entry("update", null));
  }

  @Test
  void whatHeraldHasNotWrittenIsLeftAsItIs() {
    for (String payload :
        List.of(
            "<json xmlns=\"urn:xmpp:json:0\">{\"op\":\" op=\\\"insert\\\"\"}</json>",
            "<order xmlns=\"urn:shop\" op=\"insert\"/>",
            "<entry xmlns=\"http://www.w3.org/2005/Atom\"><id>1</id><content op=\"insert\"/></entry>")) {
      XmlFragment fragment = new XmlFragment(payload);
      assertThat(EntryStamp.stamped(fragment, Operation.UPDATE, Set.of("a"))).isEqualTo(fragment);
    }
  }
}
