package dev.herald.publisher;

import java.util.AbstractList;
import java.util.Iterator;

/** Lets Hibernate read it while it is flushed, and nobody after. */
final class HostileList extends AbstractList<String> {

  @Override
  public String get(int index) {
    throw new IllegalStateException("hostile");
  }

  @Override
  public Iterator<String> iterator() {
    for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
      if (frame.getClassName().startsWith("dev.herald.publisher.payload")) {
        throw new IllegalStateException("hostile");
      }
    }
    return java.util.Collections.emptyIterator();
  }

  @Override
  public int size() {
    return 0;
  }
}
