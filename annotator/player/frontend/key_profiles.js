// The keys of other programs, and a coder's own: which bindings hold. Pure.

import { BINDINGS } from "./keys.js";

/** @typedef {import("./keys.js").Binding} Binding */

/**
 * What a profile does otherwise than Attune's own keys: per action every key it then has. A key that is
 * taken this way loses what it meant before.
 * @type {Record<string, Record<string, string[]>>}
 */
const CHANGES = {
  attune: {},
  // Backspace is BORIS' normal speed, and ↑ goes forward.
  boris: {
    ten_back: ["ArrowDown"], ten_on: ["ArrowUp"], slower: ["End"], faster: ["Home"], normal_speed: ["Backspace"],
    to_start: ["Ctrl+Home"], to_end: ["Ctrl+End"],
  },
  // Not Alt with an arrow, which is the browser's way back.
  elan: {
    play: ["Ctrl+Space", "Space"], step_back: ["Ctrl+ArrowLeft", "ArrowLeft", "Comma"], step_on: ["Ctrl+ArrowRight", "ArrowRight", "Period"],
    replay: ["Shift+Space", "Semicolon"], nudge_back: ["Ctrl+Shift+ArrowLeft"], nudge_on: ["Ctrl+Shift+ArrowRight"],
  },
  datavyu: {
    play: ["Numpad8", "Space"], pause: ["Numpad5", "Numpad2"], step_back: ["Numpad1", "ArrowLeft", "Comma"], step_on: ["Numpad3", "ArrowRight", "Period"],
    jump_back: ["NumpadSubtract", "ArrowDown"], jump_on: ["Shift+NumpadSubtract", "ArrowUp"], slower: ["Numpad4", "Minus"], faster: ["Numpad6", "Equal"],
    set_onset: ["Numpad7", "BracketLeft"], set_offset: ["Numpad9", "NumpadDecimal", "BracketRight"], stop_last: ["Numpad0", "Enter", "NumpadEnter"], replay: ["NumpadAdd", "Semicolon"],
  },
  editor: {
    shuttle_back: ["KeyJ"], pause: ["KeyK"], shuttle_on: ["KeyL"], step_back: ["Shift+KeyJ", "ArrowLeft", "Comma"], step_on: ["Shift+KeyL", "ArrowRight", "Period"],
  },
};

export const PROFILES = Object.keys(CHANGES);

/** A gamepad's buttons by their place in the browser's standard layout; they come with every profile. */
const PAD = {
  play: "Pad0", undo: "Pad1", stop_last: "Pad2", flag: "Pad3", slower: "Pad4", faster: "Pad5", previous: "Pad6", next: "Pad7",
  jump_on: "Pad12", jump_back: "Pad13", step_back: "Pad14", step_on: "Pad15",
};

/** Actions that only some profiles have a key for. */
const MORE = [
  { id: "pause", group: "film" }, { id: "ten_back", repeat: true, group: "film" }, { id: "ten_on", repeat: true, group: "film" },
  { id: "shuttle_back", repeat: true, group: "film" }, { id: "shuttle_on", group: "film" },
];

/** Every action that can have a key, once, with its group and whether it repeats. */
export const ACTIONS = [...new Map([...BINDINGS, ...MORE].map((b) => [b.id, b])).values()];

const NAMES = {
  ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", PageUp: "PgUp", PageDown: "PgDn", Comma: ",", Period: ".", Slash: "/",
  Semicolon: ";", Quote: "'", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Minus: "−", Equal: "=", Backquote: "`", IntlBackslash: "<",
  Add: "+", Subtract: "−", Multiply: "*", Divide: "/", Decimal: ".",
};

/** Signs that a keyboard has at a place, by event.code; nobody's until the browser tells. @type {Map<string, string>} */
const NO_LAYOUT = new Map();

/** A place on the keyboard as it is printed there. @param {Map<string, string>} layout what the browser knows of this keyboard */
function nameOf(code, layout) {
  if (code.startsWith("Pad")) return `Pad ${Number(code.slice(3)) + 1}`;
  if (code.startsWith("Numpad")) return `Num ${NAMES[code.slice(6)] ?? code.slice(6)}`;
  return layout.get(code)?.toUpperCase() ?? NAMES[code] ?? code.replace(/^(Key|Digit)/, "");
}

