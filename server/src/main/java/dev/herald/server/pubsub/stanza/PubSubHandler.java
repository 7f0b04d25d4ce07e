package dev.herald.server.pubsub.stanza;

import dev.herald.server.pubsub.Actor;
import dev.herald.server.pubsub.Item;
import dev.herald.server.pubsub.NodeConfiguration;
import dev.herald.server.pubsub.PubSubException;
import dev.herald.server.pubsub.PubSubException.Reason;
import dev.herald.server.pubsub.PubSubService;
import dev.herald.server.routing.IqHandler;
import dev.herald.server.routing.IqRequest;
import dev.herald.xmpp.Jid;
import dev.herald.xmpp.Namespaces;
import dev.herald.xmpp.XmlElement;
import dev.herald.xmpp.XmlFragment;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** XEP-0060: what subscribers and publishers ask for (sections 6, 7 and 8.1). */
public final class PubSubHandler implements IqHandler {

  private static final List<String> FEATURES =
      List.of(
          Namespaces.PUBSUB,
          Namespaces.PUBSUB + "#access-open",
          Namespaces.PUBSUB + "#auto-create",
          Namespaces.PUBSUB + "#create-and-configure",
          Namespaces.PUBSUB + "#create-nodes",
          Namespaces.PUBSUB + "#delete-items",
          Namespaces.PUBSUB + "#instant-nodes",
          Namespaces.PUBSUB + "#item-ids",
          Namespaces.PUBSUB + "#persistent-items",
          Namespaces.PUBSUB + "#publish",
          Namespaces.PUBSUB + "#retract-items",
          Namespaces.PUBSUB + "#retrieve-items",
          Namespaces.PUBSUB + "#subscribe");

  private final PubSubService service;
  private final Predicate<Jid> online;

  /**
   * @param online whether a full JID is bound, for the subscriber who leaves while it subscribes
   */
  public PubSubHandler(PubSubService service, Predicate<Jid> online) {
    this.service = service;
    this.online = online;
  }

  @Override
  public String namespace() {
    return Namespaces.PUBSUB;
  }

  @Override
  public List<String> features() {
    return FEATURES;
  }

  @Override
  public @Nullable XmlElement handle(IqRequest request) {
    XmlElement action =
        request
            .payload()
            .firstChild()
            .orElseThrow(() -> PubSubErrors.badRequest("<pubsub/> is empty"));
    Actor actor = Actors.of(request);
    try {
      return request.set() ? change(actor, request, action) : retrieve(actor, action);
    } catch (PubSubException e) {
      throw PubSubErrors.of(e);
    }
  }

  private @Nullable XmlElement change(Actor actor, IqRequest request, XmlElement action) {
    return switch (action.name()) {
      case "create" -> create(actor, request.payload(), action);
      case "subscribe" -> subscribe(actor, request.from(), action);
      case "unsubscribe" -> {
        service.unsubscribe(actor, node(action), subscriber(action));
        yield null;
      }
      case "publish" -> publish(actor, request.payload(), action);
      case "retract" -> {
        String notify = action.attribute("notify");
        service.retract(
            actor, node(action), itemId(action), "true".equals(notify) || "1".equals(notify));
        yield null;
      }
      case "options" -> throw PubSubErrors.unsupported("subscription-options");
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' cannot be set");
    };
  }

  private XmlElement retrieve(Actor actor, XmlElement action) {
    return switch (action.name()) {
      case "items" -> items(actor, action);
      case "subscriptions" -> throw PubSubErrors.unsupported("retrieve-subscriptions");
      case "affiliations" -> throw PubSubErrors.unsupported("retrieve-affiliations");
      case "options" -> throw PubSubErrors.unsupported("subscription-options");
      case "default" -> throw PubSubErrors.unsupported("retrieve-default-sub");
      default -> throw PubSubErrors.badRequest("'" + action.name() + "' cannot be retrieved");
    };
  }

  private @Nullable XmlElement create(Actor actor, XmlElement pubsub, XmlElement create) {
    // Section 8.1.3; an empty <configure/> asks for the defaults.
    NodeConfiguration configuration =
        pubsub
            .child(Namespaces.PUBSUB, "configure")
            .flatMap(XmlElement::firstChild)
            .map(form -> ConfigurationForm.read(form, service.defaults()))
            .orElseGet(service::defaults);
    String wanted = create.attribute("node");
    if (wanted != null) {
      service.create(actor, wanted, configuration);
      return null;
    }
    // An instant node (section 8.1.2).
    String instant = UUID.randomUUID().toString();
    service.create(actor, instant, configuration);
    return pubsub(XmlElement.builder(Namespaces.PUBSUB, "create").attribute("node", instant));
  }

