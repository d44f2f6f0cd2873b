import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, beside, EVERYTHING, filmAt, filtered, filterOf, judging, nameOf, nextOpen, pairs, stretchOf, verdictOf } from "../../annotator/player/frontend/differing.js";

const moment = (onset_ms, first, second, more = {}) => ({
  track: "gaze", subject: "infant", onset_ms, offset_ms: onset_ms + (more.cost_ms ?? 1000), first, second, kind: "confusion",
  cost_ms: 1000, is_point: false, rated: null, verdict: null, ...more,
});
const ALL = [
  moment(1000, "mother", "away", { cost_ms: 5000 }),
  moment(9000, "away", "mother"),
  moment(12_000, "(none)", "toy", { kind: "missed by first" }),
  moment(15_000, "mother", "away", { kind: "boundary", cost_ms: 200, verdict: { word: "first" } }),
];
const onsets = (found) => found.map((d) => d.onset_ms);

test("a filter narrows by kind, by two codes in either order or in one, by a code, by what is decided", () => {
  const by = (more) => onsets(filtered(ALL, { ...EVERYTHING, ...more }));
  assert.deepEqual(by({}), [1000, 9000, 12_000, 15_000]);
  assert.deepEqual(by({ kind: "boundary" }), [15_000]);
  assert.deepEqual(by({ pair: "away~mother" }), [1000, 9000, 15_000]);
  assert.deepEqual(by({ pair: "away>mother" }), [9000]);
  assert.deepEqual(by({ code: "toy" }), [12_000]);
  assert.deepEqual(by({ who: "first" }), [12_000]);
  assert.deepEqual(by({ open: "1", code: "mother" }), [1000, 9000]);
  const open = { ...EVERYTHING, open: "1", code: "mother" };
  assert.deepEqual(onsets(filtered(ALL, open, ALL[3])), [1000, 9000, 15_000], "what was just decided is still there");
});

test("the filter and the moment stand in the address, and come out of it as they went in", () => {
  const search = addressOf("?a=1&b=2&kind=boundary", { ...EVERYTHING, pair: "away>mother", open: "1" }, nameOf(ALL[0]));
  const asked = Object.fromEntries(new URLSearchParams(search));
  assert.equal(asked.a, "1");
  assert.deepEqual(filterOf(asked), { ...EVERYTHING, pair: "away>mother", open: "1" });
  assert.equal(asked.at, nameOf(ALL[0]));
  assert.equal(addressOf(search, EVERYTHING, ""), "?a=1&b=2");
  assert.deepEqual(filterOf({ kind: 3, unknown: "x" }), EVERYTHING);
});

test("pairs of codes come by the time they cost", () => {
  assert.deepEqual(pairs(ALL).map((p) => [p.pair, p.cost_ms, p.n]), [["away~mother", 6200, 3], ["(none)~toy", 1000, 1]]);
});

test("one goes from moment to moment, and from a decided one to the next that is open, around the end", () => {
  assert.equal(beside(ALL, null, 1), ALL[0]);
  assert.equal(beside(ALL, ALL[1], 1), ALL[2]);
  assert.equal(beside(ALL, ALL[3], 1), ALL[3]);
  assert.equal(nextOpen(ALL, ALL[2]), ALL[0]);
  assert.equal(nextOpen(ALL, null), ALL[0]);
  assert.equal(nextOpen(ALL.map((d) => ({ ...d, verdict: { word: "both" } })), ALL[0]), null);
});

test("the film begins three seconds before a moment, inside the shared time", () => {
  const window = { onset_ms: 0, offset_ms: 15_100 };
  assert.deepEqual(stretchOf(ALL[1], window), { onset: 6000, offset: 11_500 });
  assert.deepEqual(stretchOf(ALL[0], window), { onset: 0, offset: 7500 });
  assert.deepEqual(stretchOf(moment(15_000, "mother", "(none)", { cost_ms: 0 }), window), { onset: 12_000, offset: 15_100 });
});

test("a moment is looked at in the film that shows it", () => {
  const films = [{ id: "one", shift_ms: 0, duration_ms: 5000 }, { id: "two", shift_ms: 5000, duration_ms: 5000 }];
  assert.equal(filmAt(films, 4999).id, "one");
  assert.equal(filmAt(films, 5000).id, "two");
  assert.equal(filmAt(films, 99_000).id, "one");
  assert.equal(filmAt([], 0), null);
});

test("1 to 4 decide, Backspace takes back, N writes, Enter goes on, ; plays again; with Ctrl, Alt or Shift nothing", () => {
  const key = (code, key = "", more = {}) => judging({ code, key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...more });
  assert.deepEqual([key("Digit1"), key("Numpad3"), key("Digit5")], [{ kind: "word", word: "first" }, { kind: "word", word: "both" }, null]);
  assert.deepEqual([key("Backspace"), key("KeyN", "n"), key("Enter"), key("NumpadEnter")], [{ kind: "back" }, { kind: "note" }, { kind: "on" }, { kind: "on" }]);
  assert.deepEqual([key("Semicolon", ";"), key("Comma", ";")], [{ kind: "again" }, { kind: "again" }]);
  for (const with_ of ["ctrlKey", "altKey", "shiftKey", "isComposing"]) assert.equal(key("Digit1", "1", { [with_]: true }), null);
});

test("a verdict names the moment and nothing else of it", () => {
  assert.deepEqual(verdictOf(ALL[0], "unclear", "why"), {
    track: "gaze", subject: "infant", onset_ms: 1000, offset_ms: 6000, first: "mother", second: "away", word: "unclear", note: "why",
  });
});
