// Ratings: a value on a scale for a whole stretch of the film. Pure: what stands comes in, edits go out.

import { firstModifiers } from "./changes.js";
import { added, changed, nothing, removed } from "./edits.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Lane} Lane */
/** @typedef {import("./edits.js").Outcome} Outcome */
/** @typedef {{onset_ms: number, offset_ms: number}} Stretch */

/** Under which name a rating's value stands among its modifiers: no scheme can name a modifier so. */
export const RATED = "_value";
/** In place of a value: looked at, and not to be judged. */
export const CANNOT = "cannot";
/** More steps than this are too many for a row each. */
export const MOST_ROWS = 11;

/** The values of a scale, in order. @param {{min: number, max: number, step: number}} scale */
export function pointsOf({ min, max, step }) {
  const n = Math.round((max - min) / step);
  return Array.from({ length: n + 1 }, (_, i) => Number((min + i * step).toFixed(6)));
}

/** The words at a value; "" where the scheme gives none. */
export function anchorAt(scale, value) {
  const key = Object.keys(scale.anchors).find((k) => Number(k) === value);
  return key === undefined ? "" : scale.anchors[key];
}

/** The anchored values beside one that has no words, lower and upper. @returns {[number, number]|null} */
export function betweenAnchors(scale, value) {
  const named = Object.keys(scale.anchors).map(Number).sort((a, b) => a - b);
  const low = named.filter((n) => n < value).at(-1);
  const high = named.find((n) => n > value);
  return low === undefined || high === undefined ? null : [low, high];
}

/**
 * The stretch that a form is about: the films, the coded window, or the mark that is chosen.
 * @param {Lane} lane @param {Standing} standing @param {Stretch} films
 * @param {any} chosen annotation or null
 * @returns {Stretch|null} null where none is chosen
 */
export function stretchOf(lane, standing, films, chosen) {
  if (lane.scope === "session") return films;
  if (lane.scope !== "clip" && lane.scope !== "episode") return standing.window;
  const c = chosen?.content;
  return c && c.offset_ms !== null && c.offset_ms > c.onset_ms ? { onset_ms: c.onset_ms, offset_ms: c.offset_ms } : null;
}

const wholeForm = (lane) => lane.scope !== "clip" && lane.scope !== "episode";

/** What was said of a code over a stretch; of a whole session or segment there is one alone. */
export function ratingOf(lane, codeId, stretch) {
  return lane.items.find((a) => a.content.code === codeId && (wholeForm(lane) || (a.content.onset_ms === stretch.onset_ms && a.content.offset_ms === stretch.offset_ms))) ?? null;
}

/** The value of a rating: a number, CANNOT, or null where there is none. */
export const valueOf = (rating) => (rating ? rating.content.modifiers[RATED] ?? CANNOT : null);

/** @param {Lane} lane @param {Stretch} stretch @returns {{done: number, all: number}} */
export function doneOf(lane, stretch) {
  return { done: lane.codes.filter((c) => ratingOf(lane, c.id, stretch)).length, all: lane.codes.length };
}

/**
 * Rate a code; null takes the rating away.
 * @param {Standing} standing @param {Lane} lane @param {any} code
 * @param {Stretch} stretch @param {number|"cannot"|null} value
 * @param {(ms: number) => number|null} frameAt
 * @param {Map<string, any>} modifiers the scheme's
 * @returns {Outcome}
 */
export function rated(standing, lane, code, stretch, value, frameAt, modifiers) {
  const before = ratingOf(lane, code.id, stretch);
  if (valueOf(before) === value) return nothing("same", before?.id ?? null);
  if (value === null) return { edits: [removed(before)], said: "unrated", annotation: null, content: before.content };
  const values = value === CANNOT ? {} : { [RATED]: value };
  if (before) {
    const { [RATED]: _old, ...rest } = before.content.modifiers;
    const edit = changed(before, { modifiers: { ...rest, ...values } });
    return { edits: [edit], said: "rated", annotation: null, content: edit.content };
  }
  const content = {
    track: lane.track, subject: lane.subject, code: code.id, ...timesOf(stretch, frameAt),
    modifiers: { ...firstModifiers(code, modifiers), ...values }, comment: "", flagged: false,
  };
  return { edits: [added(standing, content)], said: "rated", annotation: null, content };
}

/** The times of a stretch that nobody pressed. */
export const timesOf = ({ onset_ms, offset_ms }, frameAt) => ({
  onset_ms, offset_ms, onset_frame: frameAt(onset_ms), offset_frame: frameAt(offset_ms), raw_onset_ms: null, raw_offset_ms: null,
});

/** Ratings of the coded segment go along when the coded window changes. @param {Standing} standing @param {Stretch} window */
export function alongWith(standing, window) {
  const lanes = standing.forms.filter((lane) => lane.scope !== "session" && wholeForm(lane));
  const times = { ...window, onset_frame: null, offset_frame: null, raw_onset_ms: null, raw_offset_ms: null };
  return lanes.flatMap((lane) => lane.items.map((a) => changed(a, times)));
}
