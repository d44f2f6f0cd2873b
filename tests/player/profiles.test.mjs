import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS, bindingsOf, capOfChord, chordText, PROFILES, refusal } from "../../annotator/player/frontend/key_profiles.js";
import { BINDINGS, meaningOf } from "../../annotator/player/frontend/keys.js";
import { Buttons } from "../../annotator/player/frontend/gamepad.js";
import { judged, medianOf, waitOf } from "../../annotator/player/frontend/reaction.js";
import { filmActions } from "../../annotator/player/frontend/film_actions.js";
import { Desk } from "../../annotator/player/frontend/desk.js";
import { CUES, film, GAZE, LANES, TOGETHER } from "./building.mjs";

const SITUATION = { lanes: [TOGETHER, GAZE, CUES], subjects: [{ id: "baby", key: "1" }], subject: null };
const press = (key, code, more = {}) => ({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false, ...more });
const SHIFT = { shiftKey: true };
const CTRL = { ctrlKey: true };

/** What presses mean with some keys: [key, code, modifiers, meaning] each. */
function mean(keys, rows) {
  const now = { ...SITUATION, bindings: bindingsOf(keys) };
  for (const [key, code, more, wanted] of rows) {
    const m = meaningOf(press(key, code, more), now);
    assert.equal(m && (m.kind === "code" ? m.code.id : m.id), wanted, `${keys.profile}: ${key} at ${code}`);
  }
}

test("BORIS: arrows down and up are ten seconds, End, Home and Backspace the speed", () => {
  mean({ profile: "boris" }, [
    [" ", "Space", {}, "play"], ["ArrowLeft", "ArrowLeft", {}, "step_back"], ["ArrowUp", "ArrowUp", {}, "ten_on"], ["ArrowDown", "ArrowDown", {}, "ten_back"],
    ["End", "End", {}, "slower"], ["Home", "Home", {}, "faster"], ["Backspace", "Backspace", {}, "normal_speed"], ["Home", "Home", CTRL, "to_start"],
    ["Home", "Home", SHIFT, "whole_film"], ["t", "KeyT", {}, "together"],
  ]);
});

test("ELAN: Ctrl and Space plays, Ctrl and an arrow steps, Shift and Space plays the mark", () => {
  mean({ profile: "elan" }, [
    [" ", "Space", CTRL, "play"], [" ", "Space", {}, "play"], ["ArrowRight", "ArrowRight", CTRL, "step_on"], ["ArrowRight", "ArrowRight", SHIFT, "second_on"],
    ["ArrowRight", "ArrowRight", { ...CTRL, ...SHIFT }, "nudge_on"], [" ", "Space", SHIFT, "replay"], ["y", "KeyY", CTRL, "redo"], ["z", "KeyZ", CTRL, "undo"],
  ]);
});

test("Datavyu: the number pad leads the film and no longer means the codes' digits", () => {
  mean({ profile: "datavyu" }, [
    ["8", "Numpad8", {}, "play"], ["5", "Numpad5", {}, "pause"], ["2", "Numpad2", {}, "pause"], ["1", "Numpad1", {}, "step_back"], ["3", "Numpad3", {}, "step_on"],
    ["-", "NumpadSubtract", {}, "jump_back"], ["-", "NumpadSubtract", SHIFT, "jump_on"], ["4", "Numpad4", {}, "slower"], ["6", "Numpad6", {}, "faster"],
    ["7", "Numpad7", {}, "set_onset"], ["9", "Numpad9", {}, "set_offset"], [",", "NumpadDecimal", {}, "set_offset"], ["0", "Numpad0", {}, "stop_last"],
    ["+", "NumpadAdd", {}, "replay"], ["7", "Digit7", {}, "break"], ["End", "Numpad1", {}, "step_back"],
  ]);
});

test("editors: J, K and L shuttle, with Shift by a frame", () => {
  mean({ profile: "editor" }, [
    ["j", "KeyJ", {}, "shuttle_back"], ["k", "KeyK", {}, "pause"], ["l", "KeyL", {}, "shuttle_on"], ["J", "KeyJ", SHIFT, "step_back"], ["L", "KeyL", SHIFT, "step_on"],
    [" ", "Space", {}, "play"], ["g", "KeyG", {}, "mother"],
  ]);
});

