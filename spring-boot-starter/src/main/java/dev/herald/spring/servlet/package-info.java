/** The ways in on the application's own port: WebSocket, BOSH, and how they are found. */
@NullMarked
package dev.herald.spring.servlet;

import org.jspecify.annotations.NullMarked;
