import assert from "node:assert/strict";
import { test } from "node:test";
import { hintsOf } from "../../annotator/player/frontend/constraints.js";
import { Desk } from "../../annotator/player/frontend/desk.js";
import { cueFrom, cueWith, delayOf, linked, linkedBy, unlinkedAll } from "../../annotator/player/frontend/links.js";
import { changed, removedAll } from "../../annotator/player/frontend/record.js";
import { BEAT, CUES, GAZE, SOUND, standing, TOGETHER } from "./building.mjs";

const ONE = { id: "to", type: "link", links_to: ["cue"], links_at_most: 1 };
const MANY = { ...ONE, id: "about", links_at_most: null };
const rule = (kind, more) => ({ id: kind, severity: "warning", kind, label: "", first: null, second: null, event: null, by: null, requires: [], within_ms: null, min_overlap_ms: null, max_gap_ms: null, ...more });
const of = (lane, codes = null, where = {}, where_not = {}) => ({ track: lane.track, codes, where, where_not });
const seconds = (hints) => hints.map((h) => [h.ms / 1000, h.annotation?.id ?? null]);

const scene = () => standing("cue: 2 hello, 4 break, 9 hello", "beat: 5 up, 12 down");

test("cues are gone through from the nearest one before the answer", () => {
  const record = scene();
  const answer = record.byId.get("up0");
  const first = cueFrom(record, answer, ONE, null, -1);
  assert.equal(first.id, "break1");
  assert.equal(cueFrom(record, answer, ONE, first, -1).id, "hello0");
  assert.equal(cueFrom(record, answer, ONE, first, 1).id, "hello2", "past the answer itself");
  assert.equal(cueFrom(record, answer, ONE, record.byId.get("hello0"), -1), null);
  assert.equal(cueWith(record, answer, ONE, "hello").id, "hello0", "the nearest before");
  assert.equal(cueWith(record, answer, ONE, "hello", "somebody else"), null);
  const early = standing("cue: 7 hello", "beat: 5 up");
  assert.equal(cueFrom(early, early.byId.get("up0"), ONE, null, -1).id, "hello0", "else the first after it");
});

test("one cue takes the place of another, several stand beside each other, and the same again lets go", () => {
  const record = scene();
  const answer = () => record.byId.get("up0");
  const link = (m, id) => record.apply(linked(answer(), m, record.byId.get(id)).edits);
  link(ONE, "hello0");
  link(ONE, "break1");
  assert.deepEqual(linkedBy(answer(), ONE), ["break1"]);
  link(MANY, "hello0");
  link(MANY, "break1");
  assert.deepEqual(linkedBy(answer(), MANY), ["break1", "hello0"]);
  assert.equal(delayOf(record, answer(), "about"), 1000, "from the latest of them");
  link(MANY, "break1");
  assert.deepEqual([linkedBy(answer(), MANY), delayOf(record, answer(), "about")], [["hello0"], 3000]);
  record.apply(unlinkedAll(answer(), MANY).edits);
  assert.deepEqual(answer().content.modifiers, { to: ["break1"] });
  assert.equal(delayOf(record, answer(), "about"), null);
});

test("with a cue goes what names it, in the same act, and undo brings back both", () => {
  const json = {
    coding: { window: { onset_ms: 0, offset_ms: 40_000 }, seq: 0, state: "open", profile: "standard" }, subjects: [], removed: {}, history: [], recordings: [],
    scheme: { modifiers: [ONE, MANY] }, lanes: [TOGETHER, GAZE, SOUND, CUES, BEAT], passes: [], annotations: scene().all,
  };
  const desk = new Desk(json);
  for (const [id, m] of [["up0", ONE], ["down1", MANY]]) desk.do("link", linked(desk.annotation(id), m, desk.annotation("hello0")));
  desk.do("link", linked(desk.annotation("down1"), MANY, desk.annotation("break1")));
  desk.do("remove", removedAll([desk.annotation("hello0")]));
  assert.deepEqual(["up0", "down1"].map((id) => desk.annotation(id).content.modifiers), [{}, { about: ["break1"] }]);
  desk.undo();
  assert.deepEqual(["up0", "down1"].map((id) => desk.annotation(id).content.modifiers), [{ to: ["hello0"] }, { about: ["break1", "hello0"] }]);
  assert.ok(desk.annotation("hello0"));
});

