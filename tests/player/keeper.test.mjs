import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../annotator/player/frontend/api.js";
import { Keeper, stateOf } from "../../annotator/player/frontend/keeper.js";
import { PlanSaving } from "../../annotator/player/frontend/plan_saving.js";
import { MemoryStorage } from "../../annotator/player/frontend/storage.js";

const tick = () => new Promise((resolve) => setImmediate(resolve));
const turns = async (n = 60) => { for (let i = 0; i < n; i += 1) await tick(); };

function keeper(send, storage = new MemoryStorage(), more = {}) {
  return new Keeper({ owner: "ana|plan:p1", storage, send, pause: 1, wait: tick, ...more });
}

/** A server that can be away, lose an answer, or refuse. */
class Line {
  constructor() {
    Object.assign(this, { got: [], fail: null });
  }

  send = async (value) => {
    await tick();
    if (this.fail) throw this.fail;
    this.got.push(value);
  };
}

test("only the newest of what was typed is sent, and then nothing is left in the browser", async () => {
  const line = new Line();
  const storage = new MemoryStorage();
  const k = keeper(line.send, storage);
  for (const text of ["a", "ab", "abc"]) k.set(text);
  assert.equal(await k.flush(), true);
  await turns();
  assert.deepEqual(line.got, ["abc"]);
  assert.equal(storage.records.size, 0);
  assert.equal(stateOf([k]), "saved");
});

test("what is typed during a flight flies next", async () => {
  const line = new Line();
  const k = keeper(line.send);
  k.set("one", { now: true });
  k.set("two");
  await k.flush();
  assert.deepEqual(line.got, ["one", "two"]);
});

test("a page that is killed leaves the newest state for the next one, of the same owner only", async () => {
  const line = new Line();
  line.fail = new ApiError("unreachable");
  const storage = new MemoryStorage();
  const first = keeper(line.send, storage);
  first.set("half a sen");
  first.set("half a sentence", { now: true });
  await turns();
  assert.equal(stateOf([first]), "kept");
  first.close();
  await turns();
  assert.equal(await keeper(line.send, storage, { owner: "ben|plan:p1" }).left(), null);
  const second = keeper(line.send, storage);
  assert.equal(await second.left(), "half a sentence");
  line.fail = null;
  second.set("half a sentence", { now: true });
  await turns();
  assert.deepEqual(line.got, ["half a sentence"]);
  assert.equal(storage.records.size, 0);
});

test("away, it is tried again until it arrives; nobody is asked", async () => {
  const line = new Line();
  line.fail = new ApiError("unreachable");
  const k = keeper(line.send);
  k.set("x", { now: true });
  await turns();
  assert.ok(k.failures > 2);
  line.fail = null;
  await turns();
  assert.deepEqual(line.got, ["x"]);
  assert.equal(k.failures, 0);
});

test("without a disk the badge says that it is not yet safe, and it is sent all the same", async () => {
  const line = new Line();
  line.fail = new ApiError("unreachable");
  const storage = new MemoryStorage();
  storage.put = async () => { throw new Error("no disk"); };
  const k = keeper(line.send, storage);
  k.set("x", { now: true });
  await turns();
  assert.equal(stateOf([k]), "unkept");
  line.fail = null;
  await turns();
  assert.deepEqual(line.got, ["x"]);
});

test("signed out it stops and waits; a refusal stops until something is changed", async () => {
  const line = new Line();
  const k = keeper(line.send);
  line.fail = new ApiError("signed_out", { status: 401 });
  k.set("x", { now: true });
  await turns();
  assert.equal(stateOf([k]), "signed_out");
  line.fail = new ApiError("refused", { status: 400, message: "No." });
  await k.resume();
  assert.deepEqual([stateOf([k]), k.sentence, k.pending], ["refused", "No.", true]);
  line.fail = null;
  k.set("y", { now: true });
  await turns();
  assert.deepEqual(line.got, ["y"]);
  assert.equal(stateOf([k]), "saved");
});

// ---- a plan --------------------------------------------------------------------------------

const moment = (phrase) => ({ id: "m1", onset_ms: 0, offset_ms: 9000, at_ms: 4000, kind: "strength", phrase, question: "", why: "", counterpart: null });
const content = (phrase) => ({ child: "Ava", language: "en", strengths_only: false, goal: "", moments: [moment(phrase)] });

/** A server that keeps one plan by revisions, as ours does. */
class Plans {
  constructor() {
    this.plan = { id: "p1", state: "draft", revision: 3, ...content("server") };
    this.lose = 0;
  }

  get = async () => ({ plan: structuredClone(this.plan) });

