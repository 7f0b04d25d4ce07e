package dev.herald.publisher.capture;

import org.hibernate.persister.entity.EntityPersister;
import org.slf4j.Logger;

/** Says that an instance cannot be written, without its values. */
public final class Unwritable {

  private Unwritable() {}

  /**
   * Logs the kind of an exception and where it came from: its message is the application's and may
   * have values in it, so it is shown for debugging only.
   */
  public static void log(
      Logger log, Object what, EntityPersister persister, Object id, Throwable exception) {
    log.error(
        "The {} of {} with id {} cannot be announced: {}; see the log at DEBUG for more",
        what,
        persister.getEntityName(),
        id,
        describe(exception));
    log.debug("The cause", exception);
  }

  /** The kind of an exception and where it came from. */
  static String describe(Throwable exception) {
    StackTraceElement[] trace = exception.getStackTrace();
    return exception.getClass().getName()
        + " at "
        + (trace.length == 0 ? "an unknown place" : trace[0]);
  }
}