test("together: time shared at least so long, and a moment that lies inside", () => {
  const record = standing("dyad: 0-5 apart, 5-20 together, 20- apart", "sound: 4-6 coo, 18-22 coo, 30-31 laugh", "cue: 3 hello, 7 hello");
  const apart = rule("not_together_with", { first: of(TOGETHER, ["apart"]), second: of(SOUND, ["coo"]), min_overlap_ms: 1001 });
  assert.deepEqual(seconds(hintsOf(record, apart)), [[20, "apart2"]], "1 s of the first is too short");
  assert.deepEqual(seconds(hintsOf(record, { ...apart, min_overlap_ms: 1000 })), [[4, "apart0"], [20, "apart2"]]);
  assert.deepEqual(seconds(hintsOf(record, { ...apart, second: of(CUES) })), [[3, "apart0"]]);
  assert.deepEqual(seconds(hintsOf(record, { ...apart, second: of(SOUND, ["laugh"]), min_overlap_ms: 1000 })), [[30, "apart2"]], "what runs lasts to the window's end");
});

test("preceded: something before it within the time, or going on still", () => {
  const record = standing("cue: 2 hello, 10 hello", "beat: 5 up, 9 up, 14 up", "gaze: 6-8.5 toy");
  const before = rule("preceded_by", { event: of(BEAT), by: of(CUES), within_ms: 3000 });
  assert.deepEqual(seconds(hintsOf(record, before)), [[9, "up1"], [14, "up2"]]);
  assert.deepEqual(seconds(hintsOf(record, { ...before, by: of(GAZE), within_ms: 500 })), [[5, "up0"], [14, "up2"]], "the look ended half a second before 9");
  assert.deepEqual(seconds(hintsOf(record, { ...before, by: of(BEAT), within_ms: 4000 })), [[5, "up0"], [14, "up2"]], "none precedes itself");
});

test("followed: something after it within the time; behind the window's end nobody can know", () => {
  const record = standing("cue: 2 hello, 10 hello, 38 hello", "beat: 5 up, 14 up", "gaze: 9-20 toy");
  const after = rule("followed_by", { event: of(CUES), by: of(BEAT), within_ms: 3000 });
  assert.deepEqual(seconds(hintsOf(record, after)), [[10, "hello1"]]);
  assert.deepEqual(seconds(hintsOf(record, { ...after, by: of(GAZE) })), [[2, "hello0"]], "the look goes on at 10");
});

test("a modifier that is asked for under a condition, and gaps that are too long", () => {
  const record = standing("dyad: 0-5 mending, 5-9 mending, 9-12 mending");
  const marks = [...record.byId.values()];
  record.apply([changed(marks[0], { modifiers: { led_by: "both" } }), changed(marks[1], { modifiers: { led_by: "both", way: ["x"] } })]);
  const asks = rule("modifier_requires", { event: of(TOGETHER, ["mending"], { led_by: ["both"] }), requires: ["way"] });
  assert.deepEqual(seconds(hintsOf(record, asks)), [[0, "mending0"]]);
  assert.deepEqual(seconds(hintsOf(record, { ...asks, event: of(TOGETHER, null, {}, { led_by: ["both"] }) })), [[9, "mending2"]]);
  const long = rule("max_gap", { event: of(CUES), max_gap_ms: 10_000 });
  const cues = standing("cue: 11 hello, 15 hello, 26 break");
  assert.deepEqual(seconds(hintsOf(cues, long)), [[15, null]]);
  assert.deepEqual(seconds(hintsOf(cues, long, true)), [[0, null], [15, null], [26, null]], "at the end the edges count too");
  assert.deepEqual(seconds(hintsOf(standing(), long, true)), [[0, null]]);
});

test("what lies outside the coded window is nobody's question", () => {
  const record = standing("beat: 5 up, 39 up");
  record.window = { onset_ms: 6000, offset_ms: 39_000 };
  assert.deepEqual(hintsOf(record, rule("preceded_by", { event: of(BEAT), by: of(CUES), within_ms: 3000 })), []);
});
