// Times and places on the tracks. Pure: no canvas, no DOM.

/**
 * @typedef {object} View what part of the session the tracks show
 * @property {number} left px where time begins (right of the row names)
 * @property {number} width px of the whole canvas
 * @property {number} start ms at `left`
 * @property {number} scale ms per px
 */
/** @typedef {{start: number, end: number}} Limits the session, ms */

/** The finest zoom: 10 px for a frame of 40 ms. */
export const FINEST = 4;

export const xOf = (view, ms) => view.left + (ms - view.start) / view.scale;
export const msOf = (view, x) => view.start + (x - view.left) * view.scale;
export const endOfView = (view) => view.start + (view.width - view.left) * view.scale;

/** The view that shows everything. */
export function fit(view, limits) {
  const px = Math.max(1, view.width - view.left - 12);
  return { ...view, start: limits.start, scale: Math.max(0.01, (limits.end - limits.start) / px) };
}

/** Keep a view inside the session. */
export function bounded(view, limits) {
  const whole = fit(view, limits);
  const scale = Math.max(Math.min(FINEST, whole.scale), Math.min(view.scale, whole.scale));
  const latest = limits.end - (view.width - view.left - 12) * scale;
  return { ...view, scale, start: Math.max(limits.start, Math.min(view.start, latest)) };
}

/** Zoom by a factor (> 1 nearer) so that the time at `x` stays where it is. */
export function zoomAt(view, x, factor, limits) {
  const at = msOf(view, x);
  const whole = fit(view, limits).scale;
  const scale = Math.max(Math.min(FINEST, whole), Math.min(view.scale / factor, whole));
  return bounded({ ...view, scale, start: at - (x - view.left) * scale }, limits);
}

export const panBy = (view, px, limits) => bounded({ ...view, start: view.start + px * view.scale }, limits);

/** Turn the page when the playhead leaves the view; the same view when it does not. */
export function follow(view, ms, limits) {
  const px = view.width - view.left;
  const x = xOf(view, ms);
  if (x >= view.left && x <= view.left + px * 0.94) return view;
  return bounded({ ...view, start: ms - px * 0.08 * view.scale }, limits);
}

const STEPS = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000];

/** Ruler marks: a step with at least 70 px between labels, a tick at every half. */
export function ticks(view) {
  const step = STEPS.find((s) => s / view.scale >= 70) ?? STEPS.at(-1);
  const half = step / 2;
  const marks = [];
  for (let t = Math.ceil(view.start / half) * half; t <= endOfView(view); t += half) marks.push({ ms: t, labelled: t % step === 0 });
  return marks;
}

export const HEIGHTS = { ruler: 26, film: 40, sound: 28, lane: 30, manyLanes: 28, largestLane: 52, smallestLane: 22, foot: 7 };

/**
 * Where the rows lie. Lanes grow into room that is there, and shrink before they scroll.
 * @param {number} lanes how many
 * @param {number} height px that may be used; Infinity for what they need
 * @param {boolean} sound whether the film has sound to show
 */
export function rows(lanes, height, sound = true) {
  const soundHeight = sound ? HEIGHTS.sound : 6;
  const top = HEIGHTS.ruler + HEIGHTS.film + soundHeight;
  const room = (height - top - HEIGHTS.foot) / Math.max(1, lanes);
  const most = height === Infinity ? (lanes > 4 ? HEIGHTS.manyLanes : HEIGHTS.lane) : HEIGHTS.largestLane;
  const lane = Math.max(HEIGHTS.smallestLane, Math.min(most, Math.floor(room)));
  return {
    ruler: { y: 0, height: HEIGHTS.ruler }, film: { y: HEIGHTS.ruler, height: HEIGHTS.film },
    sound: { y: HEIGHTS.ruler + HEIGHTS.film, height: soundHeight },
    top, lane, total: top + lanes * lane + HEIGHTS.foot,
  };
}

/** Height that shows all lanes at full size. */
export const wishedHeight = (lanes, sound = true) => rows(lanes, Infinity, sound).total;

/** The index of the lane at `y` (scrolled by `scroll` px); -1 above or below. */
export function laneAt(layout, y, lanes, scroll = 0) {
  if (y < layout.top) return -1;
  const i = Math.floor((y - layout.top + scroll) / layout.lane);
  return i < lanes ? i : -1;
}

/**
 * What lies under a point of a lane.
 * @param {View} view
 * @param {import("./record.js").Lane} lane
 * @param {number} x px
 * @param {number} head where running states end now, ms
 * @param {number} reach how far from an edge still counts, px
 * @returns {{annotation: any, part: "onset"|"offset"|"body"}|null}
 */
export function hit(view, lane, x, head, reach = 6) {
  return lane.isPoint ? hitPoint(view, lane, x, Math.max(reach, 11)) : hitState(view, lane, x, head, reach);
}

function hitPoint(view, lane, x, reach) {
  let best = null;
  for (const a of between(lane, msOf(view, x - reach), msOf(view, x + reach))) {
    const far = Math.abs(xOf(view, a.content.onset_ms) - x);
    if (far <= reach && (!best || far < best.far)) best = { annotation: a, part: "body", far };
  }
  return best && { annotation: best.annotation, part: best.part };
}

function hitState(view, lane, x, head, reach) {
  let best = null;
  for (const a of between(lane, msOf(view, x - reach), msOf(view, x + reach))) {
    const from = xOf(view, a.content.onset_ms);
    const to = xOf(view, a.content.offset_ms ?? Math.max(head, a.content.onset_ms));
    if (x < from - reach || x > to + reach) continue;
    const found = partOf(a, x, from, to, Math.min(reach, Math.max(2, (to - from) / 4)));
    if (!best || found.rank < best.rank) best = found;
  }
  return best && { annotation: best.annotation, part: best.part };
}

/** Inside the bar is nearer than beside it; the edge of the bar one is in wins over its neighbour's. */
function partOf(a, x, from, to, reach) {
  const inside = x >= from && x < to;
  const rank = inside ? 0 : 1 + Math.min(Math.abs(x - from), Math.abs(x - to));
  if (x - from <= reach) return { annotation: a, part: "onset", rank };
  if (to - x <= reach && a.content.offset_ms !== null) return { annotation: a, part: "offset", rank };
  return { annotation: a, part: "body", rank };
}

/** Annotations of a lane that touch [from, to] ms, in order of onset. */
export function* between(lane, from, to) {
  const early = from - lane.reach;
  for (const a of lane.running) if (a.content.onset_ms < early) yield a;
  let low = 0;
  let high = lane.items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lane.items[middle].content.onset_ms < early) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < lane.items.length && lane.items[i].content.onset_ms <= to; i += 1) {
    const a = lane.items[i];
    if (a.content.offset_ms === null || a.content.offset_ms >= from) yield a;
  }
}

/** How near a magnet draws, px. */
export const REACH = 7;

/** `ms` drawn to the nearest magnet within `reach` px; the same when none is near. */
export function magnetic(view, ms, magnets, reach = REACH) {
  let best = ms;
  let far = reach * view.scale;
  for (const m of magnets)
    if (Math.abs(m - ms) <= far) {
      far = Math.abs(m - ms);
      best = m;
    }
  return best;
}
