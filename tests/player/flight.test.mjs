import assert from "node:assert/strict";
import { test } from "node:test";
import { Flight } from "../../annotator/player/frontend/flight.js";

const turns = async (n = 20) => { for (let i = 0; i < n; i += 1) await new Promise((resolve) => setImmediate(resolve)); };

/** Time that passes when a test says so. */
class Clock {
  constructor() {
    this.now = 0;
    this.sleeping = [];
  }

  wait = (ms) => new Promise((wake) => this.sleeping.push({ at: this.now + ms, wake }));

  async pass(ms) {
    for (const end = this.now + ms; this.now < end;) {
      this.now += 50;
      for (const each of this.sleeping.filter((s) => s.at <= this.now)) each.wake();
      this.sleeping = this.sleeping.filter((s) => s.at > this.now);
      await turns(3);
    }
  }
}

const unanswered = (signal) => new Promise((_resolve, reject) => { signal.addEventListener("abort", () => reject(new Error("given up"))); });

/** @returns {{end: string}} what became of it */
function sent(flight, send) {
  const told = { end: "" };
  flight.send(send).then((answer) => { told.end = answer; }, (error) => { told.end = error.message; });
  return told;
}

test("what is answered in time is never looked after", async () => {
  const clock = new Clock();
  let looks = 0;
  const flight = new Flight(async () => { looks += 1; }, clock.wait);
  assert.equal(await flight.send(async () => "saved"), "saved");
  await assert.rejects(flight.send(async () => { throw new Error("refused"); }), /refused/);
  await clock.pass(5000);
  assert.equal(looks, 0);
});

test("on a network that swallowed it, it is given up as soon as the server is found again", async () => {
  const clock = new Clock();
  let there = false;
  const flight = new Flight(async () => { if (!there) throw new Error("nobody"); }, clock.wait);
  const told = sent(flight, unanswered);
  await clock.pass(7000);
  assert.equal(told.end, "");
  there = true;
  await clock.pass(250);
  assert.equal(told.end, "given up");
});

test("a server that can be found and is slow is given twice as long each time, and a second again once it answered", async () => {
  const clock = new Clock();
  const flight = new Flight(async () => {}, clock.wait);
  for (const patience of [1000, 2000, 4000]) {
    const told = sent(flight, unanswered);
    await clock.pass(patience - 100);
    assert.equal(told.end, "");
    await clock.pass(200);
    assert.equal(told.end, "given up");
  }
  const slow = sent(flight, () => clock.wait(7000).then(() => "saved"));
  await clock.pass(7100);
  assert.equal(slow.end, "saved");
  const told = sent(flight, unanswered);
  await clock.pass(1100);
  assert.equal(told.end, "given up");
});
