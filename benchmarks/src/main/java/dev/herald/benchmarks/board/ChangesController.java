package dev.herald.benchmarks.board;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the measurement starts and ends the changes, and learns when they were committed. */
@RestController
@RequestMapping("/changes")
class ChangesController {

  private final Changes changes;

  ChangesController(Changes changes) {
    this.changes = changes;
  }

  @PostMapping
  void start(@RequestParam int perMinute) {
    changes.start(perMinute);
  }

  @DeleteMapping
  void stop() {
    changes.stop();
  }

  /** A line for each: number, call and return of commit(). */
  @GetMapping
  String commits() {
    return lines(changes.commits());
  }

  private static String lines(List<Commit> commits) {
    return commits.stream()
        .map(c -> c.number() + " " + c.called() + " " + c.returned())
        .collect(Collectors.joining("\n"));
  }
}
