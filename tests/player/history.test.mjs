import assert from "node:assert/strict";
import { test } from "node:test";
import { History, redoing, undoing } from "../../annotator/player/frontend/history.js";
import * as rules from "../../annotator/player/frontend/record.js";
import { at, codeOf, CUES, film, GAZE, MODIFIERS, standing, TOGETHER, told } from "./building.mjs";

/** A record with its history, as the desk keeps them. */
class Work {
  constructor(...lines) {
    this.record = standing(...lines);
    this.history = new History();
    this.acts = [];
  }

  do(kind, edits, undoes = null) {
    const act = { id: `act${this.acts.length}`, kind, undoes, edits };
    this.record.apply(edits);
    this.history.add(act);
    this.acts.push(act);
  }

  press(lane, code, moment) {
    this.do("press", rules.press(this.record, this.record.laneByKey.get(`${lane.track}|${lane.subject}`), codeOf(lane, code), moment, MODIFIERS).edits);
  }

  undo() {
    const { last } = this.history;
    this.do("undo", undoing(this.record, last), last.id);
  }

  redo() {
    const { lastUndone } = this.history;
    this.do("redo", redoing(this.record, lastUndone), lastUndone.id);
  }
}

test("undo takes back both edits of a press", () => {
  const work = new Work("dyad: 0- together");
  work.press(TOGETHER, "apart", at(5));
  work.undo();
  assert.equal(told(work.record, TOGETHER), "0- together");
});

test("redo brings the same annotation back as its next revision", () => {
  const work = new Work();
  work.press(CUES, "hello", at(5));
  const id = work.record.all[0].id;
  work.undo();
  work.redo();
  assert.equal(work.record.all[0].id, id);
  assert.equal(work.record.all[0].revision, 3);
});

test("undo and redo go through everything, in order, and back", () => {
  const work = new Work();
  const seen = [told(work.record, TOGETHER)];
  for (const [code, s] of [["together", 1], ["apart", 2], ["mending", 3], ["together", 4]]) {
    work.press(TOGETHER, code, at(s));
    seen.push(told(work.record, TOGETHER));
  }
  for (let i = 3; i >= 0; i -= 1) {
    work.undo();
    assert.equal(told(work.record, TOGETHER), seen[i]);
  }
  assert.equal(work.history.last, null);
  for (let i = 1; i <= 4; i += 1) {
    work.redo();
    assert.equal(told(work.record, TOGETHER), seen[i]);
  }
  assert.equal(work.history.lastUndone, null);
});

test("something new forgets what could be done again", () => {
  const work = new Work();
  work.press(CUES, "hello", at(1));
  work.undo();
  work.press(CUES, "break", at(2));
  assert.equal(work.history.lastUndone, null);
});

test("drags, removals and the coded window are undone too", () => {
  const work = new Work("gaze: 0-5 mother, 5-9 toy");
  const before = told(work.record, GAZE);
  work.do("drag", rules.moveEdge(work.record, work.record.byId.get("toy1"), "onset", 150, film()).edits);
  work.do("remove", rules.removedAll([work.record.byId.get("mother0")]).edits);
  work.do("window", rules.moveWindow(work.record, "onset", 3000, { start: 0, end: 40_000 }).edits);
  work.undo();
  assert.deepEqual(work.record.window, { onset_ms: 0, offset_ms: 40_000 });
  work.undo();
  work.undo();
  assert.equal(told(work.record, GAZE), before);
});

test("after a reload the history comes from the acts, with what was there before", () => {
  const work = new Work("dyad: 0- together");
  work.press(TOGETHER, "apart", at(5));
  work.press(TOGETHER, "mending", at(7));
  work.undo();
  const reloaded = new History(structuredClone(work.acts));
  assert.equal(reloaded.last.id, "act0");
  assert.equal(reloaded.lastUndone.id, "act1");
  work.record.apply(redoing(work.record, reloaded.lastUndone));
  assert.equal(told(work.record, TOGETHER), "0-5 together, 5-7 apart, 7- mending");
});

test("closing at submission is not something to undo", () => {
  const history = new History([{ id: "a", kind: "press", undoes: null, edits: [] }, { id: "s", kind: "submit", undoes: null, edits: [] }]);
  assert.equal(history.last.id, "a");
});

test("an act that was refused is forgotten", () => {
  const work = new Work();
  work.press(CUES, "hello", at(1));
  work.history.drop("act0");
  assert.equal(work.history.last, null);
});

test("edits of an undo follow from what stands", () => {
  const work = new Work("dyad: 0- together");
  work.press(TOGETHER, "apart", at(5));
  work.do("change", rules.revalued(work.record.byId.get("together0"), { comment: "calm" }).edits);
  work.undo();
  for (const edit of undoing(work.record, work.history.last)) assert.ok(work.record.follows(edit));
});
