package dev.herald.benchmarks.board;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** What pages poll. */
@RestController
class BoardController {

  private final DepartureRepository departures;

  BoardController(DepartureRepository departures) {
    this.departures = departures;
  }

  @GetMapping("/rows.json")
  List<Departure> rows() {
    return departures.findAllByOrderByScheduledAsc();
  }

  /** The same with an ETag: when nothing has changed, one aggregate is read instead of the rows. */
  @GetMapping("/rows-with-etag.json")
  @Nullable List<Departure> rowsIfChanged(WebRequest request) {
    // Before the rows: these may be newer than their ETag, never older.
    return request.checkNotModified(departures.tag()) ? null : rows();
  }
}
