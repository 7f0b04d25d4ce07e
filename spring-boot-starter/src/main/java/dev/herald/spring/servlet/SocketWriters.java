package dev.herald.spring.servlet;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The writers of an endpoint, among which its sockets are shared out: one for two processors. */
final class SocketWriters {

  private final List<SocketWriter> writers =
      Stream.generate(SocketWriter::new)
          .limit(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
          .toList();
  private final AtomicInteger turn = new AtomicInteger();

  SocketWriter next() {
    return writers.get(Math.floorMod(turn.getAndIncrement(), writers.size()));
  }
}
