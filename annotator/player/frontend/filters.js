// What the list shows: words, track, person, code, ★, comment; all at once. Pure.

/** @typedef {{words: string, track: string, subject: string, code: string, flagged: boolean, comment: boolean}} Filter */

/** @type {Filter} */
export const NOTHING = { words: "", track: "", subject: "", code: "", flagged: false, comment: false };

/** How many conditions a filter has. @param {Filter} filter */
export const conditions = (filter) => Object.values(filter).filter(Boolean).length;

/**
 * The annotations that a filter lets through, in their order.
 * @param {any[]} all
 * @param {Filter} filter
 * @param {(a: any) => string} textOf words that an annotation is found by, in lower case
 */
export function filtered(all, filter, textOf) {
  if (!conditions(filter)) return all;
  const words = filter.words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((a) => fits(a.content, filter) && (!words.length || has(textOf(a), words)));
}

const has = (text, words) => words.every((w) => text.includes(w));

function fits(c, { track, subject, code, flagged, comment }) {
  return (!track || c.track === track) && (!subject || c.subject === subject) && (!code || c.code === code)
    && (!flagged || c.flagged) && (!comment || c.comment !== "");
}

/** The codes to choose from: of the track and person that are chosen, each once. @returns {{id: string, label: string}[]} */
export function codesFor(lanes, { track, subject }) {
  const found = new Map();
  for (const lane of lanes)
    if ((!track || lane.track === track) && (!subject || lane.subject === subject)) for (const code of lane.codes) if (!found.has(code.id)) found.set(code.id, { id: code.id, label: code.label });
  return [...found.values()];
}
