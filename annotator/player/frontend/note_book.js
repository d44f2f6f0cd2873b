// Notes tied to times, and what changes them. Pure: what is done is told as a deed, which can be kept
// and sent, and is done again on what the server has.

import { newId } from "./record.js";

/** @typedef {{id: string, at_ms: number|null, text: string, starred: boolean, made_at: string}} Note at_ms null: about the whole film */
/** @typedef {{id: string, kind: "add"|"change"|"remove", note: Note}} Deed */

/** A note as it begins. @returns {Note} */
export const begun = (at_ms, text = "", starred = false) => ({ id: newId(), at_ms, text, starred, made_at: new Date().toISOString() });

/** @returns {Deed} */
export const deed = (kind, note) => ({ id: newId(), kind, note });

/** Whether there is anything in a note that is worth keeping. */
export const says = (note) => Boolean(note && (note.text.trim() || note.starred));

/** About the whole film first, then by time, then as they were written. */
function order(a, b) {
  if (a.at_ms !== b.at_ms) return a.at_ms === null ? -1 : b.at_ms === null ? 1 : a.at_ms - b.at_ms;
  return a.made_at < b.made_at ? -1 : a.made_at > b.made_at ? 1 : 0;
}

export class NoteBook {
  /** @param {Note[]} notes */
  constructor(notes = []) {
    /** @type {Map<string, Note>} */
    this.notes = new Map(notes.map((n) => [n.id, n]));
  }

  get sorted() {
    return [...this.notes.values()].sort(order);
  }

  /** @param {Deed} done */
  apply({ kind, note }) {
    if (kind === "remove") this.notes.delete(note.id);
    else if (kind === "add" || this.notes.has(note.id)) this.notes.set(note.id, note);
  }

  /** The note before or after a time, of those that have one. @param {number} by -1 or 1 */
  beside(ms, by) {
    const timed = this.sorted.filter((n) => n.at_ms !== null && (by < 0 ? n.at_ms < ms : n.at_ms > ms));
    return (by < 0 ? timed.at(-1) : timed[0]) ?? null;
  }
}
