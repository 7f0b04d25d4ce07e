package dev.herald.benchmarks.poll;

import java.util.List;

/** Pages that are open at once. Used on the event loop only. */
interface Pages {

  /** Opens one; tells when it shows the rows. */
  void open(int page, Runnable shown);

  /** All are open. */
  void opened();

  /** What pages have learned so far, in the order of time. */
  List<Arrival> arrivals();

  /** Requests that polling pages have sent so far. */
  long requests();

  /** Answers to them, or events, that have come so far. */
  long messages();

  /** Requests that were not sent since the page still waited for the answer to the last one. */
  long leftOut();
}
