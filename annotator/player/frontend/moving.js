// Moving by frames: an edge or whole annotations, one or many across tracks, all or none. Pure.

import { changed, nothing, offsetAt, onsetAt } from "./edits.js";
import { firstMisfit } from "./fitting.js";
import { endOf, firstFrom } from "./standing.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Annotation} Annotation */
/** @typedef {import("./edits.js").Outcome} Outcome */
/** @typedef {import("./frames.js").FrameTable} FrameTable */

/** A position of the frame table as a moment; its raw time is unknown. */
export const momentAt = (frames, position) => ({ ms: frames.msOf(position), frame: frames.frameOf(position), raw: null });

/** So many frames from a time. What lies between two frames first goes to the next one that way. */
export function stepped(frames, ms, by) {
  const at = ms >= frames.end ? frames.count : frames.indexAt(ms);
  return at + by + (by < 0 && frames.msOf(at) < ms ? 1 : 0);
}

const inFilm = (frames, position, last) => position >= 0 && position <= last;

/**
 * Move one edge or both edges of annotations by frames. Where states of an exclusive lane touch, their common
 * boundary moves; whole annotations leave a gap behind, but not where every moment must have a code.
 * @param {Standing} standing
 * @param {Annotation[]} marks
 * @param {"onset"|"offset"|"both"} edge
 * @param {number} by frames, negative is earlier
 * @param {FrameTable} frames
 * @returns {Outcome}
 */
export function nudged(standing, marks, edge, by, frames) {
  return relocated(standing, marks, edge, frames, (ms) => stepped(frames, ms, by));
}

/** Move whole annotations by a time, each edge to its nearest frame. @returns {Outcome} */
export function shifted(standing, marks, ms, frames) {
  return relocated(standing, marks, "both", frames, (at) => (at + ms < frames.start ? -1 : at + ms > frames.end ? Infinity : frames.nearest(at + ms)));
}

function relocated(standing, marks, edge, frames, where) {
  const moves = new Map();
  for (const a of marks) {
    const values = movedContent(standing.laneOf(a), a, edge, frames, where);
    if (values === null) return nothing("outside_film", a.id);
    if (values) moves.set(a.id, values);
  }
  if (!moves.size) return nothing(edge === "offset" ? "still_running" : "same", marks[0]?.id ?? null);
  return done(standing, marks, moves, (lane) => edge !== "both" || lane.exhaustive);
}

/** The outcome of moves and of what follows them, or of nothing when that would not fit. */
function done(standing, marks, moves, follow) {
  const all = withNeighbours(standing, marks, moves, follow);
  const edits = [...all].map(([id, values]) => changed(standing.byId.get(id), values));
  const misfit = firstMisfit(standing, new Map(edits.map((e) => [e.annotation, e.content])));
  if (misfit) return { ...nothing("no_room", marks[0].id), content: misfit };
  return { edits, said: moves.size > 1 ? "moved_many" : "moved", annotation: marks.at(-1).id, n: moves.size };
}

/** What becomes of the times; null outside the film, undefined when there is nothing to move. */
function movedContent(lane, a, edge, frames, where) {
  const c = a.content;
  const point = c.offset_ms === c.onset_ms && (!lane || lane.isPoint);
  const values = {};
  if (point || edge !== "offset") {
    const p = where(c.onset_ms);
    if (!inFilm(frames, p, frames.count - 1)) return null;
    Object.assign(values, onsetAt(momentAt(frames, p)), point ? offsetAt(momentAt(frames, p)) : {});
  }
  if (!point && edge !== "onset" && c.offset_ms !== null) {
    const p = where(c.offset_ms);
    if (!inFilm(frames, p, frames.count)) return null;
    Object.assign(values, offsetAt(momentAt(frames, p)));
  }
  return Object.keys(values).length ? values : undefined;
}

/** What touches a moved boundary goes with it. */
function withNeighbours(standing, marks, moves, follow) {
  const all = new Map(moves);
  const put = (a, values) => all.set(a.id, { ...values, ...all.get(a.id) });
  for (const a of marks) {
    const lane = standing.laneOf(a);
    const to = moves.get(a.id);
    if (!to || !lane?.exclusive || lane.isPoint || !follow(lane)) continue;
    const { before, after } = lane.around(a);
    if (before && "onset_ms" in to && endOf(before) === a.content.onset_ms)
      put(before, { offset_ms: to.onset_ms, offset_frame: to.onset_frame, raw_offset_ms: null });
    if (after && "offset_ms" in to && endOf(a) === after.content.onset_ms)
      put(after, { onset_ms: to.offset_ms, onset_frame: to.offset_frame, raw_onset_ms: null });
  }
  return all;
}

/**
 * Edges of annotations on other lanes near a time: what snapping draws to.
 * @param {Standing} standing
 * @param {import("./standing.js").Lane} own
 * @param {number} ms
 * @param {number} reach ms
 * @returns {number[]}
 */
export function edgesNear(standing, own, ms, reach) {
  const found = new Set();
  const see = (t) => { if (t !== null && Math.abs(t - ms) <= reach) found.add(t); };
  for (const lane of standing.lanes) {
    if (lane === own) continue;
    for (const a of lane.running) see(a.content.onset_ms);
    for (let i = firstFrom(lane.items, ms - reach - lane.reach); i < lane.items.length && lane.items[i].content.onset_ms <= ms + reach; i += 1) {
      see(lane.items[i].content.onset_ms);
      see(lane.items[i].content.offset_ms);
    }
  }
  return [...found].sort((a, b) => Math.abs(a - ms) - Math.abs(b - ms) || a - b);
}

/**
 * Bring both edges of annotations to the nearest edges on other lanes, as far as `reach`; a point as it is.
 * @param {Standing} standing @param {Annotation[]} marks @param {number} reach ms @param {FrameTable} frames
 * @returns {Outcome}
 */
export function aligned(standing, marks, reach, frames) {
  const moves = new Map();
  for (const a of marks) {
    const lane = standing.laneOf(a);
    const c = a.content;
    const near = (ms) => (ms === null ? null : edgesNear(standing, lane, ms, reach)[0] ?? null);
    const [onset, offset] = [near(c.onset_ms), near(c.offset_ms)].map((t) => (t === null ? null : momentAt(frames, frames.nearest(t))));
    const point = lane?.isPoint;
    const values = { ...(onset ? onsetAt(onset) : {}), ...(point ? (onset ? offsetAt(onset) : {}) : offset ? offsetAt(offset) : {}) };
    if (["onset_ms", "offset_ms"].some((k) => k in values && values[k] !== c[k])) moves.set(a.id, values);
  }
  if (!moves.size) return nothing("nothing_near", marks[0]?.id ?? null);
  return done(standing, marks, moves, () => true);
}
