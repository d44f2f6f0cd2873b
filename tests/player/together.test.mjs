import assert from "node:assert/strict";
import { test } from "node:test";
import { momentOfPress } from "../../annotator/player/frontend/clock.js";
import { correction, costAfter, covers, JointFrames, median, Pace, wishOf } from "../../annotator/player/frontend/together.js";
import { film } from "./building.mjs";

const at = { rate: 1, frame: 40, heard: false };

test("a film in step is left alone, one out of step is caught up by speed, one far out of step jumps", () => {
  assert.deepEqual(correction(5, at), { jump: false, rate: 1, ms: 0 });
  assert.deepEqual(correction(-9, at), { jump: false, rate: 1, ms: 0 });
  // 45 ms ahead, to be closed in 450 ms: a tenth slower.
  assert.deepEqual(correction(45, at), { jump: false, rate: 0.9, ms: 450 });
  assert.deepEqual(correction(-45, at), { jump: false, rate: 1.1, ms: 450 });
  // A fifth is the most: 200 ms take a second.
  assert.deepEqual(correction(200, at), { jump: false, rate: 0.8, ms: 1000 });
  assert.deepEqual(correction(241, at), { jump: true, rate: 1, ms: 0 });
  assert.deepEqual(correction(-900, at), { jump: true, rate: 1, ms: 0 });
});

test("a film that is heard changes its speed by four hundredths at most", () => {
  assert.deepEqual(correction(200, { ...at, heard: true }), { jump: false, rate: 0.96, ms: 5000 });
  assert.deepEqual(correction(-200, { ...at, heard: true }), { jump: false, rate: 1.04, ms: 5000 });
});

test("the speed of the film that leads is what is changed, and twice as fast twice as much drift is no jump", () => {
  assert.deepEqual(correction(45, { ...at, rate: 0.5 }), { jump: false, rate: 0.4, ms: 450 });
  assert.equal(correction(400, { ...at, rate: 2 }).jump, false);
  assert.equal(correction(481, { ...at, rate: 2 }).jump, true);
});

test("what a change of speed costs is allowed for", () => {
  // 20 ms behind, and 25 more by changing the speed: 45 in 450 ms.
  assert.deepEqual(correction(-20, { ...at, cost: 25 }), { jump: false, rate: 1.1, ms: 450 });
  assert.equal(costAfter(0, -12), 6);
  assert.equal(costAfter(6, -200), 16, "a busy computer sets films back as well");
  assert.equal(costAfter(6, 90), 0, "a change of speed sets no film forward");
  assert.equal(costAfter(38, -200), 40);
});

test("by this rule two films come together from wherever they are, and stay", () => {
  for (const cost of [0, 25]) {
    for (const begin of [-230, -100, 33, 180, 230]) {
      let [drift, learnt, ended] = [begin, 0, 0];
      for (let round = 0; round < 12; round += 1) {
        const { jump, rate, ms } = correction(drift, { ...at, cost: learnt });
        assert.ok(!jump, `${begin} never needs a jump`);
        if (!ms) break;
        drift += (rate - 1) * ms - cost;
        learnt = costAfter(learnt, drift);
        ended = round;
      }
      assert.ok(Math.abs(drift) < 12, `${begin} ends at ${drift}`);
      assert.ok(ended < 7, `${begin} takes ${ended} changes of speed`);
    }
  }
});

test("where a film is follows from the pictures that it showed last, some of them late", () => {
  const pace = new Pace();
  for (let n = 0; n < 4; n += 1) pace.see(1000 + n * 40, n * 40);
  assert.equal(pace.at(1200, 1), null, "four pictures are too few");
  for (let n = 4; n < 20; n += 1) pace.see(1000 + n * 40 + (n % 4 ? 0 : 17), n * 40);
  assert.ok(pace.sure);
  assert.equal(pace.at(1800, 1), 800);
  pace.forget();
  assert.ok(!pace.sure);
  // At half speed a film gets on by 20 ms in 40.
  for (let n = 0; n < 6; n += 1) pace.see(n * 80, n * 40);
  assert.equal(pace.at(500, 0.5), 250);
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
