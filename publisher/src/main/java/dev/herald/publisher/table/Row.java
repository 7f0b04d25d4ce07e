package dev.herald.publisher.table;

import dev.herald.xmpp.XmlElement;
import java.util.Set;

/**
 * A row as it was read.
 *
 * @param here whether it is in the node; a database may take texts for equal that are not the same
 * @param payload an update of the item that there is, or else an insert
 * @param unread names of attributes that stay with the database until somebody asks for them
 */
record Row(String itemId, boolean here, XmlElement payload, Set<String> unread) {}
