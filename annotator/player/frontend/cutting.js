// Cutting an annotation in two, and making one of several. Pure.

import { added, changed, nothing, offsetAt, onsetAt, removed } from "./edits.js";
import { endOf } from "./standing.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Annotation} Annotation */
/** @typedef {import("./edits.js").Outcome} Outcome */

/**
 * Cut the states among `marks` that hold at a moment in two there. The second part has the same code and
 * modifiers; comment and ★ stay with the first.
 * @param {Standing} standing
 * @param {Annotation[]} marks
 * @param {import("./standing.js").Moment} at
 * @returns {Outcome}
 */
export function split(standing, marks, at) {
  const held = marks.filter((a) => !standing.laneOf(a)?.isPoint && a.content.onset_ms < at.ms && at.ms < endOf(a));
  if (!held.length) return nothing("not_inside", marks[0]?.id ?? null);
  const edits = held.flatMap((a) => [changed(a, offsetAt(at)), added(standing, { ...a.content, ...onsetAt(at), comment: "", flagged: false })]);
  return { edits, said: "split", annotation: edits.at(-1).annotation, n: held.length };
}

/**
 * Make one of annotations that follow one another on a lane and have one code; of a single one and the next.
 * The first stays: it ends where the last ended, keeps its own modifiers where they differ, and has all comments.
 * @param {Standing} standing
 * @param {Annotation[]} marks in any order
 * @param {Set<string>} links the modifiers that name other annotations
 * @returns {Outcome}
 */
export function merged(standing, marks, links = new Set()) {
  const lane = marks.length ? standing.laneOf(marks[0]) : null;
  const why = whyNotMerged(standing, lane, marks);
  if (why) return nothing(why, marks[0]?.id ?? null);
  const parts = partsOf(lane, marks);
  if (parts.length < 2) return nothing("no_next", marks[0].id);
  if (parts.some((a) => a.content.code !== parts[0].content.code)) return nothing("two_codes", parts[0].id);
  const [first, ...rest] = parts;
  const last = parts.reduce((l, a) => (endOf(a) > endOf(l) ? a : l));
  const { offset_ms, offset_frame, raw_offset_ms } = last.content;
  const values = {
    offset_ms, offset_frame, raw_offset_ms,
    modifiers: Object.assign({}, ...parts.map((a) => a.content.modifiers).reverse()),
    comment: parts.map((a) => a.content.comment).filter(Boolean).join(" · ").slice(0, 2000),
    flagged: parts.some((a) => a.content.flagged),
  };
  const gone = new Set(rest.map((a) => a.id));
  return { edits: [...rest.map(removed), changed(first, values), ...relinked(standing, gone, first.id, links)], said: "merged", annotation: first.id, n: parts.length };
}

function whyNotMerged(standing, lane, marks) {
  if (!lane) return "select_first";
  if (lane.isPoint) return "points_stay";
  return marks.some((a) => standing.laneOf(a) !== lane) ? "two_tracks" : "";
}

/** From the first chosen one to the last on an exclusive lane, whatever lies between; else the chosen ones. */
function partsOf(lane, marks) {
  const own = lane.exclusive ? lane.items : lane.items.filter((a) => a.content.code === marks[0].content.code);
  const places = marks.map((a) => own.indexOf(a)).sort((a, b) => a - b);
  if (places[0] < 0) return marks;
  return own.slice(places[0], marks.length === 1 ? places[0] + 2 : places.at(-1) + 1);
}

/** Answers that named a part that is gone now name the whole. */
function relinked(standing, gone, whole, links) {
  if (!links.size) return [];
  const edits = [];
  for (const a of standing.all) {
    if (gone.has(a.id) || a.id === whole) continue;
    const modifiers = { ...a.content.modifiers };
    let touched = false;
    for (const id of links) {
      const named = [modifiers[id] ?? []].flat();
      if (!named.some((n) => gone.has(n))) continue;
      modifiers[id] = [...new Set(named.map((n) => (gone.has(n) ? whole : n)))].sort();
      touched = true;
    }
    if (touched) edits.push(changed(a, { modifiers }));
  }
  return edits;
}
