package dev.herald.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a payload says, and what it is compared with. */
class FieldsTest {

  private static RecordedEvent entity(String fields) {
    return RecordedEvent.published(
        "/n",
        "1",
        """
        <entry xmlns='http://www.w3.org/2005/Atom'><content type='application/xml'>\
        <objects xmlns='urn:herald:entity:1'><object op='update' changed='a b'>%s</object>\
        </objects></content></entry>"""
            .formatted(fields));
  }

  private static RecordedEvent json(String json) {
    return RecordedEvent.published("/n", "1", "<json xmlns='urn:xmpp:json:0'>" + json + "</json>");
  }

  private static boolean has(RecordedEvent event, String field, Object value) {
    return FieldValue.same(value, FieldValue.of(event.fields(), field));
  }

  @Test
  void theFieldsOfAnEntity() {
    RecordedEvent event =
        entity(
            """
            <field name='text' type='String'>Hello</field>\
            <field name='none' type='String'><None/></field>\
            <field name='address' type='Address'><field name='town' type='String'>Leeds</field></field>\
            <field name='author' rel='ManyToOne' to='demo.User'>7</field>\
            <field name='tags' rel='OneToMany' to='demo.Tag'><object pk='1'/><object pk='2'/></field>\
            <field name='labels' rel='ElementCollection' type='String'><value>a</value><value><None/></value></field>\
            <field name='empty' rel='ElementCollection' type='String'/>\
            <field name='prices' rel='ElementCollection' type='BigDecimal'><value key='EUR'>1.50</value></field>""");
    assertThat(event.operation()).isEqualTo("update");
    assertThat(event.changed()).containsExactly("a", "b");
    assertThat(has(event, "text", "Hello")).isTrue();
    assertThat(has(event, "text", "Hell")).isFalse();
    assertThat(FieldValue.isIn(event.fields(), "none")).isTrue();
    assertThat(FieldValue.of(event.fields(), "none")).isNull();
    assertThat(has(event, "address.town", "Leeds")).isTrue();
    assertThat(FieldValue.isIn(event.fields(), "address.street")).isFalse();
    assertThat(has(event, "author", 7L)).isTrue();
    assertThat(has(event, "tags", List.of(1, 2))).isTrue();
    assertThat(has(event, "tags", List.of(2, 1))).isFalse();
    assertThat(has(event, "tags", List.of(1))).isFalse();
    assertThat(has(event, "labels", Arrays.asList("a", null))).isTrue();
    assertThat(has(event, "empty", List.of())).isTrue();
    assertThat(has(event, "prices", Map.of("EUR", new BigDecimal("1.5")))).isTrue();
    assertThat(has(event, "prices", Map.of("USD", 1.5))).isFalse();
  }

  @Test
  void theMembersOfAJsonObject() {
    RecordedEvent event =
        json(
            "{\"id\":42,\"total\":0.10,\"paid\":true,\"who\":{\"name\":\"Ann\"},\"tags\":[1,2],\"no\":null}");
    assertThat(event.operation()).isEqualTo("publish");
    assertThat(has(event, "id", 42)).isTrue();
    assertThat(has(event, "total", 0.1)).isTrue();
    assertThat(has(event, "total", "0.10")).isTrue();
    assertThat(has(event, "paid", true)).isTrue();
    assertThat(has(event, "paid", false)).isFalse();
    assertThat(has(event, "who.name", "Ann")).isTrue();
    assertThat(has(event, "tags", List.of(1, 2))).isTrue();
    assertThat(FieldValue.isIn(event.fields(), "no")).isTrue();
    assertThat(json("[1]").fields()).isEmpty();
    assertThat(json("no json").fields()).isEmpty();
    assertThat(json("no json").text()).isEqualTo("no json");
  }

  @Test
  void whatIsExpectedIsComparedAsItIsWritten() {
    assertThat(FieldValue.same(TimeUnit.DAYS, "DAYS")).isTrue();
    assertThat(FieldValue.same(Instant.EPOCH, "1970-01-01T00:00:00Z")).isTrue();
    assertThat(FieldValue.same(new byte[] {1, 2}, "AQI=")).isTrue();
    assertThat(FieldValue.same(Double.NaN, "NaN")).isTrue();
    assertThat(FieldValue.same(1, "one")).isFalse();
    assertThat(FieldValue.same(null, "")).isFalse();
    assertThat(FieldValue.same("", null)).isFalse();
  }

  @Test
  void theElementsOfAnObject() {
    RecordedEvent event =
        RecordedEvent.published(
            "/n", "1", "<Greeting xmlns='urn:herald:object:1'><text>Hello</text></Greeting>");
    assertThat(has(event, "text", "Hello")).isTrue();
    assertThat(event.text()).isEqualTo("Hello");
  }
}
