import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOfPress, nextSpeed } from "../../annotator/player/frontend/clock.js";
import { FrameTable } from "../../annotator/player/frontend/frames.js";
import { film } from "./building.mjs";

/** 30 frames a second: 0, 33.33…, 66.67…, 100 ms, which rounded up are 0, 34, 67, 100. */
const THIRTY = new FrameTable([0, 1 / 30, 2 / 30, 3 / 30], [0, 34, 67, 100], 134);

test("the frame at t is the last whose ms, rounded up, is not after t", () => {
  assert.deepEqual([33, 34, 66, 67, 99, 100, 5000, -3].map((t) => THIRTY.indexAt(t)), [0, 1, 1, 2, 2, 3, 3, 0]);
});

test("a browser's mediaTime finds its frame though it is below the frame's ms", () => {
  // 33.333 ms is frame 1, whose ms is 34: found by seconds, not by ms.
  assert.equal(THIRTY.indexAtSeconds(1 / 30), 1);
  assert.equal(THIRTY.indexAtSeconds(0.0333329), 1);
  assert.equal(THIRTY.indexAtSeconds(0.0660), 1);
});

test("seeking goes to the middle of a frame", () => {
  assert.equal(THIRTY.middle(1), (1 / 30 + 2 / 30) / 2);
  assert.ok(THIRTY.middle(3) > 0.1 && THIRTY.middle(3) < 0.134, "the last frame: a little after its onset");
  assert.equal(THIRTY.middle(99), THIRTY.middle(3));
});

test("at a variable rate the middle is that of the real frames", () => {
  const phone = new FrameTable([0, 0.02, 0.1, 0.11], [0, 20, 100, 110], 150);
  assert.ok(Math.abs(phone.middle(1) - 0.06) < 1e-12);
  assert.equal(phone.indexAt(99), 1);
  assert.equal(phone.nearest(61), 2);
  assert.equal(phone.nearest(59), 1);
});

test("the end of the film is a position and no frame", () => {
  assert.equal(THIRTY.msOf(4), 134);
  assert.equal(THIRTY.frameOf(4), null);
  assert.equal(THIRTY.nearest(130), 4);
});

test("a shifted film lies later on the session clock", () => {
  const later = film(100, 5000);
  assert.equal(later.msOf(0), 5000);
  assert.equal(later.indexAt(5039), 0);
  assert.equal(later.indexAt(5040), 1);
  assert.equal(later.end, 9000);
});

test("frames.bin is read little endian", () => {
  const buffer = new ArrayBuffer(8 + 2 * 12);
  const view = new DataView(buffer);
  view.setUint32(0, 2, true);
  view.setUint32(4, 80, true);
  view.setFloat64(16, 0.0333, true);
  view.setInt32(28, 34, true);
  const table = FrameTable.read(buffer, 10);
  assert.equal(table.count, 2);
  assert.equal(table.msOf(1), 44);
  assert.equal(table.end, 90);
});

test("a press belongs to the frame on the screen", () => {
  const frames = film();
  const shown = { index: 50, ms: 2000, seconds: 2.0 };
  assert.deepEqual(momentOfPress(shown, frames, 0, 1), { ms: 2000, frame: 50, raw: 2000 });
});

test("the reaction time counts by the speed of the film, and not while it stands", () => {
  const frames = film();
  const shown = { index: 50, ms: 2000, seconds: 2.0 };
  assert.deepEqual(momentOfPress(shown, frames, 200, 1), { ms: 1800, frame: 45, raw: 2000 });
  assert.deepEqual(momentOfPress(shown, frames, 200, 0.5), { ms: 1880, frame: 47, raw: 2000 });
  assert.deepEqual(momentOfPress(shown, frames, 200, 0), { ms: 2000, frame: 50, raw: 2000 });
});

test("the time of a press before the film is its first frame", () => {
  assert.equal(momentOfPress({ index: 1, ms: 40, seconds: 0.04 }, film(), 500, 1).frame, 0);
});

test("speed goes through its steps and stops at the ends", () => {
  assert.deepEqual([0.25, 0.75, 1, 2].map((s) => nextSpeed(s, 1)), [0.5, 1, 1.25, 2]);
  assert.deepEqual([0.25, 1, 2].map((s) => nextSpeed(s, -1)), [0.25, 0.75, 1.5]);
  assert.equal(nextSpeed(0.9, 1), 1);
  assert.equal(nextSpeed(0.9, -1), 0.75);
});
