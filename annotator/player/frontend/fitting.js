// Whether many changes at once leave a record that the rules allow: none overlaps where one holds at a
// time, none ends before it begins. Refused as a whole, or done as a whole. Pure.

import { laneKey } from "./standing.js";

/** @typedef {import("./standing.js").Content} Content */

const end = (c) => c.offset_ms ?? Infinity;

/**
 * The first content that would not fit; null when all do. What overlapped before and is not touched is no
 * fault of the change.
 * @param {import("./standing.js").Standing} standing
 * @param {Map<string, Content|null>} changes by annotation; null takes it away
 * @param {Content[]} more new ones
 * @returns {Content|null}
 */
export function firstMisfit(standing, changes, more = []) {
  const fresh = [...[...changes.values()].filter(Boolean), ...more];
  for (const c of fresh) if (c.offset_ms !== null && c.offset_ms < c.onset_ms) return c;
  const keys = new Set(fresh.map((c) => laneKey(c.track, c.subject)));
  for (const key of keys) {
    const lane = standing.laneByKey.get(key);
    const found = lane && firstOverlap(lane, contentsOn(lane, changes, fresh.filter((c) => laneKey(c.track, c.subject) === key)));
    if (found) return found;
  }
  return null;
}

function contentsOn(lane, changes, fresh) {
  const rest = lane.items.filter((a) => !changes.has(a.id)).map((a) => ({ c: a.content, fresh: false }));
  return [...rest, ...fresh.map((c) => ({ c, fresh: true }))].sort((x, y) => x.c.onset_ms - y.c.onset_ms || end(x.c) - end(y.c));
}

/** Where several may hold at once, two of one code still may not. */
function firstOverlap(lane, items) {
  const latest = new Map();
  for (const item of items) {
    const { c } = item;
    if (!lane.isPoint && c.offset_ms === c.onset_ms) return c;
    const group = lane.exclusive ? "" : c.code;
    const before = latest.get(group);
    const meet = before && (lane.isPoint ? before.c.onset_ms === c.onset_ms : end(before.c) > c.onset_ms);
    if (meet && (before.fresh || item.fresh)) return item.fresh ? c : before.c;
    if (!before || lane.isPoint || end(c) >= end(before.c)) latest.set(group, item);
  }
  return null;
}