  private XmlElement subscribe(Actor actor, Jid from, XmlElement subscribe) {
    String node = node(subscribe);
    Jid stated = subscriber(subscribe);
    // The session's own object, so that it is found by identity for each delivery.
    Jid subscriber = stated.equals(from) ? from : stated;
    service.subscribe(actor, node, subscriber);
    if (subscriber.isFull() && !online.test(subscriber)) {
      service.gone(subscriber);
    }
    return pubsub(
        XmlElement.builder(Namespaces.PUBSUB, "subscription")
            .attribute("node", node)
            .attribute("jid", subscriber.toString())
            .attribute("subscription", "subscribed"));
  }

  private XmlElement publish(Actor actor, XmlElement pubsub, XmlElement publish) {
    if (pubsub.child(Namespaces.PUBSUB, "publish-options").isPresent()) {
      throw PubSubErrors.unsupported("publish-options");
    }
    String node = node(publish);
    List<XmlElement> items = publish.children();
    if (items.isEmpty()) {
      service.publish(actor, node);
      return pubsub(XmlElement.builder(Namespaces.PUBSUB, "publish").attribute("node", node));
    }
    if (items.size() != 1 || !items.get(0).is(Namespaces.PUBSUB, "item")) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "Publish exactly one item at a time");
    }
    XmlElement item = items.get(0);
    if (item.children().size() > 1) {
      throw PubSubErrors.badRequest("An item has one payload element");
    }
    String payload = item.firstChild().map(XmlFragment::of).map(XmlFragment::xml).orElse("");
    String id = service.publish(actor, node, item.attribute("id"), payload);
    return pubsub(
        XmlElement.builder(Namespaces.PUBSUB, "publish")
            .attribute("node", node)
            .add(XmlElement.builder(Namespaces.PUBSUB, "item").attribute("id", id)));
  }

  private XmlElement items(Actor actor, XmlElement request) {
    String node = node(request);
    List<Item> found;
    if (request.children().isEmpty()) {
      List<Item> all = service.items(actor, node);
      int max = Math.min(all.size(), maxItems(request));
      found = all.subList(all.size() - max, all.size());
    } else {
      found = request.children().stream().map(i -> service.item(actor, node, id(i))).toList();
    }
    XmlElement.Builder items =
        XmlElement.builder(Namespaces.PUBSUB, "items").attribute("node", node);
    found.forEach(item -> items.add(toXml(item)));
    return pubsub(items);
  }

  private static XmlElement toXml(Item item) {
    XmlElement.Builder xml =
        XmlElement.builder(Namespaces.PUBSUB, "item").attribute("id", item.id());
    return (item.payload().isEmpty() ? xml : xml.add(new XmlFragment(item.payload()))).build();
  }

  private static int maxItems(XmlElement items) {
    String max = items.attribute("max_items");
    if (max == null) {
      return Integer.MAX_VALUE;
    }
    try {
      int number = Integer.parseInt(max);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number below one is.
    }
    throw PubSubErrors.badRequest("max_items is a positive number, not '" + max + "'");
  }

  private static String node(XmlElement action) {
    String node = action.attribute("node");
    if (node == null) {
      throw new PubSubException(Reason.NODE_REQUIRED, "The node is missing");
    }
    return node;
  }

  private static Jid subscriber(XmlElement action) {
    String jid = action.attribute("jid");
    if (jid == null) {
      throw new PubSubException(Reason.INVALID_SUBSCRIBER, "The subscriber's JID is missing");
    }
    return Jid.parse(jid);
  }

  private static String itemId(XmlElement retract) {
    List<XmlElement> items = retract.children();
    if (items.size() != 1) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "Retract exactly one item at a time");
    }
    return id(items.get(0));
  }

  private static String id(XmlElement item) {
    String id = item.attribute("id");
    if (id == null || id.isEmpty()) {
      throw new PubSubException(Reason.ITEM_REQUIRED, "The item's id is missing");
    }
    return id;
  }

  private static XmlElement pubsub(XmlElement.Builder child) {
    return XmlElement.builder(Namespaces.PUBSUB, "pubsub").add(child).build();
  }
}
