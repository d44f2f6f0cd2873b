import assert from "node:assert/strict";
import { test } from "node:test";
import { alike, Chosen, inside, span } from "../../annotator/player/frontend/chosen.js";
import * as rules from "../../annotator/player/frontend/record.js";
import { at, BEAT, CUES, film, GAZE, MODIFIERS, SOUND, standing, TOGETHER, told } from "./building.mjs";

const FILM = film(); // 25 frames a second: a frame is 0.04 s
const marks = (record, ...ids) => ids.map((id) => record.byId.get(id));

/** What stands after an outcome, which must have something to do. */
function after(record, outcome, lane) {
  assert.ok(outcome.edits.length, outcome.said);
  record.apply(outcome.edits);
  return told(record, lane);
}

/** That nothing is done, and why. */
function refused(record, outcome, said) {
  assert.deepEqual([outcome.edits, outcome.said], [[], said]);
}

// ---- nudging and moving ------------------------------------------------------------------------

test("one frame later for the beginning, the end, or both", () => {
  const nudge = (edge, by) => {
    const record = standing("gaze: 2-4 mother");
    return after(record, rules.nudged(record, marks(record, "mother0"), edge, by, FILM), GAZE);
  };
  assert.equal(nudge("onset", 1), "2.04-4 mother");
  assert.equal(nudge("onset", -1), "1.96-4 mother");
  assert.equal(nudge("offset", 1), "2-4.04 mother");
  assert.equal(nudge("both", -2), "1.92-3.92 mother");
});

test("a nudged edge carries its frame number and no raw time", () => {
  const record = standing("gaze: 2-4 mother");
  const [edit] = rules.nudged(record, marks(record, "mother0"), "onset", 1, FILM).edits;
  assert.deepEqual([edit.content.onset_frame, edit.content.raw_onset_ms, edit.content.offset_frame], [51, null, 100]);
});

test("the common boundary of two states that touch moves as one", () => {
  const record = standing("dyad: 0-5 together, 5-9 apart");
  assert.equal(after(record, rules.nudged(record, marks(record, "apart1"), "onset", 1, FILM), TOGETHER), "0-5.04 together, 5.04-9 apart");
});

test("a state leaves a gap where it was, but not where every moment must have a code", () => {
  const gaze = standing("gaze: 0-2 mother, 2-4 toy");
  assert.equal(after(gaze, rules.nudged(gaze, marks(gaze, "toy1"), "both", 1, FILM), GAZE), "0-2 mother, 2.04-4.04 toy");
  const dyad = standing("dyad: 0-2 together, 2-4 apart, 4-6 mending");
  assert.equal(after(dyad, rules.nudged(dyad, marks(dyad, "apart1"), "both", 1, FILM), TOGETHER), "0-2.04 together, 2.04-4.04 apart, 4.04-6 mending");
});

test("what would overlap a neighbour is refused as a whole, also across tracks", () => {
  const record = standing("gaze: 0-2 mother, 2-4 toy", "cue: 1 hello");
  refused(record, rules.nudged(record, marks(record, "hello0", "mother0"), "both", 1, FILM), "no_room");
  assert.equal(told(record, CUES), "1 hello");
});

test("many move together, and those that touch stay together", () => {
  const record = standing("gaze: 0-2 mother, 2-4 toy", "cue: 1 hello, 3 break");
  const all = marks(record, "mother0", "toy1", "hello0");
  const outcome = rules.nudged(record, all, "both", 5, FILM);
  assert.equal(outcome.n, 3);
  record.apply(outcome.edits);
  assert.equal(told(record, GAZE), "0.2-2.2 mother, 2.2-4.2 toy");
  assert.equal(told(record, CUES), "1.2 hello, 3 break");
});

test("beginnings of neighbours that are both chosen move with their common boundary", () => {
  const record = standing("dyad: 1-2 together, 2-4 apart");
  assert.equal(after(record, rules.nudged(record, marks(record, "together0", "apart1"), "onset", -1, FILM), TOGETHER), "0.96-1.96 together, 1.96-4 apart");
});

