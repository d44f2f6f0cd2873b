// How long somebody takes to press when they see something: rounds of a light, and their median. Pure.

/** How many flashes there are, and how many presses are enough for an answer. */
export const ROUNDS = 10;
export const ENOUGH = 5;

/** A press sooner than this was begun before the light; one later had another cause. */
const EARLY_MS = 100;
const LATE_MS = 1000;

/** Between 1.2 and 3.4 s, so that nobody falls into step. @param {number} random 0 … 1 */
export const waitOf = (random) => Math.round(1200 + 2200 * random);

/**
 * What a press tells.
 * @param {number|null} lit when the light came on; null while it is dark
 * @param {number} pressed
 * @returns {{ms: number}|{why: "early"|"late"}}
 */
export function judged(lit, pressed) {
  const ms = lit === null ? -1 : Math.round(pressed - lit);
  if (ms < EARLY_MS) return { why: "early" };
  return ms > LATE_MS ? { why: "late" } : { ms };
}

/** The middle of the times, whole ms; null with too few of them to say. @param {number[]} times */
export function medianOf(times) {
  if (times.length < ENOUGH) return null;
  const sorted = [...times].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return Math.round(sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
}
