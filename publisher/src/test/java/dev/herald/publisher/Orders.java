package dev.herald.publisher;

import dev.herald.publisher.payload.EntityWriter;
import dev.herald.publisher.payload.ObjectPayload;
import dev.herald.publisher.registration.ClassRegistrations;
import dev.herald.publisher.registration.PermissionBeans;
import dev.herald.publisher.registration.PublishedEntities;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.publisher.shop.Order;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import tools.jackson.databind.json.JsonMapper;

/** The shop's orders as they are published, without a publisher. */
final class Orders {

  private Orders() {}

  static PublishedEntities none(int maxItems) {
    ObjectPayload objects = new ObjectPayload(replaced -> {}, new JsonMapper());
    return new PublishedEntities(
        "shop", maxItems, new EntityWriter(objects, List.of()), PermissionBeans.NONE);
  }

  static PublishedEntity published(Shop shop, int maxItems) {
    PublishedEntities entities = none(maxItems);
    entities.attach(shop.factory.unwrap(SessionFactoryImplementor.class));
    ClassRegistrations said = new ClassRegistrations(Order.class);
    said.addAnnotated();
    return entities.resolve(said).get(0);
  }
}
