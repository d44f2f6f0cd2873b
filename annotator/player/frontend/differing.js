// Where two codings differ: which of the moments are listed, which comes next, what is sent. Pure.

/**
 * @typedef {object} Difference
 * @property {string} track @property {string} subject
 * @property {number} onset_ms @property {number} offset_ms
 * @property {string} first @property {string} second
 * @property {string} kind @property {number} cost_ms @property {number|null} cost
 * @property {boolean} is_point @property {number[]|null} rated
 * @property {{word: string, note: string, by: string, at: string}|null} verdict
 */
/** @typedef {{kind: string, pair: string, code: string, who: string, open: string}} Filter as it stands in the address */

export const NONE = "(none)";
export const WORDS = ["first", "second", "both", "unclear"];
export const KINDS = ["confusion", "missed by second", "missed by first", "boundary", "rating gap"];
/** How long before a moment the film begins. */
export const LEAD_IN_MS = 3000;
export const LEAD_OUT_MS = 1500;

/** @type {Filter} */
export const EVERYTHING = { kind: "", pair: "", code: "", who: "", open: "" };

const NAMES = Object.keys(EVERYTHING);

/** The filter of an address; what it does not know is left out. @param {Record<string, string>} asked @returns {Filter} */
export function filterOf(asked) {
  return { ...EVERYTHING, ...Object.fromEntries(NAMES.filter((n) => typeof asked[n] === "string").map((n) => [n, asked[n]])) };
}

/** The address with this filter and moment in it. @param {string} search @param {Filter} filter @param {string} at */
export function addressOf(search, filter, at) {
  const params = new URLSearchParams(search);
  for (const name of NAMES) {
    if (filter[name]) params.set(name, filter[name]);
    else params.delete(name);
  }
  if (at) params.set("at", at);
  else params.delete("at");
  return `?${params}`;
}

/** By what a moment is known again: in the address, and to find it after a change. @param {Difference} d */
export const nameOf = (d) => [d.track, d.subject, d.onset_ms, d.offset_ms, d.first, d.second].join("~");

/** The same two codes whichever coder gave which. */
export const pairOf = (d) => [d.first, d.second].sort().join("~");

/**
 * `pair` may name the codes in either order, or in the coders' order with ">" between (a cell of a table).
 * Among those not decided is also the one on the screen: decided, it stays until one goes on.
 * @param {Difference[]} all @param {Filter} filter @param {Difference|null} [here]
 */
export function filtered(all, filter, here = null) {
  const exact = filter.pair.includes(">");
  return all.filter((d) => (!filter.kind || d.kind === filter.kind)
    && (!filter.pair || (exact ? `${d.first}>${d.second}` : pairOf(d)) === filter.pair)
    && (!filter.code || d.first === filter.code || d.second === filter.code)
    && (!filter.who || missing(d, filter.who))
    && (!filter.open || !d.verdict || d === here));
}

/** Moments of one coder: that only the other marked. */
const missing = (d, who) => d.kind === `missed by ${who}`;

/** The pairs of codes that are confused, with the time of each, the costliest first. @param {Difference[]} all */
export function pairs(all) {
  const found = new Map();
  for (const d of all) {
    if (d.rated) continue;
    const pair = pairOf(d);
    const entry = found.get(pair) ?? { pair, codes: [d.first, d.second].sort(), track: d.track, cost_ms: 0, n: 0 };
    entry.cost_ms += d.cost_ms;
    entry.n += 1;
    found.set(pair, entry);
  }
  return [...found.values()].sort((a, b) => b.cost_ms - a.cost_ms || b.n - a.n);
}

/** @param {Difference[]} shown @param {Difference|null} chosen @param {number} by */
export function beside(shown, chosen, by) {
  const at = chosen ? shown.findIndex((d) => nameOf(d) === nameOf(chosen)) : -1;
  if (at < 0) return shown[0] ?? null;
  return shown[Math.max(0, Math.min(shown.length - 1, at + by))];
}

/** The one to decide after this one, if any: further down, else from the top; null when all are decided. */
export function nextOpen(shown, chosen) {
  const at = chosen ? shown.findIndex((d) => nameOf(d) === nameOf(chosen)) : -1;
  return [...shown.slice(at + 1), ...shown.slice(0, Math.max(0, at))].find((d) => !d.verdict) ?? null;
}

/** What a verdict is sent as. @param {Difference} d @param {string} word @param {string} note */
export function verdictOf(d, word, note) {
  const { track, subject, onset_ms, offset_ms, first, second } = d;
  return { track, subject, onset_ms, offset_ms, first, second, word, note };
}

/**
 * What a key means here: 1–4 decide, Backspace takes that back, N writes a note, Enter goes on from what is
 * decided and plays the rest again, `;` plays either again.
 * @param {KeyboardEvent} event
 * @returns {{kind: "word", word: string}|{kind: "back"}|{kind: "note"}|{kind: "on"}|{kind: "again"}|null}
 */
export function judging(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return null;
  const digit = /^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1];
  if (digit) return { kind: "word", word: WORDS[Number(digit) - 1] };
  if (event.code === "Backspace") return { kind: "back" };
  if (event.key.toLowerCase() === "n") return { kind: "note" };
  if (event.code === "Semicolon" || event.key === ";") return { kind: "again" };
  return event.code === "Enter" || event.code === "NumpadEnter" ? { kind: "on" } : null;
}

/** The stretch that is played for a moment: from 3 s before to a little after, inside the film. */
export function stretchOf(d, window) {
  return {
    onset: Math.max(window.onset_ms, d.onset_ms - LEAD_IN_MS),
    offset: Math.min(window.offset_ms, Math.max(d.offset_ms, d.onset_ms + 500) + LEAD_OUT_MS),
  };
}

/** The film that shows a moment, the first one where several do. @param {any[]} films @param {number} ms */
export const filmAt = (films, ms) => films.find((f) => f.shift_ms <= ms && ms < f.shift_ms + f.duration_ms) ?? films[0] ?? null;
