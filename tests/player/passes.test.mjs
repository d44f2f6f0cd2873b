import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "../../annotator/player/frontend/desk.js";
import { atItsEnd, codedOf, firstUnwatched, neighbour, percent, ROUND, secondPass, shareOf, united, Watched, withRound } from "../../annotator/player/frontend/passes.js";
import { History } from "../../annotator/player/frontend/history.js";
import { changed, removed, windowed } from "../../annotator/player/frontend/record.js";
import { askedOf, firstOf, lacks, standOf } from "../../annotator/player/frontend/rounds.js";
import { CUES, GAZE, LANES, MODIFIERS, standing, TOGETHER } from "./building.mjs";

const WINDOW = { onset_ms: 0, offset_ms: 40_000 };
const frame = (index) => ({ index, ms: index * 40, until: index * 40 + 40 });

test("stretches that touch become one, others stay apart, in order", () => {
  assert.deepEqual(united([], [5, 9]), [[5, 9]]);
  assert.deepEqual(united([[5, 9]], [9, 12]), [[5, 12]]);
  assert.deepEqual(united([[5, 9], [20, 30]], [1, 2]), [[1, 2], [5, 9], [20, 30]]);
  assert.deepEqual(united([[5, 9], [20, 30]], [8, 21]), [[5, 30]]);
});

test("of more than a hundred stretches the shortest is forgotten", () => {
  const many = Array.from({ length: 100 }, (_, i) => [i * 100, i * 100 + 50]);
  const kept = united(many, [20_000, 20_010]);
  assert.equal(kept.length, 100);
  assert.ok(!kept.some(([from]) => from === 20_000));
});

test("the share is of the coded window, and no share where that is empty", () => {
  assert.equal(shareOf([[0, 10_000], [35_000, 50_000]], WINDOW), (10_000 + 5_000) / 40_000);
  assert.equal(shareOf([[0, 10_000]], { onset_ms: 5, offset_ms: 5 }), null);
  assert.equal(shareOf([], WINDOW), 0);
});

test("the first unwatched moment of the window", () => {
  assert.equal(firstUnwatched([], WINDOW), 0);
  assert.equal(firstUnwatched([[0, 10_000], [12_000, 40_000]], WINDOW), 10_000);
  assert.equal(firstUnwatched([[0, 50_000]], WINDOW), null);
  assert.equal(firstUnwatched([[0, 3000]], { onset_ms: 5000, offset_ms: 9000 }), 5000);
});

test("a coding that goes on from agreed onsets has the round of modifiers alone", () => {
  const passes = [{ id: "a", label: "a", tracks: ["gaze"], speed: 1 }];
  assert.deepEqual(secondPass(withRound(passes, LANES, "all")).map((p) => p.id), [ROUND]);
});

test("what plays or is stepped through is watched, what is jumped over is not", () => {
  const watched = new Watched();
  assert.equal(watched.saw("a", frame(0), true), false, "one frame alone is a place, not a stretch");
  for (let i = 1; i <= 25; i += 1) assert.ok(watched.saw("a", frame(i), true));
  assert.deepEqual(watched.of("a"), [[0, 1040]], "frames 0 to 25 of 40 ms each");
  assert.equal(watched.saw("a", frame(500), true), false, "a jump while it plays");
  assert.equal(watched.saw("a", frame(525), false), false, "a second on by key");
  assert.ok(watched.saw("a", frame(524), false), "one frame back by key");
  assert.deepEqual(watched.of("a"), [[0, 1040], [20_960, 21_040]]);
  assert.deepEqual(watched.of("b"), [], "each pass has its own");
  assert.deepEqual(new Watched(watched.kept).of("a"), watched.of("a"), "kept and taken up again");
});

test("a pass is at its end when nearly all was watched and the film stands on the last frame", () => {
  const last = frame(999);
  assert.ok(atItsEnd([[0, 40_000]], WINDOW, last));
  assert.ok(atItsEnd([[0, 20_000], [20_500, 40_000]], WINDOW, last), "39.5 of 40 s are 98.75 %");
  assert.ok(!atItsEnd([[0, 20_000], [21_000, 40_000]], WINDOW, last), "39 of 40 s are 97.5 %");
  assert.ok(!atItsEnd([[0, 40_000]], WINDOW, frame(500)));
});

