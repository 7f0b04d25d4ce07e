package dev.herald.server.disco;

import dev.herald.server.forms.DataForm;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a service has below its own address, for disco: its nodes and their items. Answers may come
 * from any thread; a node that is not there is answered by a {@link
 * dev.herald.xmpp.StanzaException} of {@code item-not-found}.
 */
public interface DiscoNodes {

  /** A line of a disco#items answer; a name, or else a node, tells items of one address apart. */
  record Line(String jid, Optional<String> node, Optional<String> name) {}

  /**
   * Lines of a list.
   *
   * @param set which lines these are (XEP-0059), if it was asked for or they are not all
   */
  record Lines(List<Line> lines, Optional<XmlElement> set) {

    /** All that there are. */
    public static Lines all(List<Line> lines) {
      return new Lines(lines, Optional.empty());
    }
  }

  /**
   * A node, for disco#info.
   *
   * @param features what it announces; empty for all that the service does
   * @param metadata what is known of it (XEP-0128)
   */
  record Info(Identity identity, Optional<List<String>> features, Optional<DataForm> metadata) {

    /** A node that is as the service is. */
    public Info(Identity identity, Optional<DataForm> metadata) {
      this(identity, Optional.empty(), metadata);
    }

    /**
     * A node of PubSub.
     *
     * @param type {@code leaf} or {@code collection}
     */
    public Info(String type, Optional<DataForm> metadata) {
      this(new Identity("pubsub", type, ""), metadata);
    }
  }

  /** What the service itself lists. */
  CompletableFuture<Lines> items(IqRequest request);

  /** What a node lists. */
  CompletableFuture<Lines> items(IqRequest request, String node);

  /** What is known of a node. */
  CompletableFuture<Info> info(IqRequest request, String node);
}
