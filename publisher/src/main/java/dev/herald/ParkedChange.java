package dev.herald;

import java.time.Instant;

/**
 * A change that could not be announced and will not be by itself: its payload could not be written,
 * or the target has refused it for good. One that comes later of the same item takes its place.
 *
 * @param id by which it can be sent again
 * @param operation insert, update or delete of a row; publish or retract by hand
 * @param at when it was made
 * @param failure why, without values of the row
 */
public record ParkedChange(
    long id, String node, String itemId, String operation, Instant at, String failure) {}
