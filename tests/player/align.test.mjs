import assert from "node:assert/strict";
import { test } from "node:test";
import { frameMs, Laying, shiftBySame } from "../../annotator/player/frontend/align_rule.js";

test("two pictures of the same moment give the shift", () => {
  // The first film shows 12.48 s, the other its own second 9: so that one began at 3.48 s.
  assert.equal(shiftBySame(12_480, 9_000), 3_480);
  assert.equal(shiftBySame(1_000, 4_000), -3_000);
  assert.equal(frameMs({ duration_ms: 20_000, frames: 500 }), 40);
});

test("every change can be taken back until it is saved; a drag is one change", () => {
  const laying = new Laying({ a: 0, b: 0 });
  assert.equal(laying.set("b", 40), true);
  assert.equal(laying.set("b", 40), false, "no change is no step");
  for (const ms of [100, 200.4, 300]) laying.set("b", ms, "drag 1");
  assert.deepEqual(laying.now, { a: 0, b: 300 });
  assert.equal(laying.undo(), true);
  assert.deepEqual(laying.now, { a: 0, b: 40 });
  assert.equal(laying.redo(), true);
  assert.deepEqual(laying.now, { a: 0, b: 300 });
  laying.undo();
  laying.undo();
  assert.equal(laying.undo(), false);
  assert.equal(laying.changed, false);
});

test("a new change after an undo leaves nothing to do again", () => {
  const laying = new Laying({ a: 0, b: 0 });
  laying.set("b", 500);
  laying.undo();
  laying.set("b", 80);
  assert.equal(laying.redo(), false);
  assert.equal(laying.now.b, 80);
});

test("what is saved stands, and nothing before it comes back", () => {
  const laying = new Laying({ a: 0, b: 0 });
  laying.set("b", -5_000);
  laying.keep({ a: 5_000, b: 0 });
  assert.deepEqual([laying.now, laying.changed, laying.undo()], [{ a: 5_000, b: 0 }, false, false]);
});

test("no number is no shift, and a film begins within a day of the other", () => {
  const laying = new Laying({ a: 0, b: 7 });
  assert.equal(laying.set("b", NaN), false);
  laying.set("b", 1e12);
  assert.equal(laying.now.b, 86_400_000);
});
