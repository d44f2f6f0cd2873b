// Which key does what. Pure: the same table answers presses and fills the map of keys, so
// the two cannot differ. Transport goes by the key's place (event.code), because characters
// move between keyboards; codes go by character.

/**
 * @typedef {object} Binding
 * @property {string} id the action
 * @property {string[]} codes event.code values
 * @property {string[]} [chars] characters that also mean it, wherever they are
 * @property {boolean} [shift] with Shift
 * @property {boolean} [repeat] also while the key is held
 * @property {boolean} [ctrl] with Ctrl or Command, by character, or by place where it has one
 * @property {string} [letter] with Shift, by character: where the letter is printed, there it is
 * @property {string} cap what is printed on buttons and in the map
 * @property {boolean} [own] of a profile or a coder's own: comes before the keys of codes
 * @property {boolean} [pad] a button of a gamepad
 * @property {"film"|"mark"|"edit"|"look"} group
 */

import { EDITING } from "./edit_keys.js";

/** @type {Binding[]} */
export const BINDINGS = [
  { id: "play", codes: ["Space"], cap: "Space", group: "film" },
  { id: "step_back", codes: ["ArrowLeft", "Comma"], repeat: true, cap: "←", group: "film" },
  { id: "step_on", codes: ["ArrowRight", "Period"], repeat: true, cap: "→", group: "film" },
  { id: "second_back", codes: ["ArrowLeft"], shift: true, repeat: true, cap: "Shift ←", group: "film" },
  { id: "second_on", codes: ["ArrowRight"], shift: true, repeat: true, cap: "Shift →", group: "film" },
  { id: "jump_back", codes: ["ArrowDown"], repeat: true, cap: "↓", group: "film" },
  { id: "jump_on", codes: ["ArrowUp"], repeat: true, cap: "↑", group: "film" },
  { id: "to_start", codes: ["Home"], cap: "Home", group: "film" },
  { id: "to_end", codes: ["End"], cap: "End", group: "film" },
  { id: "slower", codes: ["Minus", "NumpadSubtract"], cap: "−", group: "film" },
  { id: "faster", codes: ["Equal", "NumpadAdd"], cap: "=", group: "film" },
  { id: "normal_speed", codes: ["Backslash"], cap: "\\", group: "film" },
  { id: "loop_mark", codes: ["Quote"], cap: "'", group: "film" },
  { id: "replay", codes: ["Semicolon"], cap: ";", group: "film" },
  { id: "stop_last", codes: ["Enter", "NumpadEnter"], cap: "Enter", group: "mark" },
  { id: "discard_last", codes: ["Escape"], cap: "Esc", group: "mark" },
  { id: "choose_modifiers", codes: ["Backquote"], cap: "`", group: "mark" },
  { id: "flag", codes: ["NumpadMultiply"], chars: ["*"], cap: "*", group: "mark" },
  { id: "comment", codes: ["Slash", "NumpadDivide"], chars: ["/"], cap: "/", group: "mark" },
  { id: "previous", codes: ["PageUp"], repeat: true, cap: "PgUp", group: "edit" },
  { id: "next", codes: ["PageDown"], repeat: true, cap: "PgDn", group: "edit" },
  { id: "set_onset", codes: ["BracketLeft"], cap: "[", group: "edit" },
  { id: "set_offset", codes: ["BracketRight"], cap: "]", group: "edit" },
  { id: "remove", codes: ["Delete"], cap: "Delete", group: "edit" },
  { id: "undo", codes: [], chars: ["z"], ctrl: true, cap: "Ctrl Z", group: "edit" },
  { id: "redo", codes: [], chars: ["z"], ctrl: true, shift: true, cap: "Ctrl Shift Z", group: "edit" },
  { id: "redo", codes: [], chars: ["y"], ctrl: true, cap: "Ctrl Y", group: "edit" },
  { id: "nearer", codes: ["ArrowUp"], shift: true, repeat: true, cap: "Shift ↑", group: "look" },
  { id: "farther", codes: ["ArrowDown"], shift: true, repeat: true, cap: "Shift ↓", group: "look" },
  { id: "whole_film", codes: ["Home"], shift: true, cap: "Shift Home", group: "look" },
  { id: "keys", codes: [], chars: ["?"], cap: "?", group: "look" },
  ...EDITING,
];

/** What holds on this page: Attune's own, until the desk brings a coder's. */
let inUse = BINDINGS;

/** Print the caps of these bindings from now on. @param {Binding[]} bindings */
export const useBindings = (bindings) => { inUse = bindings; };

/** The cap printed for an action; empty where it has no key. */
export const capOf = (id) => inUse.find((b) => b.id === id && !b.pad)?.cap ?? "";

// Not Home: its English is also a page's, and one sentence has one translation.
const NAMED = new Set(["Space", "Shift", "Ctrl", "Enter", "Esc", "Delete", "End", "PgUp", "PgDn"]);

/**
 * A cap as it is printed on the reader's keyboard: names of keys in their language, signs and letters as they are.
 *
 * @param {string} cap
 * @param {(id: string) => string} t
 */
export const printed = (cap, t) => cap.split(" ").map((key) => (NAMED.has(key) ? t(`key.${key}`) : key)).join(" ");

