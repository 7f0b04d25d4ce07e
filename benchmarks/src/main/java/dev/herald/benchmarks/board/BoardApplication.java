package dev.herald.benchmarks.board;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A departure board on the application's own port: rows in a table, which somebody changes. */
@SpringBootApplication
public class BoardApplication {

  /** What it says before its port, alone on a line. */
  public static final String LISTENING = "Listening: ";

  public static void main(String[] arguments) {
    System.out.println(
        LISTENING
            + SpringApplication.run(BoardApplication.class, arguments)
                .getEnvironment()
                .getRequiredProperty("local.server.port"));
  }
}
