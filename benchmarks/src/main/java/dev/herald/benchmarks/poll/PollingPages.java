package dev.herald.benchmarks.poll;

import dev.herald.benchmarks.EventLoop;
import dev.herald.benchmarks.ItemNumber;
import dev.herald.benchmarks.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Pages that ask at a fixed interval, as setInterval does; each begins at a random time of it. */
final class PollingPages implements Pages {

  private final EventLoop loop;
  private final Way way;
  private final int port;
  private final long interval;
  private final Random random;
  private final List<Page> pages = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private long requests;
  private long messages;
  private long leftOut;

  /**
   * @param interval in nanoseconds
   */
  PollingPages(EventLoop loop, Way way, int port, long interval, long seed) {
    this.loop = loop;
    this.way = way;
    this.port = port;
    this.interval = interval;
    this.random = new Random(seed);
  }

  @Override
  public void open(int number, Runnable shown) {
    Page page = new Page(number, shown);
    pages.add(page);
    loop.connect(port, page);
  }

  @Override
  public void opened() {
    long now = System.nanoTime();
    for (Page page : pages) {
      page.pollAt(now + (long) (random.nextDouble() * interval));
    }
  }

  @Override
  public List<Arrival> arrivals() {
    return arrivals;
  }

  @Override
  public long requests() {
    return requests;
  }

  @Override
  public long messages() {
    return messages;
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  private final class Page implements EventLoop.Peer, ResponseFraming.Answers {

    private final int number;
    private final ResponseFraming framing = new ResponseFraming(this);
    private @Nullable Runnable shown;
    private @Nullable Wire wire;
    private String tag = "";
    private long known;
    private long asked;
    private boolean waiting;

    Page(int number, Runnable shown) {
      this.number = number;
      this.shown = shown;
    }

    @Override
    public void connected(Wire connected) {
      wire = connected;
      ask();
    }

    @Override
    public void received(byte[] bytes, int from, int to) {
      framing.received(bytes, from, to);
    }

    void pollAt(long due) {
      loop.at(
          due,
          () -> {
            if (waiting) {
              leftOut++;
            } else {
              ask();
            }
            pollAt(due + interval);
          });
    }

    private void ask() {
      // As little as any client sends; a browser's own headers are some hundred bytes more.
      String request =
          "GET " + way.path() + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAccept: */*\r\n";
      if (!tag.isEmpty()) {
        request += "If-None-Match: " + tag + "\r\n";
      }
      waiting = true;
      requests++;
      asked = System.nanoTime();
      Objects.requireNonNull(wire, "not connected yet")
          .write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void rows(String etag, byte[] bytes, int from, int to) {
      if (way == Way.POLL_WITH_ETAG && etag.isEmpty()) {
        throw new IllegalStateException("An answer without an ETag");
      }
      if (!etag.isEmpty() && etag.equals(tag)) {
        throw new IllegalStateException("All rows again for a page that has " + tag);
      }
      tag = etag;
      long newest = -1;
      for (int at = ItemNumber.find(bytes, from, to);
          at >= 0;
          at = ItemNumber.find(bytes, at + ItemNumber.LENGTH, to)) {
        newest = Math.max(newest, ItemNumber.parse(bytes, at));
      }
      if (newest < 0) {
        throw new IllegalStateException("An answer without rows");
      }
      known = newest;
      answered();
    }

    @Override
    public void notModified() {
      answered();
    }

    private void answered() {
      waiting = false;
      messages++;
      Runnable first = shown;
      if (first == null) {
        arrivals.add(new Arrival(number, known, asked, System.nanoTime()));
      } else {
        shown = null;
        first.run();
      }
    }
  }
}
