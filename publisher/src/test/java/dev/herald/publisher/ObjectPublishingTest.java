package dev.herald.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.Payload;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** What an application publishes by hand. */
class ObjectPublishingTest {

  /** Something that Jackson can write. */
  record Greeting(String text, int number) {}

  private final RecordingNodes nodes = new RecordingNodes();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean inTransaction;
  private final Publisher publisher =
      new Publisher(
          nodes,
          PublisherSettings.DEFAULT,
          action -> {
            if (inTransaction) {
              afterCommit.add(action);
            }
            return inTransaction;
          });

  @AfterEach
  void stop() {
    publisher.close();
  }

  @Test
  void textIsTheTextOfAnAtomEntry() throws Exception {
    String id = publisher.publish("/home", "Hello World");
    var event = nodes.next();
    assertThat(event.itemId()).isEqualTo(id);
    assertThat(event.payload().toString())
        .isEqualTo("<entry xmlns=\"http://www.w3.org/2005/Atom\">Hello World</entry>");
  }

  @Test
  void textThatLooksLikeMarkupStaysText() throws Exception {
    publisher.publish("/home", "<script>alert(1)</script>");
    assertThat(nodes.next().payload().text()).isEqualTo("<script>alert(1)</script>");
  }

  @Test
  void xmlIsSentAsItIs() throws Exception {
    publisher.publish(
        "/home", "1", Payload.xml("<?xml version='1.0'?>\n<a xmlns='urn:a'><b/></a>"));
    assertThat(nodes.next().payload().toString()).isEqualTo("<a xmlns=\"urn:a\"><b/></a>");
    publisher.publish(
        "/home",
        "1",
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader("<d>x</d>"))));
    assertThat(nodes.next().payload().toString()).isEqualTo("<d>x</d>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "<a>", "<a/><b/>", "<!DOCTYPE a><a/>", "<a><!-- c --></a>"})
  void whatIsNoElementIsRefused(String xml) {
    assertThatThrownBy(() -> publisher.publish("/home", Payload.xml(xml)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not one XML element");
  }

  @Test
  void anObjectIsTheXmlThatJacksonMakesOfIt() throws Exception {
    publisher.publish("/home", new Greeting("a\u0001<b>", 7));
    assertThat(nodes.next().payload().toString())
        .isEqualTo(
            "<Greeting xmlns=\"urn:herald:object:1\"><text>a\uFFFD&lt;b&gt;</text><number>7</number></Greeting>");
    assertThat(publisher.metrics().replacedCharacters()).isEqualTo(1);
  }

  @Test
  void aMapWhoseKeysAreNoNamesIsRefusedAsXmlAndSentAsJson() throws Exception {
    Map<String, Integer> map = Map.of("not a name", 1);
    assertThatThrownBy(() -> publisher.publish("/home", map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Payload.json");
    publisher.publish("/home", Payload.json(map));
    assertThat(nodes.next().payload().toString())
        .isEqualTo("<json xmlns=\"urn:xmpp:json:0\">{\"not a name\":1}</json>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\u0001b"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> publisher.publish(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> publisher.publish("/home", name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> publisher.retract("/home", name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anItemIsTakenBack() throws Exception {
    publisher.publish("/home", "1", "x");
    nodes.next();
    publisher.retract("/home", "1");
    assertThat(nodes.next()).hasToString("retract /home 1");
  }

  @Test
  void withinATransactionItLeavesAfterTheCommitOnly() throws Exception {
    inTransaction = true;
    publisher.publish("/home", "1", "in the transaction");
    inTransaction = false;
    publisher.publish("/home", "2", "marker");
    assertThat(nodes.next().itemId()).isEqualTo("2");
    afterCommit.forEach(Runnable::run);
    assertThat(nodes.next().itemId()).isEqualTo("1");
  }
}
