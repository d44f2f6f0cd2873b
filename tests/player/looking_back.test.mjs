import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk } from "../../annotator/player/frontend/desk.js";
import { standingThen, toldOf } from "../../annotator/player/frontend/looking_back.js";
import { CUES, GAZE, LANES, standing, told, TOGETHER } from "./building.mjs";

const content = (record, id) => record.byId.get(id).content;

test("what stood then is what stands now, but for what was touched since", () => {
  const now = standing("gaze: 0-2 mother, 2-4 toy", "cue: 1 hello, 3 break");
  const then = standingThen(now, { lanes: LANES }, {
    window: { onset_ms: 0, offset_ms: 9000 },
    changes: { hello0: null, toy1: { ...content(now, "toy1"), onset_ms: 2500 }, gone: { ...content(now, "mother0"), onset_ms: 8000, offset_ms: null } },
  });
  assert.equal(told(then, GAZE), "0-2 mother, 2.5-4 toy, 8- mother");
  assert.equal(told(then, CUES), "3 break");
  assert.equal(then.window.offset_ms, 9000);
  assert.equal(told(now, GAZE), "0-2 mother, 2-4 toy", "now stays what it is");
});

/** A desk of one coding with a mark, and what it told the screen. */
function desk() {
  const { all } = standing("gaze: 0-2 mother");
  const json = {
    lanes: LANES, annotations: all, removed: {}, history: [], passes: [], subjects: [], scheme: { modifiers: [] },
    coding: { id: "c", state: "open", seq: 3, window: { onset_ms: 0, offset_ms: 40_000 }, profile: "all" },
  };
  const made = new Desk(json);
  made.heard = [];
  made.tell = (what, detail) => made.heard.push(detail?.said ?? what);
  return made;
}

test("nothing can be done in the past, and coming back shows what stands", () => {
  const d = desk();
  d.select("mother0");
  d.lookAt({ seq: 0, newest: 3, window: d.standing.window, changes: { mother0: null } });
  assert.deepEqual([told(d.standing, GAZE), d.readOnly, d.selection], ["", true, null]);
  const at = { ms: 5000, frame: 125, raw: 5000 };
  d.press(d.standing.laneByKey.get("dyad|pair"), TOGETHER.codes[0], at);
  assert.equal(d.heard.at(-1), "in_the_past");
  d.lookAt({ seq: 1, newest: 3, window: d.standing.window, changes: {} });
  assert.equal(told(d.standing, GAZE), "0-2 mother", "one past follows from now, not from another past");
  d.comeBack();
  assert.deepEqual([told(d.standing, GAZE), told(d.standing, TOGETHER), d.readOnly], ["0-2 mother", "", false]);
});

test("the server's newest state ends a look back", () => {
  const d = desk();
  d.lookAt({ seq: 0, newest: 3, window: d.standing.window, changes: { mother0: null } });
  d.resync({ ...d.json, annotations: standing("gaze: 0-3 toy").all });
  assert.deepEqual([d.past, told(d.standing, GAZE), d.readOnly], [null, "0-3 toy", false]);
});

test("no more edits than the server takes at once", () => {
  const d = desk();
  const edits = Array.from({ length: 10_001 }, () => ({ kind: "window", annotation: null, window: d.standing.window }));
  assert.equal(d.do("move", { edits, said: "moved", annotation: null }), false);
  assert.equal(d.heard.at(-1), "too_many");
});

const words = {
  lane: (c) => LANES.find((l) => l.track === c.track && l.subject === c.subject) && { ...LANES.find((l) => l.track === c.track), codeById: new Map(LANES.find((l) => l.track === c.track).codes.map((x) => [x.id, x])) },
  modifiers: new Map([["way", { id: "way", type: "multi", label: "Way", options: [{ id: "v", label: "Voice" }] }], ["cue", { id: "cue", type: "link", label: "Cue" }]]),
  t: (id, values = {}) => [id.replace("story.", ""), ...Object.values(values)].join(" "),
};
const mother = content(standing("gaze: 0-2 mother"), "mother0");
const edit = (before, after) => toldOf({ before, content: after }, words);

test("what was done to a mark is told field by field", () => {
  assert.deepEqual(edit(null, mother), ["added mother 00:00.000 – 00:02.000"]);
  assert.deepEqual(edit(mother, null), ["removed"]);
  assert.deepEqual(edit(mother, { ...mother, code: "toy", onset_ms: 40 }), ["code mother toy", "onset 00:00.000 00:00.040"]);
  assert.deepEqual(edit(mother, { ...mother, offset_ms: null }), ["offset 00:02.000 open"]);
  assert.deepEqual(edit(mother, { ...mother, flagged: true, comment: "warm" }), ["starred", "comment warm"]);
  assert.deepEqual(edit({ ...mother, flagged: true, comment: "warm" }, mother), ["unstarred", "no_comment"]);
  assert.deepEqual(edit(mother, { ...mother, modifiers: { way: ["v"], cue: ["x", "y"] } }), ["modifier Way nothing Voice", "modifier Cue nothing links 2"]);
  assert.deepEqual(edit(mother, mother), ["same"]);
});

test("a moment has one time, so only that is told when it moves", () => {
  const hello = content(standing("cue: 1 hello"), "hello0");
  assert.deepEqual(edit(hello, { ...hello, onset_ms: 1040, offset_ms: 1040 }), ["onset 00:01.000 00:01.040"]);
});
