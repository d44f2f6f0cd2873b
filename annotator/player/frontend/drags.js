// What dragging does: edges and whole annotations move as far as their neighbours allow. Pure.

import { changed, nothing, offsetAt, onsetAt, RUNNING, windowed } from "./edits.js";
import { alongWith } from "./ratings.js";
import { endOf, firstFrom } from "./standing.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Annotation} Annotation */
/** @typedef {import("./edits.js").Outcome} Outcome */

/** A position of the frame table as a moment; its raw time is unknown. */
const momentOf = (frames, position) => ({ ms: frames.msOf(position), frame: frames.frameOf(position), raw: null });

/**
 * Move one edge of a state to a position of the frame table, as far as its neighbours allow.
 * Where two states of an exclusive lane touch, their common boundary moves.
 * @param {Standing} standing
 * @param {Annotation} a
 * @param {"onset"|"offset"} edge
 * @param {number} position
 * @param {import("./frames.js").FrameTable} frames
 * @returns {Outcome}
 */
export function moveEdge(standing, a, edge, position, frames) {
  const lane = standing.laneOf(a);
  if (lane.isPoint) return moveBody(standing, a, position, frames);
  const bounds = edgeBounds(lane, a, edge, frames);
  const p = Math.max(bounds.low, Math.min(bounds.high, position));
  const at = momentOf(frames, p);
  const edits = [];
  if (edge === "onset" ? at.ms === a.content.onset_ms : at.ms === a.content.offset_ms) return nothing("same", a.id);
  if (bounds.partner) edits.push(changed(bounds.partner, edge === "onset" ? offsetAt(at) : onsetAt(at)));
  edits.push(changed(a, edge === "onset" ? onsetAt(at) : offsetAt(at)));
  return { edits, said: "moved", annotation: a.id };
}

/**
 * Whether an edge can go to a position without pushing a neighbour away. A drag stops there by
 * itself; a key that names a frame must not quietly take another one.
 * @returns {boolean}
 */
export function edgeFits(standing, a, edge, position, frames) {
  const lane = standing.laneOf(a);
  if (lane.isPoint) return true;
  const { low, high } = edgeBounds(lane, a, edge, frames);
  return low <= position && position <= high;
}

function edgeBounds(lane, a, edge, frames) {
  const { before, after } = lane.exclusive ? lane.around(a) : { before: null, after: null };
  const c = a.content;
  if (edge === "onset") {
    const touches = before && endOf(before) === c.onset_ms;
    const low = before ? (touches ? frames.indexAt(before.content.onset_ms) + 1 : positionOf(frames, endOf(before))) : 0;
    const high = c.offset_ms === null ? frames.count - 1 : positionOf(frames, c.offset_ms) - 1;
    return { low, high, partner: touches ? before : null };
  }
  const touches = after && endOf(a) === after.content.onset_ms;
  const low = frames.indexAt(c.onset_ms) + 1;
  if (!after) return { low, high: frames.count, partner: null };
  const latest = touches ? beforeEnd(frames, after) : frames.indexAt(after.content.onset_ms);
  return { low, high: latest, partner: touches ? after : null };
}

const positionOf = (frames, ms) => (ms >= frames.end ? frames.count : frames.indexAt(ms));
const beforeEnd = (frames, a) => (a.content.offset_ms === null ? frames.count - 1 : positionOf(frames, a.content.offset_ms) - 1);

/**
 * Move a whole annotation so that it begins at a position, keeping its duration and not over
 * its neighbours.
 * @returns {Outcome}
 */
export function moveBody(standing, a, position, frames) {
  const lane = standing.laneOf(a);
  const c = a.content;
  const { before, after } = lane.exclusive && !lane.isPoint ? lane.around(a) : { before: null, after: null };
  const length = c.offset_ms === null ? 0 : c.offset_ms - c.onset_ms;
  const low = before ? positionOf(frames, endOf(before)) : 0;
  const limit = after ? after.content.onset_ms : frames.end;
  let p = Math.max(low, Math.min(position, frames.count - 1));
  if (frames.msOf(p) + length > limit) p = Math.max(low, frames.indexAt(Math.max(limit - length, frames.start)));
  const onset = momentOf(frames, p);
  if (onset.ms === c.onset_ms) return nothing("same", a.id);
  if (lane.isPoint) return movePoint(lane, a, onset);
  const offset = c.offset_ms === null ? RUNNING : offsetAt(momentOf(frames, endPosition(frames, p, length, limit)));
  return { edits: [changed(a, { ...onsetAt(onset), ...offset })], said: "moved", annotation: a.id };
}

function endPosition(frames, p, length, limit) {
  const wished = frames.nearest(frames.msOf(p) + length);
  return Math.max(p + 1, frames.msOf(wished) > limit ? positionOf(frames, limit) : wished);
}

function movePoint(lane, a, at) {
  const i = firstFrom(lane.items, at.ms);
  if (lane.exclusive && lane.items[i] && lane.items[i] !== a && lane.items[i].content.onset_ms === at.ms)
    return nothing("occupied", a.id);
  return { edits: [changed(a, { ...onsetAt(at), ...offsetAt(at) })], said: "moved", annotation: a.id };
}

/** Move one end of the coded window; start stays before end. @returns {Outcome} */
export function moveWindow(standing, edge, ms, limits) {
  const w = standing.window;
  const onset = edge === "onset" ? Math.max(limits.start, Math.min(ms, w.offset_ms - 1)) : w.onset_ms;
  const offset = edge === "offset" ? Math.min(limits.end, Math.max(ms, w.onset_ms + 1)) : w.offset_ms;
  if (onset === w.onset_ms && offset === w.offset_ms) return nothing("same");
  const window = { onset_ms: onset, offset_ms: offset };
  return { edits: [windowed(standing, window), ...alongWith(standing, window)], said: "window", annotation: null };
}
