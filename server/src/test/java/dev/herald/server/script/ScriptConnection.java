package dev.herald.server.script;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client's connection, as a transport has it. For one thread. */
public interface ScriptConnection {

  /**
   * Opens the stream, or opens it again after authentication, and reads the header of the answer;
   * the features are {@link #next}.
   *
   * @param to the domain that is asked for
   */
  void open(String to);

  /** Sends one element, or what is to be taken for one. */
  void send(String xml);

  /** What has come in; null when there is nothing within the time. */
  @Nullable Received next(Duration atMost);

  /** Closes the stream; the end of the server's is still to come. */
  void leave();

  /** Ends the connection without a word, if it is there. */
  void cut();
}
