/** What pages need to find the server and to be let in, without HTTP: host-meta and origins. */
@NullMarked
package dev.herald.server.web;

import org.jspecify.annotations.NullMarked;
