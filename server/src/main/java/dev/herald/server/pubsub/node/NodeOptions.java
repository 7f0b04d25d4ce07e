package dev.herald.server.pubsub.node;

import dev.herald.xmpp.Jid;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The options of a node that this service has (XEP-0060, section 16.4.4). */
public final class NodeOptions {

  /** As many items as there may be, whatever the service's own limit says. */
  private static final int MOST = Integer.MAX_VALUE;

  /** Nodes in one collection, whatever it says. */
  private static final int MOST_CHILDREN = 1_000;

  /** Ten years, in seconds. */
  private static final int LONGEST = 315_360_000;

  public static final Option<String> TITLE =
      new Option<>("title", "A short name for the node", OptionType.TEXT, "");
  public static final Option<String> DESCRIPTION =
      new Option<>("description", "A description of the node", OptionType.TEXT, "");
  public static final Option<String> TYPE =
      new Option<>("type", "The namespace of the payloads", OptionType.TEXT, "");
  public static final Option<NodeType> NODE_TYPE =
      choice("node_type", "Whether the node has items or other nodes", NodeType.LEAF);
  public static final Option<List<String>> COLLECTION =
      new Option<>("collection", "The collections that it is in", OptionType.NAMES, List.of());

  /** Follows from what the children say; nobody sets it. */
  public static final Option<List<String>> CHILDREN =
      new Option<>("children", "The nodes that are in it", OptionType.NAMES, List.of());

  /** With the next two, of collections only (XEP-0248, section 7.2.1). */
  public static final Option<AssociationPolicy> ASSOCIATION_POLICY =
      choice("children_association_policy", "Who may put nodes into it", AssociationPolicy.OWNER);

  public static final Option<List<Jid>> ASSOCIATION_WHITELIST =
      new Option<>(
          "children_association_whitelist",
          "Who beside its owners may put nodes into it, by the whitelist policy",
          OptionType.JIDS,
          List.of());

  public static final Option<Integer> CHILDREN_MAX =
      new Option<>(
          "children_max",
          "How many nodes may be in it",
          OptionType.numberOrMax(0, MOST_CHILDREN),
          MOST_CHILDREN);

  public static final Option<List<Jid>> CONTACT =
      new Option<>("contact", "Whom to ask about the node", OptionType.JIDS, List.of());
  public static final Option<String> LANGUAGE =
      new Option<>("language", "The language of the payloads", OptionType.TEXT, "");
  public static final Option<Boolean> PERSIST_ITEMS = flag("persist_items", "Keep items", true);
  public static final Option<Integer> MAX_ITEMS =
      new Option<>("max_items", "Items to keep", OptionType.numberOrMax(1, MOST), MOST);
  public static final Option<Integer> ITEM_EXPIRE =
      new Option<>(
          "item_expire",
          "Seconds until an item leaves; 0 for never",
          OptionType.numberOrMax(0, LONGEST),
          0);
  public static final Option<Boolean> DELIVER_NOTIFICATIONS =
      flag("deliver_notifications", "Notify subscribers", true);
  public static final Option<Boolean> DELIVER_PAYLOADS =
      flag("deliver_payloads", "Deliver payloads with notifications", true);
  public static final Option<Boolean> NOTIFY_CONFIG =
      flag("notify_config", "Notify when the configuration changes", false);
  public static final Option<Boolean> NOTIFY_DELETE =
      flag("notify_delete", "Notify when the node is deleted", true);
  public static final Option<Boolean> NOTIFY_RETRACT =
      flag("notify_retract", "Notify of every item that is deleted", false);
  public static final Option<Boolean> NOTIFY_SUB =
      flag("notify_sub", "Tell owners who subscribes and unsubscribes", false);
  public static final Option<Boolean> PRESENCE_BASED_DELIVERY =
      flag("presence_based_delivery", "Notify only who is available", false);
  public static final Option<NotificationType> NOTIFICATION_TYPE =
      choice("notification_type", "The type of the messages", NotificationType.HEADLINE);
  public static final Option<SendLastItem> SEND_LAST_PUBLISHED_ITEM =
      choice("send_last_published_item", "When the last item is sent", SendLastItem.NEVER);
  public static final Option<Boolean> SUBSCRIBE = flag("subscribe", "Allow subscriptions", true);
  public static final Option<AccessModel> ACCESS_MODEL =
      choice("access_model", "Who may subscribe and retrieve items", AccessModel.OPEN);
  public static final Option<PublishModel> PUBLISH_MODEL =
      choice("publish_model", "Who may publish", PublishModel.PUBLISHERS);
  public static final Option<WhenFull> PUBLISH_NODE_FULL =
      new Option<>(
          "publish_node_full",
          "What happens when an item is published and there is no room",
          OptionType.choice(
              WhenFull.class, full -> full.name().toLowerCase(Locale.ROOT).replace('_', '-')),
          WhenFull.RETRACT_OLDEST);
  public static final Option<Integer> MAX_PAYLOAD_SIZE =
      new Option<>(
          "max_payload_size", "The largest payload, in bytes", OptionType.number(1, MOST), MOST);
  public static final Option<Boolean> TEMPSUB =
      flag("tempsub", "End all subscriptions with their subscriber's session", false);
  public static final Option<ItemReply> ITEM_REPLY =
      choice("itemreply", "Whom replies are for", ItemReply.NONE);

