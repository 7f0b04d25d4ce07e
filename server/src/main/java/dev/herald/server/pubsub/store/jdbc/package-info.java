/** Nodes in a database, H2 or PostgreSQL, through a DataSource. */
@NullMarked
package dev.herald.server.pubsub.store.jdbc;

import org.jspecify.annotations.NullMarked;
