// Which key does what while a meeting is prepared. Pure; the map of keys is drawn from the same table.

import { belongsToControl, isTyping } from "./keys.js";

/** @typedef {{id: string, codes?: string[], chars?: string[], shift?: boolean, ctrl?: boolean, repeat?: boolean, cap: string, group: "film"|"choose"|"moment"}} Binding */

/** @type {Binding[]} */
export const PREPARE_KEYS = [
  { id: "play", codes: ["Space"], cap: "Space", group: "film" },
  { id: "step_back", codes: ["ArrowLeft", "Comma"], repeat: true, cap: "←", group: "film" },
  { id: "step_on", codes: ["ArrowRight", "Period"], repeat: true, cap: "→", group: "film" },
  { id: "second_back", codes: ["ArrowLeft"], shift: true, repeat: true, cap: "Shift ←", group: "film" },
  { id: "second_on", codes: ["ArrowRight"], shift: true, repeat: true, cap: "Shift →", group: "film" },
  { id: "jump_back", codes: ["ArrowDown"], repeat: true, cap: "↓", group: "film" },
  { id: "jump_on", codes: ["ArrowUp"], repeat: true, cap: "↑", group: "film" },
  { id: "begin_here", chars: ["b"], cap: "B", group: "choose" },
  { id: "end_here", chars: ["e"], cap: "E", group: "choose" },
  { id: "play_moment", chars: ["p"], cap: "P", group: "moment" },
  { id: "loop", chars: ["l"], cap: "L", group: "moment" },
  { id: "previous", codes: ["PageUp"], cap: "PgUp", group: "moment" },
  { id: "next", codes: ["PageDown"], cap: "PgDn", group: "moment" },
  { id: "earlier", codes: ["PageUp"], shift: true, cap: "Shift PgUp", group: "moment" },
  { id: "later", codes: ["PageDown"], shift: true, cap: "Shift PgDn", group: "moment" },
  { id: "set_onset", codes: ["BracketLeft"], cap: "[", group: "moment" },
  { id: "set_offset", codes: ["BracketRight"], cap: "]", group: "moment" },
  { id: "set_at", chars: ["s"], cap: "S", group: "moment" },
  { id: "write", codes: ["Enter", "NumpadEnter"], cap: "Enter", group: "moment" },
  { id: "remove", codes: ["Delete"], cap: "Delete", group: "moment" },
  { id: "undo", chars: ["z"], ctrl: true, cap: "Ctrl Z", group: "moment" },
  { id: "redo", chars: ["z"], ctrl: true, shift: true, cap: "Ctrl Shift Z", group: "moment" },
  { id: "redo", chars: ["y"], ctrl: true, cap: "Ctrl Y", group: "moment" },
  { id: "keys", chars: ["?"], cap: "?", group: "film" },
];

/** How many suggestions a digit reaches. */
const DIGITS = 9;

/**
 * What a press means here; null when it is not ours.
 * @returns {{id: string, n?: number}|null} `keep` and `look` carry the number of the suggestion, from 0
 */
export function prepareMeaning(event) {
  if (event.isComposing || event.altKey || event.getModifierState?.("AltGraph")) return null;
  const ctrl = event.ctrlKey || event.metaKey;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !ctrl && Number(digit[1]) <= DIGITS) return event.repeat ? { id: "none" } : { id: event.shiftKey ? "look" : "keep", n: Number(digit[1]) - 1 };
  const char = event.key.length === 1 ? event.key.toLowerCase() : "";
  const found = PREPARE_KEYS.find((b) => Boolean(b.ctrl) === ctrl && (b.chars?.includes(char) ? b.chars[0] === "?" || Boolean(b.shift) === event.shiftKey : b.codes?.includes(event.code) && Boolean(b.shift) === event.shiftKey));
  if (!found) return null;
  return { id: event.repeat && !found.repeat ? "none" : found.id };
}

/** Whether the element that has the focus needs this press itself. */
export function needsItself(event, element) {
  if (isTyping(element)) return true;
  if (element?.getAttribute?.("role") === "slider") return /^Arrow/.test(event.code);
  return belongsToControl(event, element);
}
