// What stands in a coding, and the edits that a press, a drag or a change makes by the rules.
// Pure: times and frames come in, edits go out; `apply` is the only thing that changes a Record.

/**
 * @typedef {object} Content
 * @property {string} track
 * @property {string} subject
 * @property {string} code
 * @property {number} onset_ms
 * @property {number|null} offset_ms null while a state still runs; equals onset_ms for a point
 * @property {number|null} onset_frame
 * @property {number|null} offset_frame
 * @property {number|null} raw_onset_ms
 * @property {number|null} raw_offset_ms
 * @property {Record<string, any>} modifiers
 * @property {string} comment
 * @property {boolean} flagged
 */
/** @typedef {{id: string, revision: number, content: Content}} Annotation */
/** @typedef {{ms: number, frame: number|null, raw: number|null}} Moment a time snapped to a frame */
/**
 * @typedef {object} Edit
 * @property {string} id
 * @property {"add"|"change"|"remove"|"window"} kind
 * @property {string|null} annotation
 * @property {number} revision the revision it was made on
 * @property {Content|null} content the whole content afterwards
 * @property {object|null} window
 * @property {Content|null} before kept for undo, never sent
 * @property {object|null} window_before kept for undo, never sent
 */

/** A new random UUID; randomUUID exists only on https and localhost. */
export function newId() {
  if (globalThis.crypto.randomUUID) return globalThis.crypto.randomUUID();
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((s, at) => `${s.slice(0, at)}-${s.slice(at)}`, hex);
}

/** Where an annotation ends; a running state has no end. */
export const endOf = (a) => (a.content.offset_ms === null ? Infinity : a.content.offset_ms);

export const laneKey = (track, subject) => `${track}|${subject}`;

function order(a, b) {
  return a.content.onset_ms - b.content.onset_ms || endOf(a) - endOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Where `a` belongs in a sorted list. */
function place(list, a) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(list[middle], a) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first annotation whose onset is not before `t`. */
export function firstFrom(list, t) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle].content.onset_ms < t) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One row of the desk: a track for one subject, with what stands on it in order of onset. */
export class Lane {
  constructor(lane) {
    Object.assign(this, lane);
    this.key = laneKey(lane.track, lane.subject);
    this.codeById = new Map(lane.codes.map((c) => [c.id, c]));
    /** @type {Annotation[]} */
    this.items = [];
    /** States still running. @type {Set<Annotation>} */
    this.running = new Set();
    /** The longest closed state seen, ms: how far back an onset can lie and still be visible. */
    this.reach = 0;
    /** Counts changes, so that a picture of the lane can be kept until the next one. */
    this.version = 0;
  }

  get isPoint() {
    return this.kind === "point";
  }

  add(a) {
    this.version += 1;
    this.items.splice(place(this.items, a), 0, a);
    if (a.content.offset_ms === null) this.running.add(a);
    else this.reach = Math.max(this.reach, a.content.offset_ms - a.content.onset_ms);
  }

  remove(a) {
    this.version += 1;
    const at = place(this.items, a);
    if (this.items[at] === a) this.items.splice(at, 1);
    this.running.delete(a);
  }

  /** The state that covers `t`; in a lane with several at once, of `code` only. */
  covering(t, code = null) {
    for (const a of this.running) if (a.content.onset_ms <= t && (!code || a.content.code === code)) return a;
    for (let i = firstFrom(this.items, t + 1) - 1; i >= 0; i -= 1) {
      const a = this.items[i];
      if (a.content.onset_ms < t - this.reach) return null;
      if (endOf(a) > t && (!code || a.content.code === code)) return a;
      if (this.exclusive) return null;
    }
    return null;
  }

  /** The first annotation after `t`, of `code` only if given. */
  next(t, code = null) {
    for (let i = firstFrom(this.items, t + 1); i < this.items.length; i += 1)
      if (!code || this.items[i].content.code === code) return this.items[i];
    return null;
  }

