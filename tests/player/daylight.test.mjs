import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { mount } from "../../annotator/player/frontend/daylight.js";

let system;
let asked;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  system = Object.assign(new EventTarget(), { matches: false });
  globalThis.matchMedia = () => system;
  asked = [];
});

afterEach(() => {
  mock.timers.reset();
  delete globalThis.matchMedia;
});

function becomes(night) {
  system.matches = night;
  system.dispatchEvent(new Event("change"));
}

test("at nightfall the page is drawn anew, once where it comes in the colours of the night", () => {
  const page = mount({ setTriggerValue: (name, value) => asked.push([name, value]) });
  page.update({ night: false });
  becomes(true);
  mock.timers.tick(400);
  assert.deepEqual(asked, [["turned", "night 1"]]);
  page.update({ night: true });
  mock.timers.tick(400);
  assert.equal(asked.length, 1);
});

test("a drawing that came in the colours of before is asked for again, a few times at most", () => {
  const page = mount({ setTriggerValue: (name, value) => asked.push(value) });
  becomes(true);
  for (let drawn = 0; drawn < 9; drawn += 1) {
    mock.timers.tick(400);
    page.update({ night: false });
  }
  assert.deepEqual(asked, ["night 1", "night 2", "night 3", "night 4"]);
});
