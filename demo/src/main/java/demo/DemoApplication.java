package demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A wall of short messages. Every page that shows it follows the table, whoever writes to it. */
@SpringBootApplication
public class DemoApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(DemoApplication.class, arguments);
  }
}
