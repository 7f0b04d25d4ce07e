package dev.herald.benchmarks.board;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.herald.Published;
import dev.herald.benchmarks.ItemNumber;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** A row of the board, of ten fields. */
@Entity
@Published
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
@NullUnmarked // Hibernate fills it.
class Departure {

  private static final Instant FIRST = Instant.parse("2026-11-25T06:00:00Z");
  private static final int SECONDS_BETWEEN = 300;

  @Id long id;
  String flight;
  String destination;
  String airline;
  String gate;
  Instant scheduled;
  Instant expected;
  boolean boarding;
  String remark;

  /** The number of its last change, in a form that pages find in JSON and in XML alike. */
  String mark;

  Departure() {}

  Departure(long id) {
    this.id = id;
    flight = "HE " + (1_000 + id);
    destination = "A town of some name " + id;
    airline = "Herald Air " + id % 7;
    gate = "B" + id % 40;
    scheduled = FIRST.plusSeconds(id * SECONDS_BETWEEN);
    expected = scheduled;
    remark = "on time";
    mark = ItemNumber.format(0);
  }

  void change(long number) {
    expected = expected.plusSeconds(60);
    boarding = !boarding;
    remark = "new time after change " + number;
    mark = ItemNumber.format(number);
  }
}
