package dev.herald.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails the tests of a class after which Netty reports a buffer that nobody has released. */
final class Leaks implements AfterAllCallback {

  private final LogCapture log = LogCapture.of("io.netty.util.ResourceLeakDetector");

  @Override
  public void afterAll(ExtensionContext context) {
    for (int i = 0; i < 3; i++) {
      collect();
      // Netty reports what it has lost when it watches the next one.
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    log.close();
    assertThat(log.lines()).as("leaks").isEmpty();
  }

  private static void collect() {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    PhantomReference<Object> witness = new PhantomReference<>(new Object(), collected);
    Wait.until(
        "the collector has run",
        () -> {
          System.gc();
          return collected.poll() != null;
        });
    witness.clear();
  }
}
