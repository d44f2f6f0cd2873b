import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameTable } from "../../annotator/player/frontend/frames.js";
import { early, framesOf } from "../../annotator/player/frontend/meeting_film.js";
import { prepareMeaning } from "../../annotator/player/frontend/prepare_keys.js";

const table = (step, n, shift = 0) => new FrameTable(Array.from({ length: n }, (_, i) => (i * step) / 1000), Array.from({ length: n }, (_, i) => Math.ceil(i * step)), Math.ceil(n * step), shift);

test("the frames of a moment are those on the screen from its onset up to, not including, its offset", () => {
  const frames = table(40, 500, 1000); // 25 a second, the first at 1,000 ms
  assert.deepEqual(framesOf(frames, { onset_ms: 3000, offset_ms: 5000 }), { first: 50, last: 99 }); // 3,000 = frame 50; 5,000 = frame 100, outside
  assert.deepEqual(framesOf(frames, { onset_ms: 3010, offset_ms: 5001 }), { first: 50, last: 100 });
  assert.deepEqual(framesOf(frames, { onset_ms: 20_960, offset_ms: 90_000 }), { first: 499, last: 499 });
});

test("frames that are gone before a pause takes hold are stopped one earlier", () => {
  assert.equal(early(table(40, 100), 50, 1), 0);
  assert.equal(early(table(1000 / 60, 100), 50, 1), 1);
  assert.equal(early(table(1000 / 60, 100), 50, 0.5), 0);
});

const press = (key, code, more = {}) => ({ key, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false, ...more });

test("digits keep a suggestion and with Shift look at it, on keyboards that print other signs too", () => {
  assert.deepEqual(prepareMeaning(press("3", "Digit3")), { id: "keep", n: 2 });
  assert.deepEqual(prepareMeaning(press("#", "Digit3", { shiftKey: true })), { id: "look", n: 2 });
  assert.deepEqual(prepareMeaning(press("é", "Digit2")), { id: "keep", n: 1 });
  assert.deepEqual(prepareMeaning(press("1", "Numpad1")), { id: "keep", n: 0 });
  assert.deepEqual(prepareMeaning(press("1", "Digit1", { repeat: true })), { id: "none" });
});

test("letters by what they print, transport by where it is, and no key with Alt or AltGr", () => {
  assert.deepEqual(prepareMeaning(press("b", "KeyN")), { id: "begin_here" });
  assert.deepEqual(prepareMeaning(press("PageDown", "PageDown", { shiftKey: true })), { id: "later" });
  assert.deepEqual(prepareMeaning(press("z", "KeyY", { ctrlKey: true })), { id: "undo" });
  assert.deepEqual(prepareMeaning(press("Z", "KeyZ", { ctrlKey: true, shiftKey: true })), { id: "redo" });
  assert.deepEqual(prepareMeaning(press("?", "Slash", { shiftKey: true })), { id: "keys" });
  assert.equal(prepareMeaning(press("b", "KeyB", { altKey: true })), null);
  assert.equal(prepareMeaning(press("B", "KeyB", { shiftKey: true })), null);
  assert.equal(prepareMeaning(press("r", "KeyR")), null);
});
