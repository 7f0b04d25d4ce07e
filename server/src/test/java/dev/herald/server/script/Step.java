package dev.herald.server.script;

import dev.herald.xmpp.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one client does or sees, and in which line of the script that stands. */
record Step(int line, String client, Action action) {

  sealed interface Action {}

  /** Comes in as declared, for the first time or again. */
  record Connect() implements Action {}

  /**
   * Opens the stream, or opens it again after its authentication.
   *
   * @param to the domain, where it is not the server's
   */
  record Open(@Nullable String to) implements Action {}

  record Send(String xml) implements Action {}

  /** The same, on a new connection that has authenticated and bound nothing. */
  record Resume(String xml) implements Action {}

  record Receive(List<XmlElement> expected, boolean inAnyOrder) implements Action {
    Receive {
      expected = List.copyOf(expected);
    }
  }

  record ReceiveNothing() implements Action {}

  /** Closes its stream. */
  record Leave() implements Action {}

  /** Loses its connection without a word. */
  record Cut() implements Action {}

  /**
   * The server ends the stream.
   *
   * @param conditions the names of the stream error's conditions; none when there is no error
   */
  record End(List<String> conditions) implements Action {
    End {
      conditions = List.copyOf(conditions);
    }
  }
}
