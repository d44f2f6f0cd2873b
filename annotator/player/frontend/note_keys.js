// Which key does what while one writes notes. Pure. A note begins with its first letter, wherever the
// focus is; so the film has its keys only while nothing is written.

import { BINDINGS, meaningOf } from "./keys.js";

const NOBODY = { lanes: [], subjects: [], subject: null, bindings: BINDINGS };

/** The actions that this screen has. */
export const NOTE_ACTIONS = new Set([
  "play", "step_back", "step_on", "second_back", "second_on", "jump_back", "jump_on", "to_start", "to_end",
  "slower", "faster", "normal_speed", "flag", "previous", "next", "remove", "undo", "keys",
]);

export const NOTE_BINDINGS = BINDINGS.filter((b) => NOTE_ACTIONS.has(b.id));

const prints = (event) => [...event.key].length === 1 && event.key !== " "
  && (event.getModifierState?.("AltGraph") || !(event.ctrlKey || event.metaKey || event.altKey));

/**
 * @param {KeyboardEvent} event
 * @param {{writing: boolean, empty: boolean}} now whether the focus is in a text, and whether that is empty
 * @returns {{kind: "action", id: string}|{kind: "keep"}|{kind: "leave"}|{kind: "letter"}|null} null: not ours
 */
export function noteMeaning(event, { writing, empty }) {
  if (event.isComposing) return null;
  if (event.ctrlKey && event.code === "Space") return { kind: "action", id: "play" };
  if (writing && event.code === "Escape") return { kind: "leave" };
  if (writing && isEnter(event) && !event.shiftKey) return { kind: "keep" };
  if (writing && !empty) return null;
  return /[\p{L}\p{N}]/u.test(event.key) && prints(event) ? letter(writing) : actionOf(event) ?? (prints(event) ? letter(writing) : null);
}

/** In the field it falls into it by itself. */
const letter = (writing) => (writing ? null : { kind: "letter" });

function actionOf(event) {
  const meaning = meaningOf(event, NOBODY);
  return meaning?.kind === "action" && (NOTE_ACTIONS.has(meaning.id) || meaning.id === "none") ? meaning : null;
}

const isEnter = (event) => event.code === "Enter" || event.code === "NumpadEnter" || event.key === "Enter";
