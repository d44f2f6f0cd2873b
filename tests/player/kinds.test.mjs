import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "../../annotator/player/frontend/desk.js";
import { codedIntervals, codesAt, gridOf, intervalAt, isDone, misplaced, nextOpen, pressInterval } from "../../annotator/player/frontend/intervals.js";
import { codedOf } from "../../annotator/player/frontend/passes.js";
import { anchorAt, betweenAnchors, CANNOT, doneOf, pointsOf, rated, RATED, ratingOf, stretchOf, valueOf } from "../../annotator/player/frontend/ratings.js";
import { changed, moveWindow, Standing } from "../../annotator/player/frontend/record.js";
import { GAZE } from "./building.mjs";

const WINDOW = { onset_ms: 0, offset_ms: 40_000 };
const code = (id, more = {}) => ({ id, key: id[0], label: id, modifiers: [], ...more });
const MINUTE = { track: "minute", subject: "baby", kind: "interval", exclusive: true, exhaustive: true, interval_ms: 4000, codes: [code("calm"), code("busy")] };
const TOUCH = { ...MINUTE, track: "touch", exclusive: false, exhaustive: false, codes: [code("holds"), code("rocks")] };
const SCALE = { min: 1, max: 5, step: 1, anchors: { 1: "cool", 3: "friendly", 5: "warm" } };
const FORM = { track: "form", subject: "parent", kind: "rating", scope: "segment", codes: [code("warmth", { scale: SCALE }), code("pace", { scale: SCALE })] };
const WHOLE = { ...FORM, track: "whole", scope: "session" };
const CLIP = { ...FORM, track: "clip", scope: "clip" };

const made = () => new Standing({ lanes: [GAZE, MINUTE, TOUCH, FORM, WHOLE, CLIP], annotations: [], removed: {}, window: WINDOW });
const frameAt = (ms) => ms / 40;
const lane = (record, kind) => record.laneByKey.get(`${kind.track}|${kind.subject}`);
const NONE = new Map();

function press(record, kind, id, n) {
  const on = lane(record, kind);
  const outcome = pressInterval(record, on, on.codeById.get(id), intervalAt(4000, n), frameAt, NONE);
  record.apply(outcome.edits);
  return outcome;
}

function rate(record, kind, id, value, stretch = record.window) {
  const on = lane(record, kind);
  const outcome = rated(record, on, on.codeById.get(id), stretch, value, frameAt, NONE);
  record.apply(outcome.edits);
  return outcome;
}

test("whole intervals of the window alone are asked for, counted from 0 of the session clock", () => {
  assert.deepEqual(gridOf(4000, WINDOW), { first: 0, end: 10 });
  assert.deepEqual(gridOf(4000, { onset_ms: 1, offset_ms: 11_999 }), { first: 1, end: 2 }, "4 to 8 s");
  assert.deepEqual(gridOf(60_000, WINDOW), { first: 0, end: 0 }, "none");
});

test("one code holds in an interval of an exclusive track; another takes its place, the same is no edit", () => {
  const record = made();
  assert.equal(press(record, MINUTE, "calm", 2).said, "marked");
  const [a] = codesAt(lane(record, MINUTE), 8000);
  assert.deepEqual([a.content.onset_ms, a.content.offset_ms, a.content.onset_frame, a.content.offset_frame], [8000, 12_000, 200, 300]);
  assert.equal(press(record, MINUTE, "busy", 2).said, "recoded");
  assert.deepEqual(press(record, MINUTE, "busy", 2).edits, []);
  assert.deepEqual(codesAt(lane(record, MINUTE), 8000).map((x) => [x.id, x.content.code]), [[a.id, "busy"]]);
});

test("several codes hold in an interval of a track that allows it, and the same again goes", () => {
  const record = made();
  press(record, TOUCH, "holds", 0);
  press(record, TOUCH, "rocks", 0);
  assert.deepEqual(codesAt(lane(record, TOUCH), 0).map((a) => a.content.code).sort(), ["holds", "rocks"]);
  press(record, TOUCH, "holds", 0);
  assert.deepEqual(codesAt(lane(record, TOUCH), 0).map((a) => a.content.code), ["rocks"]);
});

test("outside the coded window there is no interval", () => {
  const record = made();
  assert.equal(press(record, MINUTE, "calm", 10).said, "no_interval");
  assert.equal(record.all.length, 0);
});

test("which intervals are done, and which comes next", () => {
  const record = made();
  const lanes = [lane(record, MINUTE), lane(record, TOUCH)];
  for (const n of [0, 1, 3]) press(record, MINUTE, "calm", n);
  assert.deepEqual(codedIntervals(lanes[0], WINDOW), { done: 3, all: 10 });
  assert.deepEqual(codedOf([lanes[0]], WINDOW).map(({ share }) => share), [0.3]);
  assert.ok(isDone([lanes[0]], 4000, 3) && !isDone(lanes, 4000, 3), "touch has none there");
  const grid = gridOf(4000, WINDOW);
  assert.equal(nextOpen([lanes[0]], 4000, grid, 0), 2);
  assert.equal(nextOpen([lanes[0]], 4000, grid, 3), 4);
  for (const n of [4, 5, 6, 7, 8, 9]) press(record, MINUTE, "busy", n);
  assert.equal(nextOpen([lanes[0]], 4000, grid, 5), 2, "from the beginning again");
  press(record, MINUTE, "busy", 2);
  assert.equal(nextOpen([lanes[0]], 4000, grid, 5), null);
});

