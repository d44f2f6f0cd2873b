import assert from "node:assert/strict";
import { test } from "node:test";
import { EDITING } from "../../annotator/player/frontend/edit_keys.js";
import { belongsToControl, BINDINGS, capOf, isTyping, meaningOf, printed } from "../../annotator/player/frontend/keys.js";
import { CUES, GAZE, SOUND, TOGETHER } from "./building.mjs";

const NOW = { lanes: [TOGETHER, GAZE, CUES], subjects: [{ id: "baby", key: "1" }, { id: "pair", key: "3" }], subject: null };

const press = (key, code, more = {}) => ({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false, ...more });
const said = (event, now = NOW) => {
  const m = meaningOf(event, now);
  return m && (m.kind === "code" ? m.code.id : m.id);
};

test("on QWERTY", () => {
  assert.equal(said(press("t", "KeyT")), "together");
  assert.equal(said(press("T", "KeyT")), "together", "caps lock");
  assert.equal(said(press("5", "Digit5")), "hello");
  assert.equal(said(press(" ", "Space")), "play");
  assert.equal(said(press("ArrowLeft", "ArrowLeft")), "step_back");
  assert.equal(said(press(",", "Comma")), "step_back");
  assert.equal(said(press("ArrowRight", "ArrowRight", { shiftKey: true })), "second_on");
  assert.equal(said(press("-", "Minus")), "slower");
  assert.equal(said(press("=", "Equal")), "faster");
  assert.equal(said(press("\\", "Backslash")), "normal_speed");
  assert.equal(said(press("[", "BracketLeft")), "set_onset");
  assert.equal(said(press(";", "Semicolon")), "replay");
  assert.equal(said(press("'", "Quote")), "loop_mark");
  assert.equal(said(press("/", "Slash")), "comment");
  assert.equal(said(press("?", "Slash", { shiftKey: true })), "keys");
  assert.equal(said(press("*", "Digit8", { shiftKey: true })), "flag");
  assert.equal(said(press("`", "Backquote")), "choose_modifiers");
});

test("on QWERTZ: letters by character, transport by place, signs by character", () => {
  assert.equal(said(press("y", "KeyZ")), "toy", "the character y, where QWERTY has z");
  assert.equal(said(press("z", "KeyY")), null);
  assert.equal(said(press("ö", "Semicolon")), "replay");
  assert.equal(said(press("ü", "BracketLeft")), "set_onset");
  assert.equal(said(press("#", "Backslash")), "normal_speed");
  assert.equal(said(press("ß", "Minus")), "slower");
  assert.equal(said(press("´", "Equal")), "faster");
  assert.equal(said(press("?", "Minus", { shiftKey: true })), "keys");
  assert.equal(said(press("/", "Digit7", { shiftKey: true })), "comment");
  assert.equal(said(press("*", "BracketRight", { shiftKey: true })), "flag");
  assert.equal(said(press("z", "KeyY", { ctrlKey: true })), "undo");
  assert.equal(said(press("y", "KeyZ", { ctrlKey: true })), "redo");
});

test("on AZERTY: digits without Shift, letters by character", () => {
  assert.equal(said(press("(", "Digit5")), "hello");
  assert.equal(said(press("è", "Digit7")), "break");
  assert.equal(said(press("m", "Semicolon")), "mending", "a letter that is a code wins over the place");
  assert.equal(said(press(";", "Comma")), "step_back");
  assert.equal(said(press("*", "Backslash")), "flag");
  assert.equal(said(press("1", "Digit1", { shiftKey: true })), "baby");
  assert.equal(said(press("?", "KeyM", { shiftKey: true })), "keys");
  assert.equal(said(press("z", "KeyW", { ctrlKey: true })), "undo");
});

test("on a Greek keyboard letters go by place, since there is no Latin character", () => {
  assert.equal(said(press("τ", "KeyT")), "together");
});

test("the numeric pad gives digits, and its signs", () => {
  assert.equal(said(press("7", "Numpad7")), "break");
  assert.equal(said(press("-", "NumpadSubtract")), "slower");
  assert.equal(said(press("*", "NumpadMultiply")), "flag");
});

test("Shift and a digit choose a subject, and only one that there is", () => {
  assert.equal(said(press("!", "Digit1", { shiftKey: true })), "baby");
  assert.equal(said(press("@", "Digit2", { shiftKey: true })), null);
});

test("a chosen subject restricts the codes to its lanes", () => {
  assert.equal(said(press("t", "KeyT"), { ...NOW, subject: "baby" }), null);
  assert.equal(said(press("g", "KeyG"), { ...NOW, subject: "baby" }), "mother");
});

test("of two lanes with one key the last used subject's is meant", () => {
  const other = { ...SOUND, subject: "twin" };
  const lanes = [SOUND, other];
  assert.equal(meaningOf(press("c", "KeyC"), { ...NOW, lanes }).lane, SOUND);
  assert.equal(meaningOf(press("c", "KeyC"), { ...NOW, lanes, lastSubject: "twin" }).lane, other);
  assert.equal(meaningOf(press("c", "KeyC"), { ...NOW, lanes, subject: "twin" }).lane, other);
});

