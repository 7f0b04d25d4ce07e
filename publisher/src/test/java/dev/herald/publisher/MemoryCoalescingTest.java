package dev.herald.publisher;

import dev.herald.publisher.outbox.OutboxKind;

class MemoryCoalescingTest extends H2CoalescingTest {

  @Override
  OutboxKind outbox() {
    return OutboxKind.MEMORY;
  }
}
