// Bringing in a coding scheme: where its file is sent, and what is said of the answer.

import assert from "node:assert/strict";
import { test } from "node:test";

import { address, outcome } from "../../annotator/player/frontend/scheme_file.js";

test("the file's name goes along, whatever it is", () => {
  assert.equal(address("a b&c.yaml"), "api/v1/schemes?name=a+b%26c.yaml");
});

test("a sound file is said to be here, with what is to be known of it", () => {
  const said = outcome({ verdict: "accept", scheme: { id: "play", version: "1.0.0" }, errors: [], warnings: ["look"] });
  assert.deepEqual(said, { state: "done", id: "scheme.here", values: { scheme: "play", version: "1.0.0" }, lines: ["look"] });
});

test("every problem is said at its place, all at once", () => {
  const errors = [{ where: "line 3, tracks[0].id", message: "No." }, { where: "", message: "Empty." }];
  assert.deepEqual(outcome({ verdict: "reject", errors, warnings: [] }),
    { state: "failed", id: "scheme.problems", values: { n: 2 }, lines: ["line 3, tracks[0].id: No.", "Empty."] });
  assert.equal(outcome({ verdict: "reject", errors: errors.slice(1), warnings: [] }).id, "scheme.problem");
});