test("codes of other passes have no keys", () => {
  assert.equal(said(press("c", "KeyC")), null);
});

test("a held key acts once, stepping excepted, and stays ours", () => {
  assert.equal(said(press("t", "KeyT", { repeat: true })), null);
  assert.equal(said(press("ArrowRight", "ArrowRight", { repeat: true })), "step_on");
  assert.equal(said(press(" ", "Space", { repeat: true })), "none");
});

test("Shift and a letter correct, by the letter wherever it lies; Ctrl and an arrow move by a frame, also held", () => {
  assert.equal(said(press("X", "KeyX", { shiftKey: true })), "split");
  assert.equal(said(press("A", "KeyQ", { shiftKey: true })), "onset_back", "AZERTY");
  assert.equal(said(press("χ", "KeyX", { shiftKey: true })), "split", "Greek");
  assert.equal(said(press("T", "KeyT", { shiftKey: true })), "copy_to", "with Shift no letter is a code");
  assert.equal(said(press("t", "KeyT", { shiftKey: true })), "copy_to", "caps lock");
  assert.equal(said(press("ArrowRight", "ArrowRight", { ctrlKey: true, repeat: true })), "nudge_on");
  assert.equal(said(press("ArrowLeft", "ArrowLeft", { metaKey: true })), "nudge_back");
  assert.equal(said(press("a", "KeyA", { ctrlKey: true })), "choose_all");
  assert.equal(said(press("a", "KeyA", { ctrlKey: true, repeat: true })), "none");
  assert.equal(said(press("PageDown", "PageDown", { shiftKey: true })), "choose_next");
  const letters = EDITING.filter((b) => b.letter).map((b) => b.letter);
  assert.ok(!letters.some((l) => "jkl".includes(l)), "J, K and L belong to a profile of keys");
});

test("what the browser or an input method needs is left alone", () => {
  assert.equal(said(press("t", "KeyT", { ctrlKey: true })), null);
  assert.equal(said(press("ArrowLeft", "ArrowLeft", { altKey: true })), null);
  assert.equal(said(press("t", "KeyT", { metaKey: true })), null);
  assert.equal(said(press("t", "KeyT", { isComposing: true })), null);
  assert.equal(said(press("@", "KeyQ", { getModifierState: (m) => m === "AltGraph" })), null);
  assert.equal(said(press("Tab", "Tab")), null);
  assert.equal(said(press("F5", "F5")), null);
});

test("a focused button keeps Enter and Space, a list its arrows", () => {
  const button = { tagName: "BUTTON", getAttribute: () => null };
  const list = { tagName: "DIV", getAttribute: (n) => (n === "role" ? "listbox" : null) };
  assert.ok(belongsToControl(press("Enter", "Enter"), button));
  assert.ok(belongsToControl(press("ArrowDown", "ArrowDown"), list));
  for (const code of ["ArrowLeft", "ArrowRight", "Space", "BracketLeft"]) assert.equal(belongsToControl(press(code, code), list), false);
  assert.equal(belongsToControl(press("t", "KeyT"), button), false);
});

test("text fields are typed into, buttons are not", () => {
  assert.ok(isTyping({ tagName: "TEXTAREA" }));
  assert.ok(isTyping({ tagName: "INPUT", type: "search" }));
  assert.equal(isTyping({ tagName: "INPUT", type: "checkbox" }), false);
  assert.equal(isTyping({ tagName: "BUTTON" }), false);
});

test("no place has two meanings, and no binding needs AltGr or a browser's own key", () => {
  const taken = new Set();
  for (const b of BINDINGS) {
    for (const code of [...b.codes, ...(b.letter ? [`letter ${b.letter}`] : [])]) {
      const name = `${code}${b.shift ? "+shift" : ""}${b.ctrl ? "+ctrl" : ""}`;
      assert.ok(!taken.has(name), name);
      taken.add(name);
      assert.ok(!/^F\d/.test(code) && code !== "Tab" && code !== "Backspace", name);
    }
    assert.ok(capOf(b.id), b.id);
  }
});

test("names of keys are in the reader's language, signs and letters as they are", () => {
  const german = { "key.Ctrl": "Strg", "key.Shift": "Umschalt", "key.Space": "Leertaste" };
  const t = (id) => german[id] ?? id;
  assert.equal(printed("Ctrl Shift Z", t), "Strg Umschalt Z");
  assert.equal(printed("Space", t), "Leertaste");
  for (const cap of ["←", "=", "?", "Home"]) assert.equal(printed(cap, t), cap);
  const named = BINDINGS.flatMap((b) => printed(b.cap, (id) => `<${id}>`).match(/<key\.\w+>/g) ?? []);
  assert.ok(new Set(named).size > 5);
});
