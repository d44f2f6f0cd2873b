import assert from "node:assert/strict";
import { test } from "node:test";
import { codesFor, conditions, filtered, NOTHING } from "../../annotator/player/frontend/filters.js";
import { searchText } from "../../annotator/player/frontend/list.js";
import * as rules from "../../annotator/player/frontend/record.js";
import { found, replaced } from "../../annotator/player/frontend/replacing.js";
import { CUES, film, GAZE, LANES, MODIFIERS, standing, TOGETHER, told } from "./building.mjs";

const FILM = { frames: film(), modifiers: MODIFIERS };

/** A record in which one mark has a comment and another a star. */
function record() {
  const made = standing("gaze: 0-2 mother, 2-4 toy, 5-6 mother", "cue: 1 hello, 3 break", "dyad: 0-4 together, 4-9 apart");
  const set = (id, values) => made.apply(rules.revalued(made.byId.get(id), values).edits);
  set("mother0", { comment: "Warm smile" });
  set("toy1", { flagged: true, comment: "warm, then away" });
  return made;
}

const textOf = (made) => (a) => searchText(a, made.laneOf(a), made.codeOf(a), "");
const shown = (filter) => {
  const made = record();
  return filtered(made.all, { ...NOTHING, ...filter }, textOf(made)).map((a) => a.id).join(" ");
};

// ---- filters -----------------------------------------------------------------------------------

test("a filter without conditions lets everything through, the very list", () => {
  const { all } = record();
  assert.equal(filtered(all, NOTHING, () => ""), all);
  assert.equal(conditions(NOTHING), 0);
});

test("conditions hold together", () => {
  assert.equal(shown({ track: "gaze" }), "mother0 toy1 mother2");
  assert.equal(shown({ subject: "pair" }), "together0 apart1");
  assert.equal(shown({ code: "mother" }), "mother0 mother2");
  assert.equal(shown({ flagged: true }), "toy1");
  assert.equal(shown({ comment: true }), "mother0 toy1");
  assert.equal(shown({ comment: true, code: "toy" }), "toy1");
  assert.equal(shown({ words: "WARM away" }), "toy1");
  assert.equal(shown({ words: "warm", track: "cue" }), "");
});

test("codes to choose from follow the track and the person", () => {
  assert.deepEqual(codesFor(LANES, { track: "gaze" }).map((c) => c.id), ["mother", "toy"]);
  assert.deepEqual(codesFor(LANES, { subject: "pair" }).map((c) => c.id), ["together", "apart", "mending", "up", "down"]);
  assert.equal(codesFor([...LANES, GAZE], {}).length, 11); // 3 + 2 + 2 + 2 + 2 codes, each once
});

// ---- find and change ---------------------------------------------------------------------------

const wish = (parts) => ({ what: "code", from: "", to: "", ms: 0, find: "", put: "", ...parts });

test("one code becomes another among the marks that are looked at, and nothing else changes", () => {
  const made = record();
  const outcome = replaced(made, made.all, wish({ from: "mother", to: "toy" }), FILM);
  assert.deepEqual([outcome.n, outcome.edits.length, outcome.said], [2, 2, "replaced"]);
  made.apply(outcome.edits);
  assert.equal(told(made, GAZE), "0-2 toy, 2-4 toy, 5-6 toy");
  assert.equal(made.byId.get("mother0").content.comment, "Warm smile");
  assert.equal(replaced(made, made.all, wish({ from: "mother", to: "toy" }), FILM).said, "none_found");
  assert.equal(replaced(made, made.all, wish({ to: "toy" }), FILM).said, "which_code", "every code into one would be a slip");
});

test("times move by a number of ms, each edge to a frame, neighbours where there may be no gap", () => {
  const made = record();
  const outcome = replaced(made, made.all, wish({ what: "shift", from: "apart", ms: 510 }), FILM);
  assert.deepEqual([outcome.n, outcome.edits.length], [1, 2]);
  made.apply(outcome.edits);
  assert.equal(told(made, TOGETHER), "0-4.52 together, 4.52-9.52 apart"); // 4.510 is nearer to the frame at 4.520 than to that at 4.480
});

test("a shift that one mark has no room for is refused as a whole", () => {
  const made = record();
  const outcome = replaced(made, made.all, wish({ what: "shift", from: "mother", ms: 1000 }), FILM);
  assert.deepEqual([outcome.edits.length, outcome.said], [0, "no_room"]);
  assert.equal(replaced(made, made.all, wish({ what: "shift", ms: -500 }), FILM).said, "outside_film");
});

test("words in comments are replaced wherever they stand, as they are written", () => {
  const made = record();
  const outcome = replaced(made, made.all, wish({ what: "comment", find: "arm", put: "$& ARM" }), FILM);
  made.apply(outcome.edits);
  assert.deepEqual(["mother0", "toy1"].map((id) => made.byId.get(id).content.comment), ["W$& ARM smile", "w$& ARM, then away"]);
  assert.equal(replaced(made, made.all, wish({ what: "comment" }), FILM).said, "none_found");
});

test("★ is put or taken, marks are removed", () => {
  const made = record();
  assert.deepEqual(found(made.all, wish({ what: "flag", from: "toy" })), []);
  assert.equal(replaced(made, made.all, wish({ what: "unflag" }), FILM).n, 1);
  made.apply(replaced(made, made.all, wish({ what: "remove", from: "hello" }), FILM).edits);
  assert.equal(told(made, CUES), "3 break");
});
