// What was typed and not kept: which fields hold something that would be lost.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Unsaved, atRest } from "../../annotator/player/frontend/typing.js";

const field = (value, ...inside) => ({ value, isConnected: true, closest: (wanted) => (inside.some((one) => wanted.includes(one)) ? {} : null) });

test("a field holds something until it is kept, is as before, or is gone", () => {
  const unsaved = new Unsaved(), one = field("Smile"), two = field("Apart"), three = field("Away");
  for (const each of [one, two, three]) unsaved.typed(each, "Sm");
  unsaved.typed(one, "Smil");
  assert.deepEqual(unsaved.all(), [one, two, three]);
  unsaved.saved(one);
  two.value = "Sm";
  three.isConnected = false;
  assert.deepEqual(unsaved.all(), []);
  two.value = "Apart";
  assert.deepEqual(unsaved.all(), [two]);
});

test("words are kept at rest; a number or a name for good may be half written, a form has its button", () => {
  assert.equal(atRest(field("", "stTextArea")), true);
  assert.equal(atRest(field("1.", "stNumberInput")), false);
  assert.equal(atRest(field("", "stTextInput", "stForm")), false);
  assert.equal(atRest(field("Cle", "stTextArea", "st-key-kept-whole-")), false);
});