  /** The neighbours of an annotation in order of onset. */
  around(a) {
    const at = this.items.indexOf(a, Math.max(0, place(this.items, a) - 1));
    return { before: this.items[at - 1] ?? null, after: this.items[at + 1] ?? null };
  }

  /** Stretches of [from, to) that no state covers. */
  gaps(from, to) {
    const found = [];
    let free = from;
    for (const a of this.items) {
      if (a.content.onset_ms > free && free < to) found.push([free, Math.min(a.content.onset_ms, to)]);
      free = Math.max(free, endOf(a));
      if (free >= to) break;
    }
    if (free < to) found.push([free, to]);
    return found;
  }
}

/** What stands: annotations by id and by lane, revisions of removed ones, the coded window. */
export class Standing {
  /** @param {{lanes: any[], annotations: Annotation[], removed: Record<string, number>, window: any}} desk */
  constructor({ lanes, annotations = [], removed = {}, window }) {
    this.lanes = lanes.map((l) => new Lane(l));
    this.laneByKey = new Map(this.lanes.map((l) => [l.key, l]));
    this.byId = new Map();
    this.removed = new Map(Object.entries(removed));
    this.window = window;
    /** @type {Annotation[]} everything, by onset */
    this.all = [...annotations].sort(order);
    for (const a of this.all) this.#enter(a);
    this.running = this.all.filter((a) => a.content.offset_ms === null && this.laneOf(a) && !this.laneOf(a).isPoint);
  }

  laneOf(a) {
    return this.laneByKey.get(laneKey(a.content.track, a.content.subject)) ?? null;
  }

  codeOf(a) {
    return this.laneOf(a)?.codeById.get(a.content.code) ?? null;
  }

  #enter(a) {
    this.byId.set(a.id, a);
    this.laneOf(a)?.add(a);
  }

  #leave(a) {
    this.byId.delete(a.id);
    this.laneOf(a)?.remove(a);
    const at = place(this.all, a);
    if (this.all[at] === a) this.all.splice(at, 1);
    this.running = this.running.filter((r) => r !== a);
  }

  /** Whether an edit was made on what stands now. */
  follows(edit) {
    if (edit.kind === "window") return true;
    const now = this.byId.get(edit.annotation);
    if ((edit.kind === "add") === Boolean(now)) return false;
    return edit.revision === (now?.revision ?? this.removed.get(edit.annotation) ?? 0);
  }

  /** Carry out edits that follow from what stands. @param {Edit[]} edits */
  apply(edits) {
    for (const edit of edits) this.#applyOne(edit);
  }

  #applyOne(edit) {
    if (edit.kind === "window") {
      this.window = edit.window;
      return;
    }
    const old = this.byId.get(edit.annotation);
    if (old) this.#leave(old);
    if (edit.content === null) {
      this.removed.set(edit.annotation, edit.revision + 1);
      return;
    }
    this.removed.delete(edit.annotation);
    const a = { id: edit.annotation, revision: edit.revision + 1, content: edit.content };
    this.all.splice(place(this.all, a), 0, a);
    this.#enter(a);
    if (a.content.offset_ms === null) this.running.push(a);
  }
}

// ---- single edits --------------------------------------------------------------------------

/** @returns {Edit} */
export function added(standing, content, id = newId()) {
  const revision = standing.removed.get(id) ?? 0;
  return { id: newId(), kind: "add", annotation: id, revision, content, window: null, before: null, window_before: null };
}

/** @returns {Edit} */
export function changed(a, values) {
  const content = { ...a.content, ...values };
  return { id: newId(), kind: "change", annotation: a.id, revision: a.revision, content, window: null, before: a.content, window_before: null };
}

/** @returns {Edit} */
export function removed(a) {
  return { id: newId(), kind: "remove", annotation: a.id, revision: a.revision, content: null, window: null, before: a.content, window_before: null };
}

/** @returns {Edit} */
export function windowed(standing, window) {
  return { id: newId(), kind: "window", annotation: null, revision: 0, content: null, window, before: null, window_before: standing.window };
}

/** The edit as the server takes it. */
export function sent(edit) {
  const { id, kind, annotation, revision, content, window } = edit;
  return { id, kind, annotation, revision, content, window };
}

