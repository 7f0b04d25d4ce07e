package dev.herald.netty;

import dev.herald.server.sasl.Peer;
import dev.herald.server.session.StreamLimits;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All connections of the listeners, whatever they are about. Their bound is above that of sessions:
 * BOSH has two for each, and one session too many is to be told so. Beyond it a connection is
 * closed without a word. Thread-safe.
 */
final class Connections {

  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  /** For those that are about to end, and for HTTP without a session. */
  private static final int SPARE = 100;

  /** Whoever is refused comes again at once, so not each of them is worth a line. */
  private static final long LOG_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final Set<Channel> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final int most;
  private final int mostPerAddress;
  private long logged = System.nanoTime() - LOG_EVERY;

  Connections(StreamLimits limits) {
    this.most = with(limits.sessions());
    this.mostPerAddress = with(limits.sessionsPerAddress());
  }

  private static int with(int sessions) {
    return (int) Math.min(Integer.MAX_VALUE, 2L * sessions + SPARE);
  }

  /** Whether there is room for the channel, which is closed otherwise. */
  boolean admit(Channel channel) {
    Peer peer = Peers.of(channel);
    String address = peer.network();
    // A proxy on this machine brings everybody.
    boolean counted = !Peer.isLoopback(address);
    int ofAddress = counted ? perAddress.merge(address, 1, Integer::sum) : 0;
    open.add(channel);
    channel.closeFuture().addListener(closed -> forget(channel, counted ? address : null));
    if (open.size() <= most && ofAddress <= mostPerAddress) {
      return true;
    }
    refused.increment();
    complain(peer, ofAddress);
    channel.close();
    return false;
  }

  private void forget(Channel channel, @Nullable String address) {
    open.remove(channel);
    if (address != null) {
      perAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
  }

  private synchronized void complain(Peer peer, int ofAddress) {
    long now = System.nanoTime();
    if (now - logged >= LOG_EVERY) {
      logged = now;
      log.warn(
          "{} is refused: there are {} connections, {} of this address; {} have been refused",
          peer,
          open.size(),
          ofAddress,
          refused.sum());
    }
  }

  int size() {
    return open.size();
  }

  /** How many were refused since the start, because there were too many. */
  long refused() {
    return refused.sum();
  }

  /** Tells all of them that it is over, and waits so long for their ends. */
  void end(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    open.forEach(channel -> channel.pipeline().fireUserEventTriggered(Shutdown.NOW));
    for (Channel channel : open) {
      channel.closeFuture().awaitUninterruptibly(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }
}
