package dev.herald.publisher.bulk;

import dev.herald.publisher.payload.EntityPayload;
import dev.herald.publisher.registration.PublishedEntity;
import dev.herald.xmpp.XmlElement;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A row as it was read.
 *
 * @param unread names of attributes that stay with the database until somebody asks for them
 */
record Row(PublishedEntity entity, String itemId, List<XmlElement> fields, Set<String> unread) {

  XmlElement payload(String operation) {
    return EntityPayload.of(entity, itemId, operation, Instant.now(), fields);
  }
}