test("coded is told of tracks that must have a code at every moment", () => {
  const record = standing("dyad: 0-10 together, 20-30 apart", "gaze: 0-5 toy");
  assert.deepEqual(codedOf(record.lanes, WINDOW).map(({ lane, share }) => [lane.track, share]), [["dyad", 0.5]]);
  assert.deepEqual(codedOf(record.lanes, { onset_ms: 7, offset_ms: 7 }), []);
});

test("never a hundred before it is all", () => {
  assert.deepEqual([0, 0.004, 0.5, 0.999, 1].map(percent), [0, 0, 50, 99, 100]);
});

test("from pass to pass, and no further than the ends", () => {
  const passes = [{ id: "a" }, { id: "b" }];
  assert.equal(neighbour(passes, "a", 1).id, "b");
  assert.equal(neighbour(passes, "b", 1), null);
  assert.equal(neighbour(passes, "a", -1), null);
});

test("the round of modifiers comes last, where there are any, and not in a field pass", () => {
  const passes = [{ id: "a" }];
  assert.deepEqual(withRound(passes, LANES, "standard").map((p) => p.id), ["a", ROUND]);
  assert.deepEqual(withRound(passes, LANES, "standard").at(-1).tracks, ["dyad"]);
  assert.deepEqual(withRound(passes, [GAZE, CUES], "standard"), passes);
  assert.deepEqual(withRound(passes, LANES, "field"), passes);
});

const desk = (passes) => new Desk({
  coding: { window: WINDOW, seq: 0, state: "open", profile: "standard" }, scheme: { modifiers: [...MODIFIERS.values()] },
  lanes: LANES, passes, subjects: [], annotations: standing("dyad: 0-5 mending, 5-8 together").all, removed: {}, history: [],
});

test("a pass has only its tracks and keys, and the round has no keys of codes at all", () => {
  const made = desk([{ id: "one", tracks: ["gaze"], speed: 0.75 }, { id: "two", tracks: ["dyad"], speed: 1 }]);
  assert.deepEqual(made.situation.lanes.map((l) => l.track), ["gaze"]);
  made.choosePass("two");
  assert.deepEqual(made.situation.lanes.map((l) => l.track), ["dyad"]);
  made.choosePass(ROUND);
  assert.deepEqual(made.situation.lanes, []);
  assert.ok(made.round);
});

test("the round goes through what has modifiers and begins with what lacks one it must have", () => {
  const record = standing("dyad: 0-5 mending, 5-8 together, 8-9 mending", "gaze: 0-4 toy");
  const [first, second] = [...record.byId.values()].filter((a) => a.content.code === "mending");
  first.content.modifiers.led_by = "both";
  assert.deepEqual(askedOf(record, first, MODIFIERS).map((m) => m.id), ["led_by", "way"]);
  assert.deepEqual(lacks(second, askedOf(record, second, MODIFIERS)).map((m) => m.id), ["led_by"]);
  const stand = standOf(record, MODIFIERS, second.id);
  assert.deepEqual([stand.marks.length, stand.at, stand.open], [2, 1, 1]);
  assert.equal(firstOf(record, MODIFIERS), second);
  second.content.modifiers.led_by = "both";
  assert.equal(firstOf(record, MODIFIERS), first, "when nothing is lacking, from the beginning");
  assert.equal(firstOf(standing(`gaze: 0-4 toy`), MODIFIERS), null);
  assert.equal(TOGETHER.codes[2].id, "mending");
});

test("where two coders agreed, no mark comes, goes or moves, and what the program did is not undone", () => {
  const record = standing("cue: 5 hello");
  const [mark] = record.all;
  const made = desk([]);
  made.coding.agreed = true;
  made.standing = record;
  assert.ok(made.fixed && !made.readOnly);
  const told = [];
  made.tell = (_what, detail) => told.push(detail?.said);
  for (const edits of [[removed(mark)], [changed(mark, { onset_ms: 6000, offset_ms: 6000 })], [windowed(record, WINDOW)]])
    assert.equal(made.do("change", { edits, said: "changed", annotation: mark.id }), false);
  assert.deepEqual(told, ["agreed_stays", "agreed_stays", "agreed_stays"]);
  assert.ok(made.do("change", { edits: [changed(mark, { modifiers: { way: ["face"] }, comment: "small", flagged: true })], said: "changed", annotation: mark.id }));
  assert.equal(new History([{ id: "a", kind: "agreed", undoes: null, edits: [] }]).last, null);
});
