// Undo and redo. Pure: what was done is a list of acts; taking one back is an act of its own.

import { newId } from "./record.js";

/** @typedef {{id: string, kind: string, undoes: string|null, edits: import("./record.js").Edit[]}} Act */

/** What the program did by itself: nobody takes it back. */
const OWN = new Set(["submit", "agreed"]);

/** The acts that can be undone and redone, in order. */
export class History {
  /** @param {Act[]} acts saved acts, newest last, as the server tells them */
  constructor(acts = []) {
    /** @type {Map<string, Act>} */
    this.acts = new Map();
    /** @type {string[]} */
    this.done = [];
    /** @type {string[]} */
    this.undone = [];
    for (const act of acts) this.add(act);
  }

  /** @param {Act} act */
  add(act) {
    this.acts.set(act.id, act);
    if (act.kind === "undo") move(act.undoes, this.done, this.undone);
    else if (act.kind === "redo") move(act.undoes, this.undone, this.done);
    else if (!OWN.has(act.kind)) {
      this.done.push(act.id);
      this.undone.length = 0;
    }
  }

  /** The act that undo would take back. @returns {Act|null} */
  get last() {
    return this.acts.get(this.done.at(-1)) ?? null;
  }

  /** The act that redo would do again. @returns {Act|null} */
  get lastUndone() {
    return this.acts.get(this.undone.at(-1)) ?? null;
  }

  /** Forget an act that was refused. */
  drop(id) {
    this.acts.delete(id);
    this.done = this.done.filter((d) => d !== id);
    this.undone = this.undone.filter((d) => d !== id);
  }
}

function move(id, from, to) {
  const at = from.lastIndexOf(id);
  if (at < 0) return;
  from.splice(at, 1);
  to.push(id);
}

/**
 * The edits that take an act back, made on what stands now; null when something it touched
 * was changed since.
 * @param {import("./record.js").Standing} standing
 * @param {Act} act
 */
export function undoing(standing, act) {
  return chain(standing, [...act.edits].reverse(), inverse);
}

/** The edits that do an act again; null when they no longer fit. */
export function redoing(standing, act) {
  return chain(standing, act.edits, again);
}

function chain(standing, edits, make) {
  const revisions = new Map();
  const made = [];
  for (const edit of edits) {
    const state = stateOf(standing, revisions, edit.annotation);
    const next = make(edit, state);
    if (!next) return null;
    if (edit.kind !== "window") revisions.set(edit.annotation, { revision: state.revision + 1, content: next.content });
    made.push({ id: newId(), ...next, before: state.content, window_before: standing.window });
  }
  return made;
}

function stateOf(standing, revisions, id) {
  if (id === null) return { revision: 0, content: null };
  if (revisions.has(id)) return revisions.get(id);
  const a = standing.byId.get(id);
  return a ? { revision: a.revision, content: a.content } : { revision: standing.removed.get(id) ?? 0, content: null };
}

function inverse(edit, state) {
  if (edit.kind === "window") return { kind: "window", annotation: null, revision: 0, content: null, window: edit.window_before };
  return become(edit.annotation, state, edit.before ?? null);
}

function again(edit, state) {
  if (edit.kind === "window") return { kind: "window", annotation: null, revision: 0, content: null, window: edit.window };
  return become(edit.annotation, state, edit.content);
}

/** The edit that turns what stands into `content`; null means "not there". */
function become(annotation, state, content) {
  if (!state.content && !content) return null;
  const kind = !content ? "remove" : state.content ? "change" : "add";
  return { kind, annotation, revision: state.revision, content, window: null };
}