/**
 * @typedef {object} Situation
 * @property {{track: string, subject: string, codes: {id: string, key: string}[]}[]} lanes of the active pass
 * @property {{id: string, key: string}[]} subjects
 * @property {string|null} subject the one that keys are restricted to
 * @property {string|null} [lastSubject] breaks ties between lanes that share a key
 * @property {Binding[]} [bindings] that hold instead of Attune's own
 */
/** @typedef {{kind: "code", lane: any, code: any}|{kind: "action", id: string}|{kind: "subject", id: string}} Meaning */

/**
 * What a key press means; null when it is not ours.
 * @param {{key: string, code: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean,
 *          repeat: boolean, isComposing: boolean, getModifierState?: (name: string) => boolean}} event
 * @param {Situation} now
 * @returns {Meaning|null}
 */
export function meaningOf(event, now) {
  if (event.isComposing || event.getModifierState?.("AltGraph")) return null;
  const bindings = now.bindings ?? BINDINGS;
  if (event.ctrlKey || event.metaKey) return event.altKey ? null : withControl(event, bindings);
  if (event.altKey) return null;
  return byOwn(event, bindings) ?? subjectOf(event, now) ?? codeOf(event, now) ?? byCharacter(event, bindings) ?? byShiftedLetter(event, bindings) ?? byPlace(event, bindings);
}

function withControl(event, bindings) {
  const char = event.key.toLowerCase();
  const found = bindings.find((b) => b.ctrl && (b.chars?.includes(char) || b.codes.includes(event.code)) && Boolean(b.shift) === event.shiftKey);
  return found ? allowed(found, event) : null;
}

/** A letter of a profile goes by character, like codes; its other keys by place. */
function byOwn(event, bindings) {
  const [typed, letter] = charactersOf(event);
  const is = (code) => (/^Key[A-Z]$/.test(code) ? [typed, letter].includes(code.slice(3).toLowerCase()) : code === event.code);
  const found = bindings.find((b) => b.own && !b.ctrl && Boolean(b.shift) === event.shiftKey && b.codes.some(is));
  return found ? allowed(found, event) : null;
}

function byShiftedLetter(event, bindings) {
  if (!event.shiftKey) return null;
  const [typed, letter] = charactersOf(event);
  const found = bindings.find((b) => b.letter && (b.letter === typed || b.letter === letter));
  return found ? allowed(found, event) : null;
}

const digitOf = (event) => /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1] ?? null;

function subjectOf(event, now) {
  if (!event.shiftKey || !event.code.startsWith("Digit") || event.repeat) return null;
  const subject = now.subjects.find((s) => s.key === digitOf(event));
  return subject ? { kind: "subject", id: subject.id } : null;
}

/** The characters that a press may stand for, the printed one first. */
function charactersOf(event) {
  const typed = event.key.toLowerCase();
  const found = typed.length === 1 ? [typed] : [];
  const digit = digitOf(event);
  if (digit) found.push(digit);
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  if (letter && !/^[\u0000-\u024f]$/.test(typed)) found.push(letter); // Greek, Cyrillic, Hebrew, … keyboards
  return found;
}

function codeOf(event, now) {
  if (event.shiftKey || event.repeat) return null;
  for (const char of charactersOf(event)) {
    const found = lanesWith(char, now);
    if (found.length) return found.find((f) => f.lane.subject === now.lastSubject) ?? found[0];
  }
  return null;
}

function lanesWith(char, now) {
  const lanes = now.subject ? now.lanes.filter((l) => l.subject === now.subject) : now.lanes;
  const found = [];
  for (const lane of lanes)
    for (const code of lane.codes) if (code.key?.toLowerCase() === char) found.push({ kind: "code", lane, code });
  return found;
}

function byCharacter(event, bindings) {
  const found = bindings.find((b) => !b.ctrl && b.chars?.includes(event.key));
  return found ? allowed(found, event) : null;
}

function byPlace(event, bindings) {
  const found = bindings.find((b) => !b.ctrl && b.codes.includes(event.code) && Boolean(b.shift) === event.shiftKey);
  return found ? allowed(found, event) : null;
}

/** A held key means its action once, stepping excepted; it stays ours, so nothing else acts on it. */
function allowed(binding, event) {
  return { kind: "action", id: event.repeat && !binding.repeat ? "none" : binding.id };
}

/** Keys that a focused control of ours needs itself. */
export function belongsToControl(event, element) {
  const tag = element?.tagName ?? "";
  const role = element?.getAttribute?.("role") ?? "";
  if (role === "radio" && /^Arrow/.test(event.code)) return true;
  if (tag === "BUTTON" || tag === "A" || role === "option" || role === "radio") return ["Enter", "NumpadEnter", "Space"].includes(event.code);
  // In the list of marks one moves up and down, with Shift choosing; the film keeps Space and its steps left and right.
  if (role === "listbox") return /^(ArrowUp|ArrowDown|Enter|NumpadEnter|Home|End)$/.test(event.code);
  if (tag === "INPUT" && element.type === "range") return /^(Arrow|Home|End|Page)/.test(event.code);
  if (tag === "SELECT") return /^(Arrow|Enter|Home|End|Space)/.test(event.code);
  return false;
}

/** Whether typing into an element is meant. */
export function isTyping(element) {
  if (!element?.tagName) return false;
  if (element.tagName === "INPUT") return !["checkbox", "radio", "range", "button"].includes(element.type);
  return element.tagName === "TEXTAREA" || element.isContentEditable === true;
}
