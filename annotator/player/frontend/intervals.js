// Intervals: the session clock is told off in stretches of one length, and each gets its code. Pure.

import { firstModifiers, recoded } from "./changes.js";
import { added, nothing, removed } from "./edits.js";
import { timesOf } from "./ratings.js";
import { firstFrom } from "./standing.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Lane} Lane */
/** @typedef {import("./edits.js").Outcome} Outcome */
/** @typedef {{onset_ms: number, offset_ms: number}} Stretch */

/** The n-th interval of a length, counted from 0 at 0 of the session clock. @returns {Stretch} */
export const intervalAt = (length, n) => ({ onset_ms: n * length, offset_ms: (n + 1) * length });

/** The intervals that lie wholly in a window: the first one, and the one behind the last. */
export function gridOf(length, { onset_ms, offset_ms }) {
  const first = Math.ceil(onset_ms / length);
  return { first, end: Math.max(first, Math.floor(offset_ms / length)) };
}

/** The codes of one interval of a lane. */
export function codesAt(lane, onset_ms) {
  const found = [];
  for (let i = firstFrom(lane.items, onset_ms); lane.items[i]?.content.onset_ms === onset_ms; i += 1) found.push(lane.items[i]);
  return found;
}

/** Whether an interval has what its lanes need: a code on each. */
export const isDone = (lanes, length, n) => lanes.every((lane) => codesAt(lane, n * length).length > 0);

/** How many of a window's intervals have a code on a lane. @returns {{done: number, all: number}} */
export function codedIntervals(lane, window) {
  const { first, end } = gridOf(lane.interval_ms, window);
  let done = 0;
  for (let n = first; n < end; n += 1) if (codesAt(lane, n * lane.interval_ms).length) done += 1;
  return { done, all: end - first };
}

/** The first interval from `from` on that is not done, else the first before it; null when all are. */
export function nextOpen(lanes, length, { first, end }, from) {
  const start = Math.max(first, Math.min(from, end));
  for (let n = start; n < end; n += 1) if (!isDone(lanes, length, n)) return n;
  for (let n = first; n < start; n += 1) if (!isDone(lanes, length, n)) return n;
  return null;
}

/**
 * Give an interval a code. Where one code holds at a time it takes the place of another; else the same
 * code again takes it away.
 * @param {Standing} standing @param {Lane} lane @param {any} code
 * @param {Stretch} stretch of the interval
 * @param {(ms: number) => number|null} frameAt
 * @param {Map<string, any>} modifiers the scheme's
 * @returns {Outcome}
 */
export function pressInterval(standing, lane, code, stretch, frameAt, modifiers) {
  const here = codesAt(lane, stretch.onset_ms);
  const same = here.find((a) => a.content.code === code.id);
  if (same && lane.exclusive) return nothing("already", same.id);
  if (same) return { edits: [removed(same)], said: "removed", annotation: same.id };
  if (lane.exclusive && here.length) return recoded(here[0], code, modifiers);
  const { first, end } = gridOf(lane.interval_ms, standing.window);
  const n = stretch.onset_ms / lane.interval_ms;
  if (n < first || n >= end) return nothing("no_interval");
  const content = {
    track: lane.track, subject: lane.subject, code: code.id, ...timesOf(stretch, frameAt),
    modifiers: firstModifiers(code, modifiers), comment: "", flagged: false,
  };
  const edit = added(standing, content);
  return { edits: [edit], said: "marked", annotation: edit.annotation };
}

/**
 * Whether edits would bring something off its place: intervals keep to their grid, and ratings to their
 * stretch, which moves with the coded window alone.
 * @param {Standing} standing @param {import("./edits.js").Edit[]} edits
 */
export function misplaced(standing, edits) {
  const window = edits.some((e) => e.kind === "window");
  return edits.some(({ content, before, kind }) => {
    const lane = content && standing.laneByKey.get(`${content.track}|${content.subject}`);
    if (lane?.interval_ms) return content.onset_ms % lane.interval_ms !== 0 || content.offset_ms !== content.onset_ms + lane.interval_ms;
    return lane?.kind === "rating" && kind === "change" && !window && (content.onset_ms !== before.onset_ms || content.offset_ms !== before.offset_ms);
  });
}
