import assert from "node:assert/strict";
import { test } from "node:test";
import { nextStarred, passOf, starred } from "../../annotator/player/frontend/consensus.js";

const mark = (id, onset_ms, flagged = true, track = "gaze") => ({ id, content: { track, onset_ms, flagged } });
const MARKS = [mark("c", 9000), mark("a", 1000), mark("b", 5000, false), mark("d", 9000, true, "voice")];

test("what is to decide are the starred marks, by onset", () => {
  assert.deepEqual(starred(MARKS).map((a) => a.id), ["a", "c", "d"]);
});

test("one goes from star to star, around the end; without one chosen, to the first from the film's time on", () => {
  const open = starred(MARKS);
  const next = (id, ms = 0) => nextStarred(open, { id, ms })?.id;
  assert.deepEqual([next("a"), next("c"), next("d")], ["c", "d", "a"]);
  assert.deepEqual([next(null), next("b", 1001), next(null, 9001)], ["a", "c", "a"]);
  assert.equal(nextStarred([], { id: "a", ms: 0 }), null);
});

test("a mark is worked on in the first pass that has its track", () => {
  const passes = [{ id: "1", tracks: ["gaze"] }, { id: "2", tracks: ["voice", "gaze"] }];
  assert.deepEqual([passOf(passes, MARKS[0]).id, passOf(passes, MARKS[3]).id], ["1", "2"]);
});
