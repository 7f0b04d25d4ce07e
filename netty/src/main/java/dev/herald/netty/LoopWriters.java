package dev.herald.netty;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The writer of each event loop of a server. */
final class LoopWriters {

  private final Map<EventLoop, LoopWriter> writers = new ConcurrentHashMap<>();

  LoopWriter of(EventLoop loop) {
    return writers.computeIfAbsent(loop, LoopWriter::new);
  }
}