  /** Set by the application only: the node mirrors an entity's table. */
  static final Option<Boolean> ENTITY = flag("herald_entity", "Mirrors an entity's table", false);

  /** Set by the application only: it says who may read the node. */
  static final Option<Boolean> RESTRICTED =
      flag("herald_restricted", "The application says who may read it", false);

  /** Those that a form has, in its order. */
  public static final List<Option<?>> OF_FORMS =
      List.of(
          TITLE,
          DESCRIPTION,
          TYPE,
          CONTACT,
          LANGUAGE,
          NODE_TYPE,
          COLLECTION,
          CHILDREN,
          ASSOCIATION_POLICY,
          ASSOCIATION_WHITELIST,
          CHILDREN_MAX,
          PERSIST_ITEMS,
          MAX_ITEMS,
          ITEM_EXPIRE,
          DELIVER_NOTIFICATIONS,
          DELIVER_PAYLOADS,
          NOTIFY_CONFIG,
          NOTIFY_DELETE,
          NOTIFY_RETRACT,
          NOTIFY_SUB,
          PRESENCE_BASED_DELIVERY,
          NOTIFICATION_TYPE,
          SEND_LAST_PUBLISHED_ITEM,
          SUBSCRIBE,
          ACCESS_MODEL,
          PUBLISH_MODEL,
          PUBLISH_NODE_FULL,
          MAX_PAYLOAD_SIZE,
          TEMPSUB,
          ITEM_REPLY);

  private static final Set<Option<?>> OF_COLLECTIONS =
      Set.of(ASSOCIATION_POLICY, ASSOCIATION_WHITELIST, CHILDREN_MAX);

  private static final List<Option<?>> OF_LEAVES =
      OF_FORMS.stream().filter(option -> !OF_COLLECTIONS.contains(option)).toList();

  /** Those that a store has to know. */
  static final List<Option<?>> ALL =
      Stream.concat(OF_FORMS.stream(), Stream.of(ENTITY, RESTRICTED)).toList();

  private NodeOptions() {}

  /** Those that a node's own form has. */
  public static List<Option<?>> of(NodeConfiguration configuration) {
    return configuration.isCollection() ? OF_FORMS : OF_LEAVES;
  }

  /** Whether a form may have an option of this name. */
  public static boolean isKnown(String name) {
    return OF_FORMS.stream().anyMatch(option -> option.name().equals(name));
  }

  private static Option<Boolean> flag(String name, String label, boolean initial) {
    return new Option<>(name, label, OptionType.FLAG, initial);
  }

  private static <E extends Enum<E>> Option<E> choice(String name, String label, E initial) {
    OptionType<E> type =
        OptionType.choice(
            initial.getDeclaringClass(), constant -> constant.name().toLowerCase(Locale.ROOT));
    return new Option<>(name, label, type, initial);
  }
}
