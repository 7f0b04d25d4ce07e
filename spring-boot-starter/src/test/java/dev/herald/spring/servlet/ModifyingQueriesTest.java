package dev.herald.spring.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.PubSub;
import dev.herald.spring.notes.Note;
import dev.herald.spring.notes.NoteStore;
import dev.herald.spring.notes.Notes;
import dev.herald.spring.notes.NotesApplication;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** From a {@code @Modifying} query of Spring Data to a subscriber. */
@SpringBootTest(
    classes = NotesApplication.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "herald.anonymous=true",
      "spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
          + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration"
    })
class ModifyingQueriesTest {

  private static final String NODE = "/notes/Note";

  @LocalServerPort private int port;
  @Autowired private NoteStore store;
  @Autowired private Notes notes;
  @Autowired private PubSub pubSub;

  @Test
  void aModifyingQueryReachesASubscriber() throws Exception {
    store.save("first a");
    store.save("second a");
    store.save("third b");
    pubSub.republish(Note.class).await(Duration.ofSeconds(20));
    try (RawWebSocket socket = new RawWebSocket(port)) {
      socket.handshake("http://localhost:" + port, "xmpp");
      socket.logIn();
      socket.subscribe(NODE);

      assertThat(notes.shout("% a")).isEqualTo(2);
      assertThat(socket.readUntil("<item ")).contains("op=\"update\"", ">FIRST A<");
      assertThat(socket.readUntil("<item ")).contains("op=\"update\"", ">SECOND A<");
      assertThat(socket.readUntil("<changed "))
          .contains(
              "type=\"headline\"",
              "<changed xmlns=\"urn:herald:changed:1\" node=\"/notes/Note\" published=\"2\" retracted=\"0\"/>");

      assertThat(notes.erase("% A")).isEqualTo(2);
      socket.readUntil("<retract ");
      socket.readUntil("<retract ");
      assertThat(socket.readUntil("<changed ")).contains("published=\"0\" retracted=\"2\"");
    }
  }

  @Nested
  @TestPropertySource(properties = "herald.bulk=fail")
  class WhereTheyAreForbidden {

    @Test
    void aModifyingQueryIsRefusedInWordsThatNameTheProperty() {
      assertThatThrownBy(() -> notes.shout("%")).hasMessageContaining("herald.bulk=fail");
    }
  }
}