test("nothing leaves the film, and no state becomes shorter than a frame", () => {
  const record = standing("gaze: 0-0.04 mother", "cue: 39.96 hello");
  refused(record, rules.nudged(record, marks(record, "mother0"), "both", -1, FILM), "outside_film");
  refused(record, rules.nudged(record, marks(record, "mother0"), "onset", 1, FILM), "no_room");
  refused(record, rules.nudged(record, marks(record, "hello0"), "both", 1, FILM), "outside_film");
});

test("a running state has no end to nudge; its beginning moves", () => {
  const record = standing("dyad: 2- together");
  refused(record, rules.nudged(record, marks(record, "together0"), "offset", 1, FILM), "still_running");
  assert.equal(after(record, rules.nudged(record, marks(record, "together0"), "both", 1, FILM), TOGETHER), "2.04- together");
});

test("a time between two frames goes to the next frame that way", () => {
  // 2.010 s lies in frame 50 (2.000 to 2.040): later is 2.040, earlier is 2.000.
  assert.deepEqual([rules.stepped(FILM, 2010, 1), rules.stepped(FILM, 2010, -1)].map((p) => FILM.msOf(p)), [2040, 2000]);
  assert.deepEqual([rules.stepped(FILM, 2000, 1), rules.stepped(FILM, 2000, -1), rules.stepped(FILM, 40_000, -1)].map((p) => FILM.msOf(p)), [2040, 1960, 39_960]);
});

test("a shift by time takes each edge to its nearest frame", () => {
  const record = standing("gaze: 2-4 mother");
  assert.equal(after(record, rules.shifted(record, marks(record, "mother0"), -250, FILM), GAZE), "1.76-3.76 mother"); // 1.750 lies between the frames at 1.720 and 1.760
  refused(record, rules.shifted(record, marks(record, "mother0"), -3000, FILM), "outside_film");
});

// ---- edges of other tracks ---------------------------------------------------------------------

test("snapping sees edges of other tracks within reach, the nearest first, and not its own", () => {
  const record = standing("gaze: 2-4 mother, 4-4.2 toy", "dyad: 0-4.1 together, 4.1- apart", "cue: 3.9 hello");
  const own = record.laneByKey.get("gaze|baby");
  assert.deepEqual(rules.edgesNear(record, own, 4000, 150), [3900, 4100]);
  assert.deepEqual(rules.edgesNear(record, own, 4000, 50), []);
});

test("aligning takes both edges to the nearest edges of other tracks, neighbours included", () => {
  const record = standing("gaze: 2-4 mother, 4-6 toy", "sound: 2.08-3.92 coo");
  const outcome = rules.aligned(record, marks(record, "mother0"), 400, FILM);
  assert.equal(after(record, outcome, GAZE), "2.08-3.92 mother, 3.92-6 toy");
  refused(record, rules.aligned(record, marks(record, "toy1"), 60, FILM), "nothing_near");
});

// ---- cutting and joining -----------------------------------------------------------------------

test("a state is cut where the film stands; the second part keeps code and modifiers", () => {
  const record = standing("dyad: 0-6 mending");
  const [a] = marks(record, "mending0");
  record.apply([rules.revalued(a, { modifiers: { led_by: "both" }, comment: "slowly", flagged: true }).edits[0]]);
  const outcome = rules.split(record, marks(record, "mending0"), at(2));
  assert.equal(after(record, outcome, TOGETHER), "0-2 mending, 2-6 mending");
  const [first, second] = record.laneByKey.get("dyad|pair").items.map((x) => x.content);
  assert.deepEqual([first.comment, first.flagged, second.comment, second.flagged], ["slowly", true, "", false]);
  assert.deepEqual(second.modifiers, { led_by: "both" });
  assert.deepEqual([first.offset_frame, second.onset_frame, second.offset_frame], [50, 50, 150]);
});

