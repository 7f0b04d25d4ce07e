package dev.herald.testkit;

/** What an open transaction would publish. */
final class OnCommit extends EventAssertions {

  OnCommit(UncommittedEvents events) {
    super(events);
  }
}
