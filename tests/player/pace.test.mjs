import assert from "node:assert/strict";
import { test } from "node:test";

import { Pace } from "../../annotator/player/frontend/pace.js";

/** A pace whose clock and frames are turned by hand: frames come every 16 ms. */
function paced() {
  const calls = [];
  const stop = new AbortController();
  const world = { ms: 1000, due: [], drawn: [] };
  const later = (f, ms) => calls.push({ at: world.ms + ms, f });
  const pace = new Pace(() => world.drawn.push(world.ms), stop.signal, { now: () => world.ms, wait: later, frame: (f) => later(f, 16) });
  const until = (ms) => {
    for (let next; (next = calls.filter((c) => c.at <= ms).sort((a, b) => a.at - b.at)[0]);) {
      calls.splice(calls.indexOf(next), 1);
      world.ms = next.at;
      next.f();
    }
    world.ms = ms;
  };
  return { pace, world, until, stop };
}

test("one asking is drawn in the next frame", () => {
  const { pace, world, until } = paced();
  pace.ask();
  pace.ask();
  until(1015);
  assert.deepEqual(world.drawn, []);
  until(5000);
  assert.deepEqual(world.drawn, [1016]);
});

test("a burst of twenty a second is drawn five times a second at most, its last asking too", () => {
  const { pace, world, until } = paced();
  for (let n = 0; n < 40; n += 1) {
    until(1000 + n * 50);
    pace.ask();
  }
  const last = world.ms;
  until(5000);
  const gaps = world.drawn.slice(1).map((ms, i) => ms - world.drawn[i]);
  assert.ok(Math.min(...gaps) >= 200, String(gaps));
  assert.ok(world.drawn.length >= 8, "at least four a second are drawn");
  assert.ok(world.drawn.at(-1) > last && world.drawn.at(-1) <= last + 250);
});

test("settling draws at once what is asked for, and once", () => {
  const { pace, world, until } = paced();
  pace.settle();
  assert.deepEqual(world.drawn, []);
  pace.ask();
  pace.settle();
  assert.deepEqual(world.drawn, [1000]);
  until(5000);
  assert.deepEqual(world.drawn, [1000]);
});

test("a frame that was meant for a drawing that is over does not hurry the next one", () => {
  const { pace, world, until } = paced();
  pace.ask();
  pace.settle(); // its frame is still to come, at 1016
  pace.ask();
  until(1100);
  assert.deepEqual(world.drawn, [1000]);
  until(5000);
  assert.deepEqual(world.drawn, [1000, 1216]);
});

test("what is dropped, or asked of a page that was left, is not drawn", () => {
  const { pace, world, until, stop } = paced();
  pace.ask();
  pace.drop();
  until(2000);
  pace.ask();
  stop.abort();
  until(5000);
  assert.deepEqual(world.drawn, []);
});