/** "Ctrl+Shift+ArrowLeft" in parts. */
export function chordOf(text) {
  const parts = text.split("+");
  return { ctrl: parts.includes("Ctrl"), shift: parts.includes("Shift"), code: parts.at(-1) };
}

/** A press in the same words, as it is stored. */
export const chordText = (event) => [event.ctrlKey || event.metaKey ? "Ctrl+" : "", event.shiftKey ? "Shift+" : "", event.code].join("");

/** A chord as it is printed: "Ctrl ←". */
export function capOfChord(text, layout = NO_LAYOUT) {
  const { ctrl, shift, code } = chordOf(text);
  return [ctrl ? "Ctrl" : "", shift ? "Shift" : "", nameOf(code, layout)].filter(Boolean).join(" ");
}

/** @returns {Binding} */
function bound(id, text, layout) {
  const { ctrl, shift, code } = chordOf(text);
  const { group, repeat = false } = ACTIONS.find((b) => b.id === id);
  return { id, codes: [code], ...(ctrl && { ctrl }), ...(shift && { shift }), ...(repeat && { repeat }), cap: capOfChord(text, layout), group, own: true };
}

const same = (b, { ctrl, shift, code }) => b.codes.includes(code) && Boolean(b.ctrl) === ctrl && Boolean(b.shift) === shift;

/** A binding without a place that something else has taken; null when nothing of it is left. */
function without(b, chord) {
  if (!same(b, chord)) return b;
  const codes = b.codes.filter((c) => c !== chord.code);
  return codes.length || b.chars || b.letter ? { ...b, codes } : null;
}

/** Give an action these keys and no others by place. */
function rebound(bindings, id, chords, layout) {
  const taken = chords.map(chordOf);
  const rest = bindings.filter((b) => b.id !== id).map((b) => taken.reduce((left, chord) => left && without(left, chord), b)).filter(Boolean);
  return [...rest, ...chords.map((text) => bound(id, text, layout))];
}

/**
 * The bindings that hold: those of a profile, with a coder's own changes.
 * @param {{profile?: string, changed?: Record<string, string>}} keys as they are kept with the account
 * @param {Map<string, string>} [layout] what this keyboard prints at each place
 * @returns {Binding[]}
 */
export function bindingsOf({ profile = "attune", changed = {} } = {}, layout = NO_LAYOUT) {
  let bindings = BINDINGS.map((b) => (layout.has(b.codes[0]) && NAMES[b.codes[0]] === b.cap ? { ...b, cap: layout.get(b.codes[0]) } : b));
  for (const [id, chords] of Object.entries(CHANGES[profile] ?? {})) bindings = rebound(bindings, id, chords, layout);
  const known = Object.entries(changed).filter(([id]) => ACTIONS.some((a) => a.id === id));
  for (const [id, chord] of known) bindings = rebound(bindings, id, [chord], layout);
  const used = new Set(known.map(([, chord]) => chord));
  for (const [id, pad] of Object.entries(PAD)) if (!used.has(pad) && !changed[id]?.startsWith("Pad")) bindings.push({ ...bound(id, pad, layout), pad: true });
  return bindings;
}

const OURS = /^(Space|Arrow\w+|Home|End|Page\w+|Insert|Delete|Backspace|Enter|Numpad\w+|F(1[3-9]|2[0-4])|Pad\d+|Comma|Period|Slash|Semicolon|Quote|Bracket\w+|Backslash|IntlBackslash|Minus|Equal|Backquote)$/;

/**
 * Why an action cannot have a key; null when it can.
 * @param {string} id the action @param {string} text the chord @param {Binding[]} bindings that hold now
 * @returns {{why: "letter"|"subject"|"browser"|"taken", id?: string}|null}
 */
export function refusal(id, text, bindings) {
  const { ctrl, shift, code } = chordOf(text);
  if (/^Digit\d$/.test(code)) return { why: shift ? "subject" : "letter" };
  if (/^Key[A-Z]$/.test(code) && !ctrl && !shift && !/^Key[JKL]$/.test(code)) return { why: "letter" };
  if ((!OURS.test(code) && !/^Key/.test(code)) || (ctrl && /^(Key|Page)/.test(code))) return { why: "browser" };
  const letter = /^Key/.test(code) && shift ? code.slice(3).toLowerCase() : null;
  const holder = bindings.find((b) => b.id !== id && !b.pad && (same(b, { ctrl, shift, code }) || (letter && b.letter === letter)));
  return holder ? { why: "taken", id: holder.id } : null;
}
