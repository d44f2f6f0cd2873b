// Find and change: one change to many marks, seen before it is made, done as one act or not at all. Pure.

import { changed, nothing, removed } from "./edits.js";
import { flaggedTo, recodedAll } from "./many.js";
import { shifted } from "./moving.js";

/** @typedef {import("./edits.js").Outcome} Outcome */

/** What can be changed. */
export const CHANGES = ["code", "shift", "comment", "flag", "unflag", "remove"];

/**
 * @typedef {object} Wish
 * @property {string} what one of CHANGES
 * @property {string} [from] the code to be found; empty finds every code
 * @property {string} [to] the code to put
 * @property {number} [ms] by how much marks are moved, negative is earlier
 * @property {string} [find] @property {string} [put] words in comments
 */

/** The marks that a wish is about. @param {any[]} marks @param {Wish} wish */
export function found(marks, wish) {
  const coded = wish.from ? marks.filter((a) => a.content.code === wish.from) : marks;
  if (wish.what === "comment") return coded.filter((a) => wish.find && a.content.comment.includes(wish.find));
  if (wish.what === "code") return coded.filter((a) => a.content.code !== wish.to);
  if (wish.what === "flag") return coded.filter((a) => !a.content.flagged);
  return wish.what === "unflag" ? coded.filter((a) => a.content.flagged) : coded;
}

/**
 * What a wish would do to the marks that it finds.
 * @param {import("./standing.js").Standing} standing
 * @param {any[]} marks among which is looked
 * @param {Wish} wish
 * @param {{frames: import("./frames.js").FrameTable, modifiers: Map<string, any>}} film
 * @returns {Outcome}
 */
export function replaced(standing, marks, wish, { frames, modifiers }) {
  if (wish.what === "code" && !wish.from) return nothing("which_code");
  const these = found(marks, wish);
  if (!these.length) return nothing("none_found");
  const outcome = DEEDS[wish.what](standing, these, wish, { frames, modifiers });
  return outcome.edits.length ? { ...outcome, said: "replaced", n: these.length } : outcome;
}

const DEEDS = {
  code: (standing, these, { to }, { modifiers }) => (to ? recodedAll(standing, these, to, modifiers) : nothing("no_such_code")),
  shift: (standing, these, { ms }, { frames }) => (ms ? shifted(standing, these, ms, frames) : nothing("same")),
  comment: (_standing, these, { find, put }) => ({ edits: these.map((a) => changed(a, { comment: a.content.comment.replaceAll(find, () => put ?? "").trim().slice(0, 2000) })), annotation: these.at(-1).id }),
  flag: (_standing, these) => flaggedTo(these, true),
  unflag: (_standing, these) => flaggedTo(these, false),
  remove: (_standing, these) => ({ edits: these.map(removed), annotation: these.at(-1).id }),
};
