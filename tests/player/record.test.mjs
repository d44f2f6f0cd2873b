import assert from "node:assert/strict";
import { test } from "node:test";
import * as rules from "../../annotator/player/frontend/record.js";
import { at, BEAT, codeOf, CUES, film, GAZE, LANES, MODIFIERS, SOUND, standing, TOGETHER, told } from "./building.mjs";

function pressed(record, lane, code, moment) {
  const outcome = rules.press(record, record.laneByKey.get(`${lane.track}|${lane.subject}`), codeOf(lane, code), moment, MODIFIERS);
  for (const edit of outcome.edits) assert.ok(record.follows(edit), `${edit.kind} follows`);
  record.apply(outcome.edits);
  return outcome;
}

const dragged = (record, id, how, position, frames = film()) => {
  const a = record.byId.get(id);
  const outcome = how === "body" ? rules.moveBody(record, a, position, frames) : rules.moveEdge(record, a, how, position, frames);
  record.apply(outcome.edits);
  return outcome;
};

test("a press begins a state that stays open", () => {
  const record = standing();
  const outcome = pressed(record, TOGETHER, "together", at(2));
  assert.equal(told(record, TOGETHER), "2- together");
  assert.equal(outcome.said, "started");
  assert.equal(record.running.length, 1);
});

test("a press in an exclusive lane ends the running state at the same moment", () => {
  const record = standing("dyad: 0- together");
  const { edits } = pressed(record, TOGETHER, "apart", at(5));
  assert.equal(told(record, TOGETHER), "0-5 together, 5- apart");
  assert.deepEqual(edits.map((e) => e.kind), ["change", "add"]);
});

test("a press inside earlier work runs to the next onset, also over a gap", () => {
  const record = standing("gaze: 0-8 mother, 10-12 toy");
  pressed(record, GAZE, "toy", at(4));
  assert.equal(told(record, GAZE), "0-4 mother, 4-10 toy, 10-12 toy");
});

test("the boundary taken over from the next state carries its frame", () => {
  const record = standing("gaze: 0-8 mother, 10-12 toy");
  const { edits } = pressed(record, GAZE, "toy", at(4));
  assert.equal(edits.at(-1).content.offset_frame, 250);
});

test("a press at the onset of a state changes its code instead of making one without length", () => {
  const record = standing("dyad: 0-5 together, 5- apart");
  const outcome = pressed(record, TOGETHER, "mending", at(5));
  assert.equal(told(record, TOGETHER), "0-5 together, 5- mending");
  assert.equal(outcome.said, "recoded");
  assert.equal(outcome.edits.length, 1);
});

test("the key of the running state ends it, where not every moment needs a code", () => {
  const record = standing("gaze: 0- mother");
  assert.equal(pressed(record, GAZE, "mother", at(3)).said, "ended");
  assert.equal(told(record, GAZE), "0-3 mother");
});

test("the key of the running state does nothing, where every moment needs a code", () => {
  const record = standing("dyad: 0- together");
  assert.deepEqual(pressed(record, TOGETHER, "together", at(3)), { edits: [], said: "already", annotation: "together0" });
});

test("the same key at the same frame twice makes no state without length", () => {
  const record = standing();
  pressed(record, GAZE, "mother", at(3));
  assert.equal(pressed(record, GAZE, "mother", at(3)).said, "already");
  assert.equal(told(record, GAZE), "3- mother");
});

test("several states at once toggle each for itself", () => {
  const record = standing();
  pressed(record, SOUND, "coo", at(1));
  pressed(record, SOUND, "laugh", at(2));
  pressed(record, SOUND, "coo", at(3));
  assert.equal(told(record, SOUND), "1-3 coo, 2- laugh");
});

test("a state begun before an earlier one of its code runs to it", () => {
  const record = standing("sound: 5-8 coo");
  pressed(record, SOUND, "coo", at(2));
  assert.equal(told(record, SOUND), "2-5 coo, 5-8 coo");
});

test("a moment is one edit with equal onset and offset", () => {
  const record = standing();
  const { edits } = pressed(record, CUES, "hello", at(2.04));
  assert.equal(edits.length, 1);
  assert.equal(edits[0].content.onset_ms, 2040);
  assert.equal(edits[0].content.offset_ms, 2040);
});

