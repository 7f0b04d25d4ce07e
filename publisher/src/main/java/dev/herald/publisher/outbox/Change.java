package dev.herald.publisher.outbox;

import dev.herald.publisher.payload.EntryStamp;
import dev.herald.xmpp.XmlFragment;
import org.jspecify.annotations.Nullable;

/** What is to be done to one item of a node, or to the node. */
public sealed interface Change {

  String node();

  String itemId();

  /** What has been done to the row; null when it is of none. */
  @Nullable Stamp stamp();

  /** This change, as one with those before that the stamp tells of. */
  Change stamped(Stamp whole);

  /** This change and an earlier one of the same item as one. */
  default Change after(Change earlier) {
    Stamp before = earlier.stamp();
    Stamp own = stamp();
    return before == null || own == null ? this : stamped(before.then(own));
  }

  record Publish(String node, String itemId, XmlFragment payload, @Nullable Stamp stamp)
      implements Change {

    /** Of no row. */
    public Publish(String node, String itemId, XmlFragment payload) {
      this(node, itemId, payload, null);
    }

    @Override
    public Change stamped(Stamp whole) {
      XmlFragment written =
          whole.equals(stamp)
              ? payload
              : EntryStamp.stamped(payload, whole.operation(), whole.changed());
      return new Publish(node, itemId, written, whole);
    }
  }

  record Retract(String node, String itemId, @Nullable Stamp stamp) implements Change {

    /** Of no row. */
    public Retract(String node, String itemId) {
      this(node, itemId, null);
    }

    @Override
    public Change stamped(Stamp whole) {
      return new Retract(node, itemId, whole);
    }
  }

  /** The node is to be compared with its table, once all before it has been announced. */
  record Refetch(String node) implements Change {
    @Override
    public String itemId() {
      return "";
    }

    @Override
    public @Nullable Stamp stamp() {
      return null;
    }

    @Override
    public Change stamped(Stamp whole) {
      return this;
    }
  }

  /**
   * What is known of a change whose payload could not be written.
   *
   * @param why without values of the row
   */
  record Unwritable(String node, String itemId, String why) implements Change {
    @Override
    public @Nullable Stamp stamp() {
      return null;
    }

    @Override
    public Change stamped(Stamp whole) {
      return this;
    }
  }
}