  put = async (_path, { revision, ...rest }) => {
    await tick();
    if (this.away) throw new ApiError("unreachable");
    if (revision !== this.plan.revision) throw new ApiError("refused", { status: 409, code: "conflict", message: "Saved elsewhere since." });
    this.plan = { ...this.plan, ...structuredClone(rest), revision: revision + 1 };
    if (this.lose > 0) {
      this.lose -= 1;
      throw new ApiError("unreachable");
    }
    return { plan: structuredClone(this.plan), problems: [] };
  };
}

async function saving(plans, storage = new MemoryStorage()) {
  const made = new PlanSaving({ api: plans, plan: "p1", account: "ana", storage, onSaved: () => {}, onChange: () => {}, wait: tick });
  made.keeper.pause = 1;
  const shown = await made.begin(structuredClone(plans.plan));
  await turns();
  return { made, shown, storage };
}

test("a plan is saved on top of the revision it was opened at, change after change", async () => {
  const plans = new Plans();
  const { made } = await saving(plans);
  for (const phrase of ["a", "b", "c"]) {
    made.save(content(phrase), { now: true });
    await made.keeper.flush();
  }
  assert.deepEqual([plans.plan.moments[0].phrase, plans.plan.revision], ["c", 6]);
});

test("an answer that was lost is no conflict with oneself, not even after typing on", async () => {
  const plans = new Plans();
  const { made } = await saving(plans);
  plans.lose = 1;
  made.save(content("a"), { now: true });
  await tick();
  made.save(content("ab"));
  await made.keeper.flush();
  assert.deepEqual([stateOf([made.keeper]), plans.plan.moments[0].phrase], ["saved", "ab"]);
});

test("killed after a save whose answer never came, the next page goes on with what was typed since", async () => {
  const plans = new Plans();
  const storage = new MemoryStorage();
  const { made } = await saving(plans, storage);
  plans.lose = 1000;
  made.save(content("a"), { now: true });
  await turns(3);
  plans.away = true;
  made.save(content("ab"));
  await turns(5);
  made.keeper.close();
  Object.assign(plans, { away: false, lose: 0 });
  const next = await saving(plans, storage);
  assert.equal(next.shown.moments[0].phrase, "ab");
  await turns();
  assert.deepEqual([stateOf([next.made.keeper]), plans.plan.moments[0].phrase], ["saved", "ab"]);
  assert.equal(storage.records.size, 0);
});

test("changed in another window, nothing is overwritten until one chooses", async () => {
  const plans = new Plans();
  const { made } = await saving(plans);
  plans.plan = { ...plans.plan, ...content("other window"), revision: 4 };
  made.save(content("mine"), { now: true });
  await made.keeper.flush();
  assert.deepEqual([stateOf([made.keeper]), plans.plan.moments[0].phrase], ["conflict", "other window"]);
  await made.keepMine();
  assert.deepEqual([stateOf([made.keeper]), plans.plan.moments[0].phrase], ["saved", "mine"]);
});

test("or the other window's plan is taken, and what was here goes", async () => {
  const plans = new Plans();
  const { made, storage } = await saving(plans);
  plans.plan = { ...plans.plan, ...content("other window"), revision: 4 };
  made.save(content("mine"), { now: true });
  await made.keeper.flush();
  assert.equal((await made.takeTheirs()).plan.moments[0].phrase, "other window");
  await turns();
  assert.equal(storage.records.size, 0);
  made.save(content("on top"), { now: true });
  await made.keeper.flush();
  assert.equal(plans.plan.moments[0].phrase, "on top");
});

test("what an earlier page left is shown as a conflict when the plan changed elsewhere meanwhile", async () => {
  const plans = new Plans();
  const storage = new MemoryStorage();
  const { made } = await saving(plans, storage);
  plans.away = true;
  made.save(content("left behind"), { now: true });
  await turns();
  made.keeper.close();
  plans.away = false;
  plans.plan = { ...plans.plan, ...content("other window"), revision: 9 };
  const next = await saving(plans, storage);
  assert.deepEqual([next.shown.moments[0].phrase, stateOf([next.made.keeper]), plans.plan.moments[0].phrase], ["left behind", "conflict", "other window"]);
});

test("the plan of a meeting that was held is no longer changed, and the sentence says so", async () => {
  const plans = new Plans();
  const { made } = await saving(plans);
  plans.plan = { ...plans.plan, state: "shown", revision: 4 };
  made.save(content("too late"), { now: true });
  await made.keeper.flush();
  assert.deepEqual([stateOf([made.keeper]), made.keeper.sentence], ["refused", "Saved elsewhere since."]);
});

test("what was erased is let go of, and nothing more is taken", async () => {
  const storage = new MemoryStorage();
  const k = keeper(async () => { throw new ApiError("erased", { status: 410 }); }, storage);
  k.set("one", { now: true });
  await turns();
  k.set("two", { now: true });
  await turns();
  assert.deepEqual([k.mode, k.pending, storage.records.size, stateOf([k])], ["erased", false, 0, "erased"]);
});