test("two different moments may share a millisecond, the same may not, and in an exclusive lane none", () => {
  const record = standing();
  pressed(record, CUES, "hello", at(2));
  pressed(record, CUES, "break", at(2));
  assert.equal(pressed(record, CUES, "hello", at(2)).said, "already");
  assert.equal(told(record, CUES).split(", ").length, 2);
  pressed(record, BEAT, "up", at(2));
  assert.equal(pressed(record, BEAT, "down", at(2)).said, "recoded");
  assert.equal(told(record, BEAT), "2 down");
});

test("a code begins with the defaults of the modifiers it must have", () => {
  const record = standing();
  const { edits } = pressed(record, TOGETHER, "mending", at(2));
  assert.deepEqual(edits[0].content.modifiers, { led_by: "both" });
});

test("raw time and frame are kept beside the snapped time", () => {
  const record = standing();
  const { edits } = pressed(record, CUES, "hello", { ms: 2000, frame: 50, raw: 2033 });
  const { onset_ms, onset_frame, raw_onset_ms } = edits[0].content;
  assert.deepEqual([onset_ms, onset_frame, raw_onset_ms], [2000, 50, 2033]);
});

test("Enter ends the state that began last; it cannot end before it begins", () => {
  const record = standing("dyad: 0- together", "gaze: 3- mother");
  assert.equal(rules.stopLast(record, record.lanes, at(2)).said, "before_onset");
  record.apply(rules.stopLast(record, record.lanes, at(6)).edits);
  assert.equal(told(record, GAZE), "3-6 mother");
  assert.equal(told(record, TOGETHER), "0- together");
  assert.equal(rules.stopLast(record, [], at(6)).said, "none_running");
});

test("Esc takes the last running state away; where every moment needs a code the one before runs on", () => {
  const record = standing("dyad: 0-5 together, 5- apart", "gaze: 0-2 mother, 2- toy");
  record.apply(rules.discardLast(record, record.lanes).edits);
  assert.equal(told(record, TOGETHER), "0- together");
  const gaze = record.lanes.filter((l) => l.track === "gaze");
  record.apply(rules.discardLast(record, gaze).edits);
  assert.equal(told(record, GAZE), "0-2 mother");
});

test("a held key ends its state when it comes up", () => {
  const record = standing();
  const { annotation } = pressed(record, GAZE, "mother", at(1));
  record.apply(rules.released(record, annotation, at(4)).edits);
  assert.equal(told(record, GAZE), "1-4 mother");
  assert.equal(rules.released(record, annotation, at(5)).edits.length, 0);
});

test("a dragged boundary moves both states that touch there", () => {
  const record = standing("dyad: 0-5 together, 5-9 apart");
  const { edits } = dragged(record, "apart1", "onset", 150);
  assert.equal(told(record, TOGETHER), "0-6 together, 6-9 apart");
  assert.equal(edits.length, 2);
  dragged(record, "together0", "offset", 100);
  assert.equal(told(record, TOGETHER), "0-4 together, 4-9 apart");
});

test("a dragged boundary leaves each state a frame", () => {
  const record = standing("dyad: 0-5 together, 5-9 apart");
  dragged(record, "apart1", "onset", 900);
  assert.equal(told(record, TOGETHER), "0-8.96 together, 8.96-9 apart");
  dragged(record, "apart1", "onset", 0);
  assert.equal(told(record, TOGETHER), "0-0.04 together, 0.04-9 apart");
});

test("an edge stops at a neighbour it does not touch", () => {
  const record = standing("gaze: 0-5 mother, 8-9 toy");
  dragged(record, "mother0", "offset", 900);
  assert.equal(told(record, GAZE), "0-8 mother, 8-9 toy");
  dragged(record, "toy1", "offset", 5000);
  assert.equal(record.byId.get("toy1").content.offset_ms, 40_000);
  assert.equal(record.byId.get("toy1").content.offset_frame, null, "the film's end is no frame");
});

