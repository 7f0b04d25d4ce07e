/** Random requests to the service, each compared with what a simple model says. */
@NullMarked
package dev.herald.server.pubsub.model;

import org.jspecify.annotations.NullMarked;
