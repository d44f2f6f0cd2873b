// What is done to several annotations at once: code, ★, taking away, copying to another track. Pure.

import { carriedModifiers } from "./changes.js";
import { added, changed, nothing, removed } from "./edits.js";
import { firstMisfit } from "./fitting.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Annotation} Annotation */
/** @typedef {import("./edits.js").Outcome} Outcome */

/** Take all away. @param {Annotation[]} marks @returns {Outcome} */
export function removedAll(marks) {
  return { edits: marks.map(removed), said: marks.length > 1 ? "removed_many" : "removed", annotation: marks.at(-1)?.id ?? null, n: marks.length };
}

/** ★ on all, or off when all have it. @returns {Outcome} */
export function flaggedAll(marks) {
  return flaggedTo(marks, !marks.every((a) => a.content.flagged));
}

/** ★ on all, or off. @returns {Outcome} */
export function flaggedTo(marks, flagged) {
  const edits = marks.filter((a) => a.content.flagged !== flagged).map((a) => changed(a, { flagged }));
  return { edits, said: "changed", annotation: marks.at(-1)?.id ?? null, n: edits.length };
}

/** The codes that all of these can have: those of their lanes that have one id on every lane. */
export function codesForAll(standing, marks) {
  const lanes = [...new Set(marks.map((a) => standing.laneOf(a)))];
  if (!lanes.length || lanes.includes(null)) return [];
  return lanes[0].codes.filter((code) => lanes.every((lane) => lane.codeById.has(code.id)));
}

/** Give all another code; those that have it stay as they are. @param {Map<string, any>} modifiers the scheme's @returns {Outcome} */
export function recodedAll(standing, marks, codeId, modifiers) {
  const edits = [];
  for (const a of marks) {
    const code = standing.laneOf(a)?.codeById.get(codeId);
    if (!code) return nothing("no_such_code", a.id);
    if (a.content.code !== codeId) edits.push(changed(a, { code: codeId, modifiers: carriedModifiers(a.content.modifiers, code, modifiers) }));
  }
  return whole(standing, edits, [], marks, "recoded_many");
}

/** Lanes to which annotations can be copied: of their kind, and not their own. */
export function copyTargets(standing, marks) {
  const from = new Set(marks.map((a) => standing.laneOf(a)));
  const kinds = new Set([...from].map((lane) => lane?.kind));
  return kinds.size === 1 ? standing.lanes.filter((lane) => kinds.has(lane.kind) && !(from.size === 1 && from.has(lane))) : [];
}

/**
 * Copy annotations to another lane, each under its own code or all under one. ★ does not go along.
 * @param {string|null} codeId null keeps the codes, which the lane must have
 * @returns {Outcome}
 */
export function copied(standing, marks, lane, codeId, modifiers) {
  const contents = [];
  for (const a of marks) {
    const code = lane.codeById.get(codeId ?? a.content.code);
    if (!code) return nothing("no_such_code", a.id);
    contents.push({ ...a.content, track: lane.track, subject: lane.subject, code: code.id, modifiers: carriedModifiers(a.content.modifiers, code, modifiers), flagged: false });
  }
  return whole(standing, contents.map((c) => added(standing, c)), contents, marks, "copied_marks");
}

function whole(standing, edits, more, marks, said) {
  const misfit = firstMisfit(standing, new Map(edits.filter((e) => e.kind === "change").map((e) => [e.annotation, e.content])), more);
  if (misfit) return { ...nothing("no_room", marks[0]?.id ?? null), content: misfit };
  return edits.length ? { edits, said, annotation: edits.at(-1).annotation, n: edits.length } : nothing("same", marks[0]?.id ?? null);
}