/** The modifiers a new annotation starts with: the defaults of those that must have a value. */
export function firstModifiers(code, modifiers) {
  const values = {};
  for (const id of code.modifiers ?? []) {
    const m = modifiers.get(id);
    if (m?.required && m.default !== null && m.default !== undefined) values[id] = m.default;
  }
  return values;
}

/** Modifiers that another code has too, with that code's defaults. */
function carriedModifiers(values, code, modifiers) {
  const kept = Object.entries(values).filter(([id]) => (code.modifiers ?? []).includes(id));
  return { ...firstModifiers(code, modifiers), ...Object.fromEntries(kept) };
}

const onsetAt = (at) => ({ onset_ms: at.ms, onset_frame: at.frame, raw_onset_ms: at.raw });
const offsetAt = (at) => ({ offset_ms: at.ms, offset_frame: at.frame, raw_offset_ms: at.raw });
const RUNNING = { offset_ms: null, offset_frame: null, raw_offset_ms: null };

/** The end that a state takes over from the onset of the one that follows it. */
function until(next) {
  if (!next) return RUNNING;
  const c = next.content;
  return { offset_ms: c.onset_ms, offset_frame: c.onset_frame, raw_offset_ms: null };
}

function contentOf(lane, code, at, offset, modifiers) {
  return {
    track: lane.track, subject: lane.subject, code: code.id, ...onsetAt(at), ...offset,
    modifiers: firstModifiers(code, modifiers), comment: "", flagged: false,
  };
}

/**
 * @typedef {object} Outcome
 * @property {Edit[]} edits empty when nothing is to be done
 * @property {string} said what happened, as an id: started, ended, marked, recoded, already, …
 * @property {string|null} annotation the annotation it is about
 */
const nothing = (said, annotation = null) => ({ edits: [], said, annotation });

// ---- presses -------------------------------------------------------------------------------

/**
 * What pressing a code's key at a moment does.
 * @param {Standing} standing
 * @param {Lane} lane
 * @param {any} code
 * @param {Moment} at
 * @param {Map<string, any>} modifiers the scheme's, by id
 * @returns {Outcome}
 */
export function press(standing, lane, code, at, modifiers) {
  if (lane.isPoint) return pressPoint(standing, lane, code, at, modifiers);
  return lane.exclusive
    ? pressExclusive(standing, lane, code, at, modifiers)
    : pressToggle(standing, lane, code, at, modifiers);
}

function pressPoint(standing, lane, code, at, modifiers) {
  const here = [];
  for (let i = firstFrom(lane.items, at.ms); lane.items[i]?.content.onset_ms === at.ms; i += 1) here.push(lane.items[i]);
  const same = here.find((a) => a.content.code === code.id);
  if (same) return nothing("already", same.id);
  if (lane.exclusive && here.length) return recoded(here[0], code, modifiers);
  const edit = added(standing, contentOf(lane, code, at, offsetAt(at), modifiers));
  return { edits: [edit], said: "marked", annotation: edit.annotation };
}

function pressExclusive(standing, lane, code, at, modifiers) {
  const covering = lane.covering(at.ms);
  if (covering?.content.code === code.id) return pressRunning(lane, covering, at);
  if (covering?.content.onset_ms === at.ms) return recoded(covering, code, modifiers);
  const edit = added(standing, contentOf(lane, code, at, until(lane.next(at.ms)), modifiers));
  const edits = covering ? [changed(covering, offsetAt(at)), edit] : [edit];
  return { edits, said: "started", annotation: edit.annotation };
}

function pressRunning(lane, covering, at) {
  if (lane.exhaustive || covering.content.onset_ms === at.ms) return nothing("already", covering.id);
  return { edits: [changed(covering, offsetAt(at))], said: "ended", annotation: covering.id };
}

