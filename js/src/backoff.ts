/** Limits in milliseconds: the first attempt comes within FIRST, no pause is longer than LONGEST. */
const FIRST = 1_000;
const LONGEST = 30_000;

/**
 * The pause before an attempt (0 is the first), in milliseconds: full jitter, so that a thousand pages do not come back
 * in the same instant after a restart of the server.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
}
