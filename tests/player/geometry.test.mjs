import assert from "node:assert/strict";
import { test } from "node:test";
import * as geo from "../../annotator/player/frontend/geometry.js";
import { standing } from "./building.mjs";

const LIMITS = { start: 0, end: 100_000 };
const VIEW = geo.fit({ left: 100, width: 1112, start: 0, scale: 1 }, LIMITS);

test("the whole film fits between the names and the edge", () => {
  assert.equal(VIEW.scale, 100);
  assert.equal(geo.xOf(VIEW, 0), 100);
  assert.equal(geo.xOf(VIEW, 100_000), 1100);
});

test("time to place and back", () => {
  for (const ms of [0, 1, 33_333, 100_000]) assert.ok(Math.abs(geo.msOf(VIEW, geo.xOf(VIEW, ms)) - ms) < 1e-6);
});

test("zooming keeps the time under the pointer", () => {
  const near = geo.zoomAt(VIEW, 600, 4, LIMITS);
  assert.equal(near.scale, 25);
  assert.ok(Math.abs(geo.msOf(near, 600) - geo.msOf(VIEW, 600)) < 1e-6);
});

test("zooming ends at single frames and at the whole film", () => {
  assert.equal(geo.zoomAt(VIEW, 600, 1e9, LIMITS).scale, geo.FINEST);
  assert.deepEqual(geo.zoomAt(VIEW, 600, 1e-9, LIMITS), VIEW);
});

test("one cannot pan out of the film", () => {
  const near = geo.zoomAt(VIEW, 600, 4, LIMITS);
  assert.equal(geo.panBy(near, -1e6, LIMITS).start, 0);
  const last = geo.panBy(near, 1e6, LIMITS);
  assert.equal(geo.xOf(last, 100_000), 1100);
});

test("the page turns only when the playhead leaves it", () => {
  const near = geo.zoomAt(VIEW, 100, 4, LIMITS);
  assert.equal(geo.follow(near, 10_000, LIMITS), near);
  const turned = geo.follow(near, 26_000, LIMITS);
  const x = geo.xOf(turned, 26_000);
  assert.ok(x > near.left && x < near.left + 100);
});

test("ruler labels never stand closer than 70 px", () => {
  for (const factor of [1, 3, 10, 40, 200]) {
    const view = geo.zoomAt(VIEW, 100, factor, LIMITS);
    const labels = geo.ticks(view).filter((t) => t.labelled).map((t) => geo.xOf(view, t.ms));
    for (let i = 1; i < labels.length; i += 1) assert.ok(labels[i] - labels[i - 1] >= 70);
    assert.ok(labels.length > 2);
  }
});

test("lanes shrink before they scroll, and grow into room", () => {
  assert.equal(geo.rows(3, Infinity).lane, 30);
  assert.equal(geo.rows(6, Infinity).lane, 28);
  assert.equal(geo.rows(6, 250).lane, Math.floor((250 - 94 - 7) / 6));
  assert.equal(geo.rows(20, 250).lane, 22);
  assert.equal(geo.rows(2, 900).lane, 52);
  const layout = geo.rows(3, Infinity);
  assert.equal(geo.laneAt(layout, layout.top + 31, 3), 1);
  assert.equal(geo.laneAt(layout, 10, 3), -1);
  assert.equal(geo.laneAt(layout, layout.top + 200, 3), -1);
});

test("the edge of the bar one is in wins over its neighbour's", () => {
  const lane = standing("dyad: 10-20 together, 20-30 apart").laneByKey.get("dyad|pair");
  const x = geo.xOf(VIEW, 20_000);
  const before = geo.hit(VIEW, lane, x - 2, 0);
  assert.deepEqual([before.annotation.id, before.part], ["together0", "offset"]);
  const after = geo.hit(VIEW, lane, x + 2, 0);
  assert.deepEqual([after.annotation.id, after.part], ["apart1", "onset"]);
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 15_000), 0).part, "body");
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 35_000), 0), null);
});

test("a running state reaches to the playhead and has no end to drag", () => {
  const lane = standing("gaze: 10- mother").laneByKey.get("gaze|baby");
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 30_000), 50_000).part, "body");
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 50_000) - 1, 50_000).part, "body");
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 60_000), 50_000), null);
});

test("of crowded moments the nearest is meant", () => {
  const lane = standing("cue: 10 hello, 11 break").laneByKey.get("cue|baby");
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 10_800), 0).annotation.id, "break1");
  assert.equal(geo.hit(VIEW, lane, geo.xOf(VIEW, 14_000), 0), null);
});

test("a long state that began before the view is found, with and without an end", () => {
  const record = standing("sound: 0-35 coo, 10-11 laugh, 12-13 laugh", "gaze: 1- mother");
  const ids = (key) => [...geo.between(record.laneByKey.get(key), 30_000, 32_000)].map((a) => a.id);
  assert.deepEqual(ids("sound|baby"), ["coo0"]);
  assert.deepEqual(ids("gaze|baby"), ["mother0"]);
});

test("a magnet draws only what is near", () => {
  assert.equal(geo.magnetic(VIEW, 5300, [5000]), 5000);
  assert.equal(geo.magnetic(VIEW, 6000, [5000]), 6000);
  assert.equal(geo.magnetic(VIEW, 5300, [5000, 5200]), 5200);
});
