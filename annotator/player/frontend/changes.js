// Changing what stands without moving it: code, modifiers, comment, ★. Pure.

import { changed, nothing } from "./edits.js";

/** @typedef {import("./edits.js").Outcome} Outcome */

/** The modifiers a new annotation starts with: the defaults of those that must have a value. */
export function firstModifiers(code, modifiers) {
  const values = {};
  for (const id of code.modifiers ?? []) {
    const m = modifiers.get(id);
    if (m?.required && m.default !== null && m.default !== undefined) values[id] = m.default;
  }
  return values;
}

/** Whether a value is the one that an annotation starts with, so that nobody need have chosen it. */
export const isDefault = (modifier, value) => Boolean(modifier.required) && modifier.default !== null && modifier.default !== undefined && value === modifier.default;

/** Modifiers that another code has too, with that code's defaults. */
export function carriedModifiers(values, code, modifiers) {
  const kept = Object.entries(values).filter(([id]) => (code.modifiers ?? []).includes(id));
  return { ...firstModifiers(code, modifiers), ...Object.fromEntries(kept) };
}

/** Give an annotation another code of its lane. @returns {Outcome} */
export function recoded(a, code, modifiers) {
  if (a.content.code === code.id) return nothing("already", a.id);
  const values = { code: code.id, modifiers: carriedModifiers(a.content.modifiers, code, modifiers) };
  return { edits: [changed(a, values)], said: "recoded", annotation: a.id };
}

/** @returns {Outcome} */
export function revalued(a, values) {
  const same = Object.entries(values).every(([k, v]) => JSON.stringify(a.content[k]) === JSON.stringify(v));
  if (same) return nothing("same", a.id);
  return { edits: [changed(a, values)], said: "changed", annotation: a.id };
}

/** Whether edits change only what qualifies a mark: its modifiers, comment and star. @param {import("./edits.js").Edit[]} edits */
export function qualifies(edits) {
  const rest = ({ modifiers, comment, flagged, ...kept }) => JSON.stringify(Object.entries(kept).sort());
  return edits.every((e) => e.kind === "change" && e.before && rest(e.content) === rest(e.before));
}

/** Set or clear (null, "", empty list) one modifier. @returns {Outcome} */
export function modified(a, id, value) {
  const modifiers = { ...a.content.modifiers };
  const empty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  if (empty) delete modifiers[id];
  else modifiers[id] = Array.isArray(value) ? [...value].sort() : value;
  return revalued(a, { modifiers });
}
