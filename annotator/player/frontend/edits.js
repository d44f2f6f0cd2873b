// Single edits: each made on what stands, with what was there before for undo. Pure.

/** @typedef {import("./standing.js").Edit} Edit */

/** The most edits that one act may have: the server takes no more. */
export const MOST_EDITS = 10_000;

/** A new random UUID; randomUUID exists only on https and localhost. */
export function newId() {
  if (globalThis.crypto.randomUUID) return globalThis.crypto.randomUUID();
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((s, at) => `${s.slice(0, at)}-${s.slice(at)}`, hex);
}

/** @returns {Edit} */
export function added(standing, content, id = newId()) {
  const revision = standing.removed.get(id) ?? 0;
  return { id: newId(), kind: "add", annotation: id, revision, content, window: null, before: null, window_before: null };
}

/** @returns {Edit} */
export function changed(a, values) {
  const content = { ...a.content, ...values };
  return { id: newId(), kind: "change", annotation: a.id, revision: a.revision, content, window: null, before: a.content, window_before: null };
}

/** @returns {Edit} */
export function removed(a) {
  return { id: newId(), kind: "remove", annotation: a.id, revision: a.revision, content: null, window: null, before: a.content, window_before: null };
}

/** @returns {Edit} */
export function windowed(standing, window) {
  return { id: newId(), kind: "window", annotation: null, revision: 0, content: null, window, before: null, window_before: standing.window };
}

/** The edit as the server takes it. */
export function sent(edit) {
  const { id, kind, annotation, revision, content, window } = edit;
  return { id, kind, annotation, revision, content, window };
}

// The times of an annotation, from a moment.

export const onsetAt = (at) => ({ onset_ms: at.ms, onset_frame: at.frame, raw_onset_ms: at.raw });
export const offsetAt = (at) => ({ offset_ms: at.ms, offset_frame: at.frame, raw_offset_ms: at.raw });
export const RUNNING = { offset_ms: null, offset_frame: null, raw_offset_ms: null };

/**
 * @typedef {object} Outcome
 * @property {Edit[]} edits empty when nothing is to be done
 * @property {string} said what happened, as an id: started, ended, marked, recoded, already, …
 * @property {string|null} annotation the annotation it is about
 */
export const nothing = (said, annotation = null) => ({ edits: [], said, annotation });