// What German (QWERTZ) and French (AZERTY) keyboards send: the character that is printed, and the place.
const GERMAN = [
  [" ", "Space", {}, "play"], ["ArrowLeft", "ArrowLeft", {}, "step_back"], [",", "Comma", {}, "step_back"], [".", "Period", {}, "step_on"],
  ["ß", "Minus", {}, "slower"], ["´", "Equal", {}, "faster"], ["#", "Backslash", {}, "normal_speed"], ["ö", "Semicolon", {}, "replay"], ["ä", "Quote", {}, "loop_mark"],
  ["ü", "BracketLeft", {}, "set_onset"], ["+", "BracketRight", {}, "set_offset"], ["z", "KeyY", CTRL, "undo"], ["Z", "KeyY", { ...CTRL, ...SHIFT }, "redo"], ["y", "KeyZ", CTRL, "redo"],
  ["y", "KeyZ", {}, "toy"], ["?", "Minus", SHIFT, "keys"], ["*", "BracketRight", SHIFT, "flag"], ["/", "Digit7", SHIFT, "comment"], ["!", "Digit1", SHIFT, "baby"],
];
const FRENCH = [
  [" ", "Space", {}, "play"], ["ArrowLeft", "ArrowLeft", {}, "step_back"], [";", "Comma", {}, "step_back"], [":", "Period", {}, "step_on"],
  [")", "Minus", {}, "slower"], ["=", "Equal", {}, "faster"], ["*", "Backslash", {}, "flag"], ["m", "Semicolon", {}, "mending"], ["ù", "Quote", {}, "loop_mark"],
  ["^", "BracketLeft", {}, "set_onset"], ["$", "BracketRight", {}, "set_offset"], ["z", "KeyW", CTRL, "undo"], ["y", "KeyY", CTRL, "redo"],
  ["(", "Digit5", {}, "hello"], ["è", "Digit7", {}, "break"], ["1", "Digit1", SHIFT, "baby"], ["?", "KeyM", SHIFT, "keys"], ["g", "KeyG", {}, "mother"],
];

test("German and French keyboards: every transport and editing key by its place", () => {
  mean({ profile: "attune" }, GERMAN);
  mean({ profile: "attune" }, FRENCH);
});

test("German and French keyboards in the other profiles", () => {
  const boris = [["Backspace", "Backspace", {}, "normal_speed"], ["ArrowUp", "ArrowUp", {}, "ten_on"], ["ü", "BracketLeft", {}, "set_onset"], ["y", "KeyZ", {}, "toy"]];
  mean({ profile: "boris" }, boris);
  mean({ profile: "datavyu" }, [["7", "Numpad7", {}, "set_onset"], [",", "NumpadDecimal", {}, "set_offset"], ["(", "Digit5", {}, "hello"]]);
  mean({ profile: "editor" }, [["j", "KeyJ", {}, "shuttle_back"], ["m", "Semicolon", {}, "mending"], ["y", "KeyZ", {}, "toy"]]);
});

test("no profile gives a key two meanings, a browser's key, or a letter that a code may have", () => {
  for (const profile of PROFILES) {
    const taken = new Map();
    for (const b of bindingsOf({ profile })) for (const code of b.codes) {
      const chord = `${b.ctrl ? "Ctrl+" : ""}${b.shift ? "Shift+" : ""}${code}`;
      assert.ok(!taken.has(chord), `${profile}: ${chord} means ${b.id} and ${taken.get(chord)}`);
      taken.set(chord, b.id);
      assert.ok(!/^F\d$|^F1[0-2]$|^Tab$|^Digit/.test(code), chord);
      if (/^Key/.test(code)) assert.match(code, /^Key[JKL]$/, chord);
    }
  }
});

test("every profile still has what nobody can do without", () => {
  for (const profile of PROFILES) {
    const ids = new Set(bindingsOf({ profile }).filter((b) => !b.pad).map((b) => b.id));
    const instead = { jump_back: "ten_back", jump_on: "ten_on" };
    for (const { id } of BINDINGS) assert.ok(ids.has(id) || ids.has(instead[id]), `${profile}: ${id}`);
  }
});

test("a coder's own key comes before everything else, and what had it loses it", () => {
  const keys = { profile: "attune", changed: { play: "F13", flag: "Shift+KeyQ" } };
  mean(keys, [["", "F13", {}, "play"], [" ", "Space", {}, null], ["Q", "KeyQ", SHIFT, "flag"], ["q", "KeyQ", {}, null], ["*", "Digit8", SHIFT, null]]);
  mean({ profile: "attune", changed: { jump_on: "Numpad7" } }, [["7", "Numpad7", {}, "jump_on"], ["7", "Digit7", {}, "break"]]);
});

test("conflicts are refused with the reason", () => {
  const bindings = bindingsOf();
  assert.deepEqual(refusal("play", "BracketLeft", bindings), { why: "taken", id: "set_onset" });
  assert.deepEqual(refusal("play", "Shift+KeyX", bindings), { why: "taken", id: "split" });
  assert.deepEqual(refusal("play", "KeyT", bindings), { why: "letter" });
  assert.deepEqual(refusal("play", "Digit5", bindings), { why: "letter" });
  assert.deepEqual(refusal("play", "Shift+Digit1", bindings), { why: "subject" });
  for (const chord of ["F5", "Tab", "Ctrl+KeyW", "Ctrl+PageUp"]) assert.deepEqual(refusal("play", chord, bindings), { why: "browser" }, chord);
  for (const chord of ["F13", "Numpad5", "Backspace", "Ctrl+Space", "Pad9", "KeyJ", "Space"]) assert.equal(refusal("play", chord, bindings), null, chord);
});

