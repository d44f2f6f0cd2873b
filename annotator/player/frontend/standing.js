// What stands in a coding: annotations by id and by lane, in order of onset. Pure; `apply` is the
// only thing that changes it.

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

/** Where an annotation ends; a running state has no end. */
export const endOf = (a) => (a.content.offset_ms === null ? Infinity : a.content.offset_ms);

export const laneKey = (track, subject) => `${track}|${subject}`;

function order(a, b) {
  return a.content.onset_ms - b.content.onset_ms || endOf(a) - endOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** From so many edits on it is quicker to put everything in order anew than each into its place. */
const MANY = 300;

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

/** Index of the first annotation whose onset is not before `t`; none before `low` is looked at, and those near it first. */
export function firstFrom(list, t, low = 0) {
  let high = low;
  for (let step = low ? 4 : list.length; high < list.length && list[high].content.onset_ms < t; step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, list.length);
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

  /** Everything anew, already in order. @param {Annotation[]} items */
  refill(items) {
    this.version += 1;
    this.items = items;
    this.running = new Set(items.filter((a) => a.content.offset_ms === null));
    for (const a of items) if (a.content.offset_ms !== null) this.reach = Math.max(this.reach, a.content.offset_ms - a.content.onset_ms);
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
    const all = lanes.map((l) => new Lane(l));
    this.laneByKey = new Map(all.map((l) => [l.key, l]));
    /** The rows of the tracks. */
    this.lanes = all.filter((l) => l.kind !== "rating");
    /** Where ratings lie: they hold for whole stretches, and are filled in on a form. */
    this.forms = all.filter((l) => l.kind === "rating");
    this.removed = new Map(Object.entries(removed));
    this.window = window;
    /** @type {Annotation[]} everything on the tracks, by onset */
    this.all = [];
    /** @type {Annotation[]} states still running */
    this.running = [];
    this.byId = new Map(annotations.map((a) => [a.id, a]));
    this.#refill([...annotations].sort(order));
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
    if (edits.length > MANY) this.#applyMany(edits);
    else for (const edit of edits) this.#applyOne(edit);
  }

  #applyMany(edits) {
    for (const edit of edits) {
      if (edit.kind === "window") this.window = edit.window;
      else if (edit.content === null) {
        this.byId.delete(edit.annotation);
        this.removed.set(edit.annotation, edit.revision + 1);
      } else {
        this.removed.delete(edit.annotation);
        this.byId.set(edit.annotation, { id: edit.annotation, revision: edit.revision + 1, content: edit.content });
      }
    }
    this.#refill([...this.byId.values()].sort(order));
  }

  /** @param {Annotation[]} all in order */
  #refill(all) {
    this.all = this.forms.length ? all.filter((a) => !this.forms.includes(this.laneOf(a))) : all;
    const byLane = new Map([...this.laneByKey.values()].map((lane) => [lane, []]));
    for (const a of all) byLane.get(this.laneOf(a))?.push(a);
    for (const [lane, items] of byLane) lane.refill(items);
    this.running = all.filter((a) => a.content.offset_ms === null && this.laneOf(a) && !this.laneOf(a).isPoint);
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
    if (!this.forms.includes(this.laneOf(a))) this.all.splice(place(this.all, a), 0, a);
    this.#enter(a);
    if (a.content.offset_ms === null) this.running.push(a);
  }
}
