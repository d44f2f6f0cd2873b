// Bringing in a coding: where it is sent, what is said of it, what can be chosen after a refusal.

import assert from "node:assert/strict";
import { test } from "node:test";

import { address, choiceAfter, outcome } from "../../annotator/player/frontend/carry.js";

test("what was chosen goes along, and nothing else", () => {
  assert.equal(address("a1"), "api/v1/sessions/a1/codings");
  assert.equal(address("a/1", { coder: "b&c" }), "api/v1/sessions/a%2F1/codings?coder=b%26c");
  assert.equal(address("a1", { coder: "b", join: true }), "api/v1/sessions/a1/codings?coder=b&join=1");
});

test("what came in is said with its number, and that nothing did", () => {
  assert.deepEqual(outcome({ outcome: "same", acts: 0, waits: true }), { id: "carry.same" });
  assert.deepEqual(outcome({ outcome: "new", acts: 9, waits: true }), { id: "carry.waits" });
  assert.deepEqual(outcome({ outcome: "new", acts: 9, waits: false }), { id: "carry.new" });
  assert.deepEqual(outcome({ outcome: "more", acts: 1, waits: false }), { id: "carry.more.one", n: 1 });
  assert.deepEqual(outcome({ outcome: "more", acts: 2, waits: false }), { id: "carry.more", n: 2 });
});

test("only a coding that went on at both can be joined, and only of an unknown coder one is asked whose it is", () => {
  assert.deepEqual(["diverged", "coder_unknown", "submitted", "erased"].map(choiceAfter), ["join", "coder", null, null]);
});