test("a running state is cut too; at its edge, or elsewhere, there is nothing to cut", () => {
  const record = standing("dyad: 1- together", "cue: 3 hello");
  refused(record, rules.split(record, marks(record, "together0"), at(1)), "not_inside");
  refused(record, rules.split(record, marks(record, "hello0"), at(3)), "not_inside");
  assert.equal(after(record, rules.split(record, marks(record, "together0", "hello0"), at(3)), TOGETHER), "1-3 together, 3- together");
});

test("a cut and a merge give back what was there", () => {
  const record = standing("dyad: 0-6 together, 6- apart");
  record.apply(rules.split(record, marks(record, "together0"), at(2)).edits);
  const outcome = rules.merged(record, marks(record, "together0"));
  assert.equal(after(record, outcome, TOGETHER), "0-6 together, 6- apart");
  assert.equal(outcome.annotation, "together0");
});

test("merging several closes the gaps between them and keeps every comment", () => {
  const record = standing("gaze: 0-1 mother, 2-3 mother, 5-6 mother, 7-8 toy");
  record.apply([rules.revalued(record.byId.get("mother2"), { comment: "last" }).edits[0], rules.revalued(record.byId.get("mother0"), { comment: "first" }).edits[0]]);
  assert.equal(after(record, rules.merged(record, marks(record, "mother2", "mother0")), GAZE), "0-6 mother, 7-8 toy");
  assert.equal(record.byId.get("mother0").content.comment, "first · last");
});

test("only states of one track and one code, with nothing else between, become one", () => {
  const record = standing("gaze: 0-1 mother, 1-2 toy, 2-3 mother", "cue: 1 hello, 2 hello", "dyad: 0-9 together");
  refused(record, rules.merged(record, marks(record, "mother0", "mother2")), "two_codes");
  refused(record, rules.merged(record, marks(record, "mother0")), "two_codes");
  refused(record, rules.merged(record, marks(record, "hello0", "hello1")), "points_stay");
  refused(record, rules.merged(record, marks(record, "mother0", "together0")), "two_tracks");
  refused(record, rules.merged(record, marks(record, "together0")), "no_next");
});

test("where several may hold at once, other codes between do not matter", () => {
  const record = standing("sound: 0-1 coo, 0.5-4 laugh, 2-3 coo");
  assert.equal(after(record, rules.merged(record, marks(record, "coo0")), SOUND), "0-3 coo, 0.5-4 laugh");
});

test("an answer that named a part names the whole afterwards", () => {
  const record = standing("gaze: 0-1 mother, 2-3 mother", "cue: 4 hello");
  record.apply([rules.revalued(record.byId.get("hello0"), { modifiers: { answers: ["mother1"] } }).edits[0]]);
  record.apply(rules.merged(record, marks(record, "mother0", "mother1"), new Set(["answers"])).edits);
  assert.deepEqual(record.byId.get("hello0").content.modifiers, { answers: ["mother0"] });
});

// ---- many at once ------------------------------------------------------------------------------

test("taking away, ★ and another code are one act for all", () => {
  const record = standing("gaze: 0-1 mother, 2-3 mother, 5-6 toy");
  assert.equal(rules.recodedAll(record, marks(record, "mother0", "mother1", "toy2"), "toy", MODIFIERS).n, 2);
  assert.equal(after(record, rules.recodedAll(record, marks(record, "mother0", "mother1"), "toy", MODIFIERS), GAZE), "0-1 toy, 2-3 toy, 5-6 toy");
  record.apply(rules.flaggedAll(marks(record, "mother0", "mother1")).edits);
  assert.deepEqual(marks(record, "mother0", "mother1", "toy2").map((a) => a.content.flagged), [true, true, false]);
  assert.equal(rules.flaggedAll(marks(record, "mother0", "toy2")).n, 1);
  assert.equal(after(record, rules.removedAll(marks(record, "mother0", "toy2")), GAZE), "2-3 toy");
});