function pressToggle(standing, lane, code, at, modifiers) {
  const covering = lane.covering(at.ms, code.id);
  if (covering) {
    if (covering.content.onset_ms === at.ms) return nothing("already", covering.id);
    return { edits: [changed(covering, offsetAt(at))], said: "ended", annotation: covering.id };
  }
  const edit = added(standing, contentOf(lane, code, at, until(lane.next(at.ms, code.id)), modifiers));
  return { edits: [edit], said: "started", annotation: edit.annotation };
}

/** Give an annotation another code of its lane. @returns {Outcome} */
export function recoded(a, code, modifiers) {
  if (a.content.code === code.id) return nothing("already", a.id);
  const values = { code: code.id, modifiers: carriedModifiers(a.content.modifiers, code, modifiers) };
  return { edits: [changed(a, values)], said: "recoded", annotation: a.id };
}

/** End the annotation that a held key started, when the key comes up. @returns {Outcome} */
export function released(standing, id, at) {
  const a = standing.byId.get(id);
  if (!a || a.content.offset_ms === a.content.onset_ms || endOf(a) <= at.ms) return nothing("already", id);
  if (at.ms <= a.content.onset_ms) return nothing("too_short", id);
  return { edits: [changed(a, offsetAt(at))], said: "ended", annotation: id };
}

/** The running state that began last, of the given lanes. */
export function lastRunning(standing, lanes) {
  const mine = standing.running.filter((a) => lanes.includes(standing.laneOf(a)));
  return mine.reduce((last, a) => (!last || a.content.onset_ms >= last.content.onset_ms ? a : last), null);
}

/** End the last running state at a moment. @returns {Outcome} */
export function stopLast(standing, lanes, at) {
  const a = lastRunning(standing, lanes);
  if (!a) return nothing("none_running");
  if (at.ms <= a.content.onset_ms) return nothing("before_onset", a.id);
  return { edits: [changed(a, offsetAt(at))], said: "ended", annotation: a.id };
}

/**
 * Take the last running state away. Where every moment must have a code, the state before it
 * runs on, as if the key had not been pressed.
 * @returns {Outcome}
 */
export function discardLast(standing, lanes) {
  const a = lastRunning(standing, lanes);
  if (!a) return nothing("none_running");
  const lane = standing.laneOf(a);
  const { before } = lane.around(a);
  const edits = [removed(a)];
  if (lane.exclusive && lane.exhaustive && before && endOf(before) === a.content.onset_ms) edits.push(changed(before, RUNNING));
  return { edits, said: "discarded", annotation: a.id };
}

// ---- drags ---------------------------------------------------------------------------------

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
  // A later state is moved out of the way before the other one takes its place.
  return { edits, said: "moved", annotation: a.id };
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

// ---- other changes -------------------------------------------------------------------------

/** @returns {Outcome} */
export function revalued(a, values) {
  const same = Object.entries(values).every(([k, v]) => JSON.stringify(a.content[k]) === JSON.stringify(v));
  if (same) return nothing("same", a.id);
  return { edits: [changed(a, values)], said: "changed", annotation: a.id };
}

/** Set or clear (null, "", empty list) one modifier. @returns {Outcome} */
export function modified(a, id, value) {
  const modifiers = { ...a.content.modifiers };
  const empty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (empty) delete modifiers[id];
  else modifiers[id] = Array.isArray(value) ? [...value].sort() : value;
  return revalued(a, { modifiers });
}

/** Take an annotation away. @returns {Outcome} */
export function erased(a) {
  return { edits: [removed(a)], said: "removed", annotation: a.id };
}

/** Move one end of the coded window; start stays before end. @returns {Outcome} */
export function moveWindow(standing, edge, ms, limits) {
  const w = standing.window;
  const onset = edge === "onset" ? Math.max(limits.start, Math.min(ms, w.offset_ms - 1)) : w.onset_ms;
  const offset = edge === "offset" ? Math.min(limits.end, Math.max(ms, w.onset_ms + 1)) : w.offset_ms;
  if (onset === w.onset_ms && offset === w.offset_ms) return nothing("same");
  return { edits: [windowed(standing, { onset_ms: onset, offset_ms: offset })], said: "window", annotation: null };
}