test("a press in the words in which it is kept", () => {
  assert.equal(chordText(press(" ", "Space", CTRL)), "Ctrl+Space");
  assert.equal(chordText(press("A", "KeyA", { ...CTRL, ...SHIFT })), "Ctrl+Shift+KeyA");
  assert.equal(capOfChord("Ctrl+Shift+ArrowLeft"), "Ctrl Shift ←");
  assert.equal(capOfChord("NumpadSubtract"), "Num −");
  assert.equal(capOfChord("Pad0"), "Pad 1");
});

test("caps are printed as this keyboard has them, where the browser tells", () => {
  const german = new Map([["Minus", "ß"], ["BracketLeft", "ü"], ["Semicolon", "ö"]]);
  const cap = (id, bindings) => bindings.find((b) => b.id === id).cap;
  assert.equal(cap("slower", bindingsOf({}, german)), "ß");
  assert.equal(cap("set_onset", bindingsOf({ profile: "datavyu" }, german)), "Num 7");
  assert.equal(cap("slower", bindingsOf()), "−");
  assert.equal(cap("play", bindingsOf({}, german)), "Space");
});

test("what is kept of another version's actions or profiles disturbs nothing", () => {
  assert.deepEqual(bindingsOf({ profile: "gone", changed: { gone_too: "F14" } }), bindingsOf());
  assert.ok(ACTIONS.every((a) => a.id && a.group));
});

test("a gamepad's buttons are keys: down once, repeating while held, up", () => {
  const buttons = new Buttons();
  assert.deepEqual(buttons.look([false, true], 0), [{ type: "keydown", code: "Pad1", repeat: false }]);
  assert.deepEqual(buttons.look([false, true], 400), []);
  assert.deepEqual(buttons.look([false, true], 450), [{ type: "keydown", code: "Pad1", repeat: true }]);
  assert.deepEqual(buttons.look([false, true], 500), []);
  assert.deepEqual(buttons.look([false, true], 510), [{ type: "keydown", code: "Pad1", repeat: true }]);
  assert.deepEqual(buttons.look([true, false], 520), [{ type: "keydown", code: "Pad0", repeat: false }, { type: "keyup", code: "Pad1", repeat: false }]);
  mean({ profile: "attune" }, [["", "Pad0", {}, "play"], ["", "Pad14", {}, "step_back"], ["", "Pad1", {}, "undo"], ["", "Pad16", {}, null]]);
  mean({ profile: "attune", changed: { undo: "Pad0" } }, [["", "Pad0", {}, "undo"], ["", "Pad1", {}, null]]);
});

test("a press before or just at the light was begun too soon, one after a second missed it", () => {
  assert.deepEqual(judged(null, 500), { why: "early" });
  assert.deepEqual(judged(1000, 1099), { why: "early" });
  assert.deepEqual(judged(1000, 1100), { ms: 100 });
  assert.deepEqual(judged(1000, 2000), { ms: 1000 });
  assert.deepEqual(judged(1000, 2001), { why: "late" });
  assert.deepEqual([waitOf(0), waitOf(1)], [1200, 3400]);
});

test("the reaction time is the median, and nothing with fewer than five presses", () => {
  assert.equal(medianOf([300, 200, 900, 250, 260]), 260);
  assert.equal(medianOf([300, 200, 900, 250, 260, 281]), 271, "between 260 and 281: 270.5");
  assert.equal(medianOf([200, 210, 220, 230]), null);
});

test("the reaction time is taken off at the film's speed, snapped to a frame; the press's own time stays beside", () => {
  const desk = new Desk({
    coding: { window: { onset_ms: 0, offset_ms: 40_000 }, seq: 0, state: "open", profile: "field", rt_offset_ms: 250 }, scheme: { modifiers: [] },
    lanes: LANES, passes: [], subjects: [], annotations: [], removed: {}, history: [],
  });
  const clock = { shown: { index: 100, ms: 4000, seconds: 4 }, frames: film(), playing: true, rate: 1 };
  assert.deepEqual(desk.momentOf(clock), { ms: 3720, frame: 93, raw: 4000 }, "4000 - 250 = 3750 lies in the frame at 3720");
  assert.deepEqual(desk.momentOf({ ...clock, rate: 2 }), { ms: 3480, frame: 87, raw: 4000 }, "twice as fast: 4000 - 500 = 3500");
  assert.deepEqual(desk.momentOf({ ...clock, playing: false }), { ms: 4000, frame: 100, raw: 4000 });
});

test("J slows down, stops, then goes back; L plays, then faster", () => {
  const done = [];
  const made = { playing: false, rate: 1, play: () => done.push("play"), pause: () => done.push("pause"), jump: (ms) => done.push(ms) };
  const { shuttle_back: j, shuttle_on: l } = filmActions(made, (rate) => done.push(`${rate}x`));
  l();
  made.playing = true;
  l();
  made.rate = 1.25;
  j();
  made.rate = 1;
  j();
  made.playing = false;
  j();
  assert.deepEqual(done, ["play", "1.25x", "1x", "pause", -1000]);
});
