package dev.herald.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlWriterTest {

  @Test
  void markupInTextAndAttributesIsEscapedAndComesBackTheSame() {
    String hostile = "</a> & \"quoted\" 'too' ]]> \r\n\t";
    XmlElement element =
        XmlElement.builder("urn:a", "a").attribute("b", hostile).text(hostile).build();

    XmlElement read = XmlStreamReader.parseDocument(element.toString(), XmlLimits.DEFAULT);

    assertThat(read.text()).isEqualTo(hostile);
    assertThat(read.attribute("b")).isEqualTo(hostile);
  }

  @Test
  void charactersThatXmlCannotCarryAreReplaced() {
    XmlElement element =
        XmlElement.builder("", "a").text("\u0000a\u0001\uD800b\uDC00\uFFFE\uFFFF😀").build();

    assertThat(element.toString()).isEqualTo("<a>\uFFFDa\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD😀</a>");
    assertThat(XmlCharacters.legal("\u0000a\uD800").replaced()).isEqualTo(2);
  }

  @Test
  void namespacesAreDeclaredWhereTheyChange() {
    XmlElement element =
        XmlElement.builder("urn:a", "a")
            .attribute("{urn:x}y", "1")
            .add(XmlElement.builder("urn:a", "b").add(XmlElement.empty("", "c")))
            .build();

    assertThat(element.toString())
        .isEqualTo("<a xmlns=\"urn:a\" xmlns:ns1=\"urn:x\" ns1:y=\"1\"><b><c xmlns=\"\"/></b></a>");
  }
}
