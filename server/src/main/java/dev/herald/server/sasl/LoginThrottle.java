package dev.herald.server.sasl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts failed logins by address, within {@link LoginLimits}. For use by several threads. */
final class LoginThrottle {

  private final LoginLimits limits;
  private final LongSupplier nanos;

  /** The times of each address's latest failures; the address that failed last is the last. */
  private final Map<String, Deque<Long>> failures = new LinkedHashMap<>();

  /**
   * @param nanos as {@link System#nanoTime}, which nobody can set back
   */
  LoginThrottle(LoginLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
  }

  /** Whether the address has failed too often to be heard now. */
  synchronized boolean isClosedTo(String address) {
    String block = AddressBlock.of(address);
    Deque<Long> times = failures.get(block);
    if (times == null) {
      return false;
    }
    forgetOld(times);
    if (times.isEmpty()) {
      failures.remove(block);
    }
    return times.size() >= limits.failures();
  }

  synchronized void failed(String address) {
    String block = AddressBlock.of(address);
    Deque<Long> times = failures.remove(block);
    if (times == null) {
      times = new ArrayDeque<>();
    }
    forgetOld(times);
    if (times.size() >= limits.failures()) {
      times.removeFirst();
    }
    times.addLast(nanos.getAsLong());
    failures.put(block, times);
    if (failures.size() > limits.addresses()) {
      Iterator<String> oldest = failures.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** How many addresses are remembered. */
  synchronized int size() {
    return failures.size();
  }

  private void forgetOld(Deque<Long> times) {
    long window = limits.window().toNanos();
    Long oldest = times.peekFirst();
    while (oldest != null && nanos.getAsLong() - oldest >= window) {
      times.removeFirst();
      oldest = times.peekFirst();
    }
  }
}