test("intervals keep to their grid and ratings to their stretch, which goes along with the coded window", () => {
  const record = made();
  press(record, MINUTE, "calm", 2);
  rate(record, FORM, "warmth", 4);
  rate(record, WHOLE, "warmth", 2, { onset_ms: 0, offset_ms: 44_000 });
  const [interval] = codesAt(lane(record, MINUTE), 8000);
  const [rating] = lane(record, FORM).items;
  assert.ok(misplaced(record, [changed(interval, { onset_ms: 8040 })]));
  assert.ok(misplaced(record, [changed(interval, { onset_ms: 12_000, offset_ms: 20_000 })]));
  assert.ok(misplaced(record, [changed(rating, { onset_ms: 40 })]));
  assert.ok(!misplaced(record, [changed(interval, { comment: "hm" }), changed(rating, { comment: "hm" })]));
  const outcome = moveWindow(record, "onset", 4000, { start: 0, end: 44_000 });
  assert.ok(!misplaced(record, outcome.edits));
  record.apply(outcome.edits);
  assert.equal(outcome.edits[0].kind, "window");
  assert.deepEqual(lane(record, FORM).items.map((a) => [a.content.onset_ms, a.content.offset_ms]), [[4000, 40_000]]);
  assert.deepEqual(lane(record, WHOLE).items.map((a) => [a.content.onset_ms, a.content.offset_ms]), [[0, 44_000]], "of the whole film");
});

test("a scale has its values, and words at them or around them", () => {
  assert.deepEqual(pointsOf(SCALE), [1, 2, 3, 4, 5]);
  assert.deepEqual(pointsOf({ min: 0, max: 0.6, step: 0.1 }), [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  assert.equal(anchorAt(SCALE, 3), "friendly");
  assert.equal(anchorAt(SCALE, 2), "");
  assert.deepEqual(betweenAnchors(SCALE, 2), [1, 3]);
  assert.equal(betweenAnchors({ ...SCALE, anchors: { 3: "so" } }, 4), null);
});

test("a rating is one annotation a question: given, changed, said to be beyond judging, taken away", () => {
  const record = made();
  const form = lane(record, FORM);
  const now = () => valueOf(ratingOf(form, "warmth", WINDOW));
  assert.equal(now(), null);
  rate(record, FORM, "warmth", 4);
  const { id, content } = ratingOf(form, "warmth", WINDOW);
  assert.deepEqual([content.onset_ms, content.offset_ms, content.modifiers], [0, 40_000, { [RATED]: 4 }]);
  assert.deepEqual(rate(record, FORM, "warmth", 4).edits, [], "the same again is no edit");
  rate(record, FORM, "warmth", 5);
  assert.equal(ratingOf(form, "warmth", WINDOW).id, id);
  rate(record, FORM, "warmth", CANNOT);
  assert.equal(now(), CANNOT);
  assert.deepEqual(ratingOf(form, "warmth", WINDOW).content.modifiers, {});
  assert.deepEqual(doneOf(form, WINDOW), { done: 1, all: 2 });
  rate(record, FORM, "warmth", null);
  assert.equal(now(), null);
  assert.equal(record.removed.get(id), 4, "nothing is overwritten: it comes back as the next revision");
});

test("a form is about the films, the coded window or the chosen mark", () => {
  const record = made();
  const films = { onset_ms: 0, offset_ms: 44_000 };
  const mark = { content: { onset_ms: 4000, offset_ms: 9000 } };
  assert.deepEqual(stretchOf(lane(record, WHOLE), record, films, null), films);
  assert.deepEqual(stretchOf(lane(record, FORM), record, films, mark), WINDOW);
  assert.deepEqual(stretchOf(lane(record, CLIP), record, films, mark), mark.content);
  for (const chosen of [null, { content: { onset_ms: 4, offset_ms: 4 } }, { content: { onset_ms: 4, offset_ms: null } }]) assert.equal(stretchOf(lane(record, CLIP), record, films, chosen), null);
  rate(record, CLIP, "warmth", 3, mark.content);
  rate(record, CLIP, "warmth", 1, { onset_ms: 9000, offset_ms: 9900 });
  assert.equal(valueOf(ratingOf(lane(record, CLIP), "warmth", mark.content)), 3, "each clip has its own");
});

test("ratings lie on no row of the tracks and in no list, and undo takes them back", () => {
  const desk = new Desk({
    coding: { window: WINDOW, seq: 0, state: "open", profile: "standard" }, scheme: { modifiers: [] }, subjects: [], annotations: [], removed: {}, history: [],
    lanes: [GAZE, FORM], passes: [{ id: "p", tracks: ["gaze", "form"], speed: 1 }], recordings: [{ shift_ms: 500, duration_ms: 1000 }, { shift_ms: 0, duration_ms: 600 }],
  });
  assert.deepEqual(desk.films, { onset_ms: 0, offset_ms: 1500 });
  assert.deepEqual([desk.lanes.map((l) => l.track), desk.activeForms.map((l) => l.track)], [["gaze"], ["form"]]);
  const form = desk.activeForms[0];
  desk.do("rate", rated(desk.standing, form, form.codes[0], WINDOW, 4, frameAt, NONE));
  assert.deepEqual([desk.standing.all.length, desk.standing.byId.size, desk.subjectOfRemark], [0, 1, null]);
  desk.undo();
  assert.equal(ratingOf(form, "warmth", WINDOW), null);
  desk.redo();
  assert.equal(valueOf(ratingOf(form, "warmth", WINDOW)), 4);
});
