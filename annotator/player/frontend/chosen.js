// Which annotations are chosen: one, or several across tracks, of which one leads. Pure.

import { between } from "./geometry.js";

export class Chosen {
  constructor() {
    /** @type {Set<string>} */
    this.ids = new Set();
    /** The one that details, replay and [ ] are about; ranges begin at it. @type {string|null} */
    this.lead = null;
  }

  get size() {
    return this.ids.size;
  }

  has(id) {
    return this.ids.has(id);
  }

  /** Exactly these; the last one leads unless another is named. @param {Iterable<string>} ids */
  set(ids, lead = undefined) {
    this.ids = new Set(ids);
    this.lead = lead !== undefined && this.ids.has(lead) ? lead : [...this.ids].at(-1) ?? null;
  }

  only(id) {
    this.set(id === null ? [] : [id]);
  }

  /** In or out; who comes in leads. */
  toggle(id) {
    const ids = new Set(this.ids);
    if (ids.delete(id)) this.set(ids, this.lead === id ? undefined : this.lead);
    else this.set(ids.add(id), id);
  }

  /** Forget what no longer stands; whether there was any. @param {(id: string) => boolean} stands */
  keep(stands) {
    const left = [...this.ids].filter(stands);
    if (left.length === this.ids.size) return false;
    this.set(left, this.lead);
    return true;
  }
}

/**
 * Everything on the lanes from one to another that touches a stretch of time.
 * @param {import("./standing.js").Lane[]} lanes as they lie on the screen
 * @param {number} from index of a lane @param {number} to index of another
 * @param {number} start ms @param {number} end ms
 * @returns {string[]}
 */
export function inside(lanes, from, to, start, end) {
  const found = [];
  for (const lane of lanes.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1))
    for (const a of between(lane, start, end)) if (a.content.onset_ms <= end && (a.content.offset_ms ?? Infinity) >= start) found.push(a.id);
  return found;
}

/** From one annotation to another: on their lanes and those between, whatever begins from the first to the last. */
export function span(standing, a, b) {
  const at = (x) => standing.lanes.indexOf(standing.laneOf(x));
  const [start, end] = [a.content.onset_ms, b.content.onset_ms].sort((x, y) => x - y);
  const [low, high] = [at(a), at(b)].sort((x, y) => x - y);
  return standing.lanes.slice(Math.max(0, low), high + 1)
    .flatMap((lane) => lane.items.filter((x) => x.content.onset_ms >= start && x.content.onset_ms <= end).map((x) => x.id));
}

/** Everything with the code of one annotation, on its lane. */
export function alike(standing, a) {
  return (standing.laneOf(a)?.items ?? []).filter((x) => x.content.code === a.content.code).map((x) => x.id);
}
