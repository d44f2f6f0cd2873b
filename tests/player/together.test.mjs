import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOfPress } from "../../annotator/player/frontend/clock.js";
import { correction, covers, JointFrames, median, wishOf } from "../../annotator/player/frontend/together.js";
import { film } from "./building.mjs";

const at = { rate: 1, frame: 40, heard: false };

test("a film in step is left alone, one out of step is caught up by speed, one far out of step jumps", () => {
  assert.deepEqual(correction(5, at), { jump: false, rate: 1 });
  assert.deepEqual(correction(-6, at), { jump: false, rate: 1 });
  // 70 ms ahead, to be closed in 700 ms: a tenth slower.
  assert.deepEqual(correction(70, at), { jump: false, rate: 0.9 });
  assert.deepEqual(correction(-70, at), { jump: false, rate: 1.1 });
  assert.deepEqual(correction(239, at), { jump: false, rate: 0.8 });
  assert.deepEqual(correction(241, at), { jump: true, rate: 1 });
  assert.deepEqual(correction(-900, at), { jump: true, rate: 1 });
});

test("a film that is heard changes its speed by four hundredths at most", () => {
  assert.equal(correction(200, { ...at, heard: true }).rate, 0.96);
  assert.equal(correction(-200, { ...at, heard: true }).rate, 1.04);
});

test("the speed of the film that leads is what is changed, and twice as fast twice as much drift is no jump", () => {
  assert.equal(correction(70, { ...at, rate: 0.5 }).rate, 0.45);
  assert.equal(correction(400, { ...at, rate: 2 }).jump, false);
  assert.equal(correction(481, { ...at, rate: 2 }).jump, true);
});

test("by this rule two films come together from wherever they are, and stay", () => {
  for (const begin of [-230, -100, 33, 180, 230]) {
    let drift = begin;
    const seen = [];
    for (let t = 0; t < 6000; t += 120) {
      drift += (correction(drift, at).rate - 1) * 120 + 0.006 * 120; // and the other one runs 0.6 % too fast
      seen.push(Math.abs(drift));
    }
    assert.ok(seen.at(-1) < 12, `${begin} ends at ${seen.at(-1)}`);
    assert.ok(seen.every((d) => d < 240), `${begin} never needs a jump`);
  }
});

test("one odd reading is not believed", () => {
  assert.equal(median([3, 400, 5]), 5);
  assert.equal(median([]), 0);
});

test("the first film gives every moment that it has; others only those that it has not", () => {
  // 0 … 400 ms, and one that begins 100 ms before it and lasts to 700 ms: 20 frames from -100 on.
  const joint = new JointFrames([film(10), film(20, -100)]);
  assert.equal(joint.start, 0);
  assert.equal(joint.end, 700);
  assert.deepEqual([...joint.ms.slice(0, 3)], [0, 40, 80]);
  // The second one's frames from 400 ms on: 420 is its 13th.
  assert.equal(joint.ms[10], 420);
  assert.deepEqual([joint.filmOf(9), joint.filmOf(10)], [0, 1]);
  assert.deepEqual([joint.own[9], joint.own[10]], [9, 13]);
  assert.equal(joint.positionOf(1, 13), 10);
  assert.equal(joint.positionOf(1, 5), null, "the first film has that moment");
  assert.equal(joint.positionOf(1, 0), null, "before the clock begins");
  assert.equal(joint.frameOf(9), 9);
  assert.equal(joint.frameOf(10), null, "no frame of the first film");
  assert.equal(joint.frameOf(joint.count), null);
  assert.equal(joint.indexAt(419), 9);
});

test("films one after the other with a pause between are one row of frames", () => {
  const joint = new JointFrames([film(5), film(5, 1000)]);
  assert.equal(joint.count, 10);
  assert.deepEqual([joint.msOf(4), joint.msOf(5), joint.msOf(10)], [160, 1000, 1200]);
  assert.equal(joint.indexAt(600), 4, "in the pause the last frame stands");
  assert.ok(!covers(joint.tables[0], 600) && !covers(joint.tables[1], 600));
});

test("a longer film around the first one gives both ends", () => {
  const joint = new JointFrames([film(5, 400), film(30)]);
  assert.deepEqual([joint.filmOf(0), joint.filmOf(10), joint.filmOf(15)], [1, 0, 1]);
  assert.equal(joint.start, 0);
  assert.equal(joint.end, 1200);
  assert.ok(joint.ms.every((ms, i) => !i || ms > joint.ms[i - 1]), "in order");
});

test("a press where only another film shows has its time and no frame of the first one", () => {
  const joint = new JointFrames([film(5), film(5, 1000)]);
  assert.deepEqual(momentOfPress({ index: 6, seconds: 1.04 }, joint, 0, 0), { ms: 1040, frame: null, raw: 1040 });
  assert.deepEqual(momentOfPress({ index: 3, seconds: 0.12 }, joint, 80, 1), { ms: 40, frame: 1, raw: 120 });
});

test("a loop goes back at its end, a replay stops there, and neither does anything inside", () => {
  const loop = { onset: 1000, offset: 2000, once: false };
  assert.equal(wishOf(loop, 1500, 1540), null);
  assert.equal(wishOf(loop, 1960, 2000), "back");
  assert.equal(wishOf(loop, 500, 540), "back");
  assert.equal(wishOf({ ...loop, once: true }, 1960, 2000), "stop");
  assert.equal(wishOf(null, 0, 40), null);
});
