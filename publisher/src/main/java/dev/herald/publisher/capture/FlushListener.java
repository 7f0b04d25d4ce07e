package dev.herald.publisher.capture;

import org.hibernate.event.spi.AutoFlushEvent;
import org.hibernate.event.spi.AutoFlushEventListener;
import org.hibernate.event.spi.FlushEvent;
import org.hibernate.event.spi.FlushEventListener;

/** Comes after Hibernate's own listener, when the statements of a flush have been executed. */
final class FlushListener implements FlushEventListener, AutoFlushEventListener {

  private final OpenTransactions transactions;

  FlushListener(OpenTransactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void onFlush(FlushEvent event) {
    transactions.flushed(event.getSession());
  }

  @Override
  public void onAutoFlush(AutoFlushEvent event) {
    transactions.flushed(event.getSession());
  }
}