test("a whole state moves with its length and stops at its neighbours", () => {
  const record = standing("gaze: 0-2 mother, 4-5 toy, 8-9 mother");
  dragged(record, "toy1", "body", 10);
  assert.equal(told(record, GAZE), "0-2 mother, 2-3 toy, 8-9 mother");
  dragged(record, "toy1", "body", 500);
  assert.equal(told(record, GAZE), "0-2 mother, 7-8 toy, 8-9 mother");
});

test("a moment is dragged as a whole, and not onto another of an exclusive lane", () => {
  const record = standing("cue: 2 hello", "beat: 1 up, 3 down");
  dragged(record, "hello0", "onset", 100);
  assert.equal(told(record, CUES), "4 hello");
  assert.equal(dragged(record, "up0", "body", 75).said, "occupied");
});

test("an edge dragged back to where it was is no edit", () => {
  const record = standing("gaze: 0-5 mother");
  assert.equal(dragged(record, "mother0", "offset", 125).edits.length, 0);
});

test("removing and adding again goes on with the next revision", () => {
  const record = standing("gaze: 0-5 mother");
  const a = record.byId.get("mother0");
  record.apply(rules.removedAll([a]).edits);
  assert.equal(record.removed.get("mother0"), 2);
  const again = rules.added(record, a.content, "mother0");
  assert.equal(again.revision, 2);
  record.apply([again]);
  assert.equal(record.byId.get("mother0").revision, 3);
});

test("an edit made on an older revision does not follow", () => {
  const record = standing("gaze: 0-5 mother");
  const old = rules.changed(record.byId.get("mother0"), { comment: "a" });
  record.apply(rules.revalued(record.byId.get("mother0"), { comment: "b" }).edits);
  assert.equal(record.follows(old), false);
});

test("modifiers are set sorted, cleared when empty, and unchanged values are no edit", () => {
  const record = standing("dyad: 0- mending");
  const a = () => record.byId.get("mending0");
  record.apply(rules.modified(a(), "way", ["waited", "paused"]).edits);
  assert.deepEqual(a().content.modifiers, { way: ["paused", "waited"] });
  assert.equal(rules.modified(a(), "way", ["paused", "waited"]).edits.length, 0);
  record.apply(rules.modified(a(), "way", []).edits);
  assert.deepEqual(a().content.modifiers, {});
});

test("changing a code keeps the modifiers that the new one has too", () => {
  const record = standing("dyad: 0- mending");
  record.apply(rules.modified(record.byId.get("mending0"), "way", ["paused"]).edits);
  record.apply(rules.recoded(record.byId.get("mending0"), codeOf(TOGETHER, "apart"), MODIFIERS).edits);
  assert.deepEqual(record.byId.get("mending0").content.modifiers, {});
});

test("the coded window keeps its start before its end and inside the film", () => {
  const record = standing();
  const limits = { start: 0, end: 40_000 };
  record.apply(rules.moveWindow(record, "offset", 90_000, limits).edits);
  assert.deepEqual(record.window, { onset_ms: 0, offset_ms: 40_000 });
  record.apply(rules.moveWindow(record, "onset", 39_999, limits).edits);
  record.apply(rules.moveWindow(record, "offset", 5, limits).edits);
  assert.ok(record.window.onset_ms < record.window.offset_ms);
});

test("gaps are the stretches of the window that no state covers", () => {
  const record = standing("dyad: 2-5 together, 6-8 apart");
  assert.deepEqual(record.laneByKey.get("dyad|pair").gaps(0, 10_000), [[0, 2000], [5000, 6000], [8000, 10_000]]);
  assert.deepEqual(standing("dyad: 0- together").laneByKey.get("dyad|pair").gaps(0, 10_000), []);
});

test("what is sent holds exactly the keys that the server knows", () => {
  const record = standing("gaze: 0-5 mother");
  const edit = rules.sent(rules.changed(record.byId.get("mother0"), { comment: "a" }));
  assert.deepEqual(Object.keys(edit), ["id", "kind", "annotation", "revision", "content", "window"]);
});

