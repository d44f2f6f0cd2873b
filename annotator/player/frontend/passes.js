// How far each pass has come: what of the coded window was watched, and what of it is coded. Pure.

import { codedIntervals } from "./intervals.js";

/** @typedef {[number, number]} Stretch half-open, session ms */

/** A film that plays on shows a next frame within this; anything longer is a jump, and what lies between was not seen. */
const PLAYED_ON_MS = 500;
/** How many stretches are kept of a pass; of more the shortest are forgotten. */
const MOST = 100;
/** From here on a pass counts as watched: a frame lost at a jump keeps nobody from going on. */
export const ENOUGH = 0.98;

/**
 * A stretch more.
 * @param {Stretch[]} stretches in order, apart from one another
 * @param {Stretch} more
 * @returns {Stretch[]}
 */
export function united(stretches, [from, to]) {
  const apart = stretches.filter(([a, b]) => b < from || a > to);
  const touching = stretches.filter(([a, b]) => b >= from && a <= to);
  const whole = [Math.min(from, ...touching.map(([a]) => a)), Math.max(to, ...touching.map(([, b]) => b))];
  const all = [...apart, whole];
  if (all.length > MOST) all.sort((x, y) => y[1] - y[0] - (x[1] - x[0])).length = MOST;
  return all.sort((x, y) => x[0] - y[0]);
}

/** How much of a window lies in the stretches: a share, or null where the window is empty. */
export function shareOf(stretches, { onset_ms, offset_ms }) {
  if (offset_ms <= onset_ms) return null;
  const inside = stretches.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, offset_ms) - Math.max(a, onset_ms)), 0);
  return inside / (offset_ms - onset_ms);
}

/** Where in a window the first thing lies that was not watched; null when all was. */
export function firstUnwatched(stretches, { onset_ms, offset_ms }) {
  let at = onset_ms;
  for (const [a, b] of stretches) {
    if (a > at) break;
    at = Math.max(at, b);
  }
  return at < offset_ms ? at : null;
}

/** What was watched in each pass, noted frame by frame. */
export class Watched {
  /** @param {Record<string, Stretch[]>} [stored] by pass */
  constructor(stored = {}) {
    this.passes = new Map(Object.entries(stored));
    this.before = null;
  }

  of(pass) {
    return this.passes.get(pass) ?? [];
  }

  /**
   * A frame is on the screen. It was watched if the film played or was stepped on to it from the frame before.
   * @param {string} pass
   * @param {{index: number, ms: number, until: number}} frame `until`: when the next one begins
   * @param {boolean} playing
   * @returns {boolean} whether this was news
   */
  saw(pass, frame, playing) {
    const { before } = this;
    this.before = frame;
    if (!before) return false;
    const passed = frame.ms - before.ms;
    const wentOn = playing ? passed > 0 && passed <= PLAYED_ON_MS : Math.abs(frame.index - before.index) === 1;
    if (!wentOn) return false;
    this.passes.set(pass, united(this.of(pass), [Math.min(before.ms, frame.ms), Math.max(before.until, frame.until)]));
    return true;
  }

  /** As it is kept with the coder's place. */
  get kept() {
    return Object.fromEntries(this.passes);
  }
}

/**
 * How far each lane of a pass is coded, where that can be said: only where every moment must have a code.
 * @param {import("./record.js").Lane[]} lanes
 * @param {{onset_ms: number, offset_ms: number}} window
 * @returns {{lane: any, share: number}[]}
 */
export function codedOf(lanes, window) {
  const length = window.offset_ms - window.onset_ms;
  if (length <= 0) return [];
  return lanes.filter((lane) => lane.exhaustive).map((lane) => {
    if (lane.interval_ms) return { lane, share: shareOfIntervals(lane, window) };
    const open = lane.gaps(window.onset_ms, window.offset_ms).reduce((sum, [a, b]) => sum + b - a, 0);
    return { lane, share: 1 - open / length };
  });
}

function shareOfIntervals(lane, window) {
  const { done, all } = codedIntervals(lane, window);
  return all ? done / all : 1;
}

/** Whole hundredths, and never 100 before it is all. */
export const percent = (share) => (share >= 1 ? 100 : Math.min(99, Math.round(share * 100)));

/** The pass after this one, or before it; null at the ends. */
export const neighbour = (passes, id, by) => passes[passes.findIndex((p) => p.id === id) + by] ?? null;

/**
 * Whether a pass is at its end: all of it was watched and the film stands at the end of the coded window.
 * @param {Stretch[]} watched @param {any} window @param {{ms: number, until: number}} frame
 */
export function atItsEnd(watched, window, frame) {
  const share = shareOf(watched, window);
  return share !== null && share >= ENOUGH && frame.until >= window.offset_ms - 2 * (frame.until - frame.ms);
}

/** The id of the round in which nothing new is marked and every mark gets its modifiers. */
export const ROUND = "_modifiers";

/**
 * The scheme's passes, and after them the round of modifiers where there are any to be chosen.
 * @param {any[]} passes @param {any[]} lanes @param {string} profile
 */
export function withRound(passes, lanes, profile) {
  const tracks = [...new Set(lanes.filter((l) => l.kind !== "rating" && l.codes.some((c) => c.modifiers?.length)).map((l) => l.track))];
  if (!tracks.length || profile === "field") return passes;
  return [...passes, { id: ROUND, label: "", tracks, speed: 1 }];
}

/** Of a coding that goes on from agreed onsets: the round of modifiers alone. */
export const secondPass = (passes) => passes.filter((p) => p.id === ROUND);

/** What a pass is called: by whom it watches, or the round by what it asks. */
export const passName = (pass, t) => (pass.id === ROUND ? t("pass.round") : pass.label || t("pass.all"));