test("codes for all are those that every chosen track has", () => {
  const record = standing("gaze: 0-1 mother", "dyad: 0-1 together");
  assert.deepEqual(rules.codesForAll(record, marks(record, "mother0")).map((c) => c.id), ["mother", "toy"]);
  assert.deepEqual(rules.codesForAll(record, marks(record, "mother0", "together0")), []);
});

test("copies go to a track of the same kind only, as they are named, and stay where they came from", () => {
  const record = standing("gaze: 0-1 mother, 2-3 toy", "sound: 8-9 coo", "cue: 1 hello");
  assert.deepEqual(rules.copyTargets(record, marks(record, "mother0")).map((l) => l.track), ["dyad", "sound"]);
  assert.deepEqual(rules.copyTargets(record, marks(record, "mother0", "hello0")), []);
  const to = record.laneByKey.get("sound|baby");
  refused(record, rules.copied(record, marks(record, "mother0"), to, null, MODIFIERS), "no_such_code");
  assert.equal(after(record, rules.copied(record, marks(record, "mother0", "toy1"), to, "laugh", MODIFIERS), SOUND), "0-1 laugh, 2-3 laugh, 8-9 coo");
  assert.equal(told(record, GAZE), "0-1 mother, 2-3 toy");
});

test("copies that would overlap are refused, all of them", () => {
  const record = standing("gaze: 0-1 mother, 2-3 toy", "dyad: 2.5-9 together");
  refused(record, rules.copied(record, marks(record, "mother0", "toy1"), record.laneByKey.get("dyad|pair"), "apart", MODIFIERS), "no_room");
  const beat = standing("cue: 1 hello, 2 break", "beat: 2 up");
  refused(beat, rules.copied(beat, marks(beat, "hello0", "break1"), beat.laneByKey.get("beat|pair"), "down", MODIFIERS), "no_room");
  assert.equal(told(beat, BEAT), "2 up");
});

test("what overlapped before is no reason to refuse a change elsewhere", () => {
  const record = standing("sound: 0-4 coo, 1-3 coo, 8-9 laugh");
  assert.equal(after(record, rules.nudged(record, marks(record, "laugh2"), "both", 1, FILM), SOUND), "0-4 coo, 1-3 coo, 8.04-9.04 laugh");
});

// ---- choosing ----------------------------------------------------------------------------------

test("one is chosen, more come and go, one leads", () => {
  const chosen = new Chosen();
  chosen.only("a");
  chosen.toggle("b");
  chosen.toggle("c");
  assert.deepEqual([[...chosen.ids].join(""), chosen.lead], ["abc", "c"]);
  chosen.toggle("a");
  assert.deepEqual([[...chosen.ids].join(""), chosen.lead], ["bc", "c"]);
  chosen.toggle("c");
  assert.equal(chosen.lead, "b");
  chosen.set(["x", "y"], "x");
  chosen.keep((id) => id !== "x");
  assert.deepEqual([[...chosen.ids].join(""), chosen.lead], ["y", "y"]);
  chosen.only(null);
  assert.deepEqual([chosen.size, chosen.lead], [0, null]);
});

test("a rectangle chooses what it touches, a range what begins between two", () => {
  const record = standing("dyad: 0-5 together, 5-9 apart", "gaze: 1-2 mother, 6-7 toy", "cue: 3 hello, 8 break");
  assert.deepEqual(inside(record.lanes, 1, 0, 1500, 5500), ["together0", "apart1", "mother0"]);
  assert.deepEqual(span(record, record.byId.get("mother0"), record.byId.get("break1")), ["mother0", "toy1", "hello0", "break1"]);
  assert.deepEqual(span(record, record.byId.get("toy1"), record.byId.get("mother0")), ["mother0", "toy1"]);
  assert.deepEqual(alike(record, record.byId.get("mother0")), ["mother0"]);
});