test("an id is a UUID also where the browser has no randomUUID", () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, "crypto", { configurable: true, value: { getRandomValues: (b) => crypto.getRandomValues(b) } });
  try {
    assert.match(rules.newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  } finally {
    Object.defineProperty(globalThis, "crypto", { configurable: true, value: crypto });
  }
});

test("ten thousand random presses, drags and removals never overlap in an exclusive lane", () => {
  let seed = 7;
  const random = (n) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const record = standing();
  const frames = film();
  const exclusive = LANES.filter((l) => l.exclusive);
  for (let i = 0; i < 10_000; i += 1) {
    const lane = exclusive[random(exclusive.length)];
    const frame = random(1000);
    const moment = { ms: frames.msOf(frame), frame, raw: frames.msOf(frame) };
    const a = record.all[random(Math.max(1, record.all.length))];
    const what = random(10);
    if (what < 5 || !a) pressed(record, lane, lane.codes[random(lane.codes.length)].id, moment);
    else if (what < 8) record.apply(rules.moveEdge(record, a, what < 7 ? "onset" : "offset", frame, frames).edits);
    else if (what < 9) record.apply(rules.moveBody(record, a, frame, frames).edits);
    else record.apply(rules.removedAll([a]).edits);
    for (const l of record.lanes.filter((x) => x.exclusive)) assertNoOverlap(l, i);
  }
  const again = [...record.all].sort((x, y) => x.content.onset_ms - y.content.onset_ms || rules.endOf(x) - rules.endOf(y));
  assert.deepEqual(record.all.map((a) => a.content.onset_ms), again.map((a) => a.content.onset_ms));
  assert.equal(record.all.length, record.byId.size);
});

function assertNoOverlap(lane, i) {
  for (let k = 1; k < lane.items.length; k += 1) {
    const before = lane.items[k - 1];
    const after = lane.items[k];
    const apart = lane.isPoint ? before.content.onset_ms < after.content.onset_ms : rules.endOf(before) <= after.content.onset_ms;
    assert.ok(apart, `overlap after step ${i}`);
    if (!lane.isPoint) assert.ok(rules.endOf(before) > before.content.onset_ms, `length after step ${i}`);
  }
}

test("a frame beyond the neighbour is no place for an edge, and a key does not take another one for it", () => {
  const record = standing("gaze: 0-5 mother, 5-9 toy");
  const toy = record.byId.get("toy1");
  assert.equal(rules.edgeFits(record, toy, "onset", 75, film()), true); // 3 s: within the mother's stretch
  assert.equal(rules.edgeFits(record, toy, "onset", 0, film()), false); // nothing of it would be left
  assert.equal(rules.edgeFits(record, toy, "onset", 250, film()), false); // 10 s: after its own end
});

test("many edits at once leave what they leave one by one", () => {
  const made = () => {
    const record = standing("dyad: 0-1 together, 1-2 apart, 2- mending", "gaze: 3-4 mother");
    for (let i = 0; i < 200; i += 1) record.apply([rules.added(record, { ...record.byId.get("mother0").content, track: "cue", code: "hello", onset_ms: i * 80, offset_ms: i * 80 }, `p${i}`)]);
    return record;
  };
  const edits = (record) => [
    ...record.all.filter((a) => a.id.startsWith("p")).map((a) => rules.changed(a, { onset_ms: 20_000 - a.content.onset_ms, offset_ms: 20_000 - a.content.onset_ms })),
    ...["mother0", "together0"].map((id) => rules.removedAll([record.byId.get(id)]).edits[0]),
    ...Array.from({ length: 100 }, (_, i) => rules.added(record, { ...record.byId.get("mother0").content, onset_ms: 10_000 + i * 10, offset_ms: 10_005 + i * 10 }, `g${i}`)),
  ];
  const [one, many] = [made(), made()];
  for (const edit of edits(one)) one.apply([edit]);
  many.apply(edits(many));
  const told = (r) => [r.all.map((a) => `${a.id} ${a.revision}`), r.lanes.map((l) => l.items.map((a) => a.id)), r.running.map((a) => a.id), [...r.removed]];
  assert.equal(edits(made()).length, 302);
  assert.deepEqual(told(many), told(one));
});
