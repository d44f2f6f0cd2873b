import assert from "node:assert/strict";
import { test } from "node:test";
import { contentOf, Draft, fromSuggestion, keptOf, moved, ownMoment, placeFor, renamed, reworded, sameContent, setAside, trimmed, without } from "../../annotator/player/frontend/draft.js";
import { pictureIn } from "../../annotator/player/frontend/stills.js";
import { leadsOf, windowOf } from "../../annotator/player/frontend/moment_strip.js";

const LIMITS = { start: 1000, end: 61_000, shortest: 5000, longest: 30_000 };
const RULES = { lead_in_ms: 3000, lead_out_ms: 3000 };
const moment = (id, onset = 10_000, offset = 20_000, kind = "strength") => ({ id, onset_ms: onset, offset_ms: offset, at_ms: onset + 4000, kind, phrase: id, question: "", why: "", counterpart: null });
const content = (...moments) => ({ child: "Ava", language: "en", strengths_only: false, goal: "", moments, aside: [] });
const ids = (moments) => moments.map((m) => m.id).join("");
const kinds = { s: "strength", r: "repair", c: "challenge" };

/** Kept one after another, as letters. */
function keeping(letters) {
  let moments = [];
  [...letters].forEach((letter) => {
    const at = placeFor(moments, kinds[letter]);
    moments = [...moments.slice(0, at), moment(letter, 0, 10_000, kinds[letter]), ...moments.slice(at)];
  });
  return ids(moments);
}

test("a kept moment goes where the meeting needs it: a strength first and last, what is hard between", () => {
  assert.equal(keeping("ss"), "ss");
  assert.equal(keeping("scs"), "scs");
  assert.equal(keeping("ssc"), "scs");
  assert.equal(keeping("ssr"), "srs");
  assert.equal(keeping("sr"), "sr");
  assert.equal(keeping("rs"), "sr");
  assert.equal(keeping("cs"), "sc");
  assert.equal(keeping("css"), "scs");
  assert.equal(keeping("src"), "scr");
});

test("an edge stays within the film and within the lengths a moment may have", () => {
  const m = moment("a", 10_000, 20_000);
  assert.deepEqual([trimmed(m, "onset", 12_000, LIMITS).onset_ms, trimmed(m, "onset", 18_000, LIMITS).onset_ms], [12_000, 15_000]);
  assert.equal(trimmed(m, "onset", -500, LIMITS).onset_ms, 1000);
  assert.equal(trimmed(m, "offset", 90_000, LIMITS).offset_ms, 40_000);
  assert.equal(trimmed(moment("b", 50_000, 58_000), "offset", 90_000, LIMITS).offset_ms, 61_000);
  assert.equal(trimmed(m, "offset", 11_000, LIMITS).offset_ms, 15_000);
});

test("a moment that is kept takes a picture that no other moment has, the nearest to its own", () => {
  const still = (at, others, from = 10_000, to = 20_000) =>
    fromSuggestion({ onset_ms: from, offset_ms: to, at_ms: at }, "n", others.map((at_ms) => ({ at_ms }))).at_ms;
  assert.equal(still(14_000, []), 14_000);
  assert.equal(still(14_000, [12_500, 15_500]), 14_000); // each 1.5 s away
  assert.equal(still(14_000, [14_400]), 12_900); // 14,400 - 1,500; the other side, 15,900, is farther
  assert.equal(still(14_000, [13_900, 15_000]), 12_400); // 15,400 is like the second one's, so is 13,500 like the first one's
  assert.equal(still(10_200, [10_200]), 11_700); // 8,700 lies before the moment
  assert.equal(still(14_000, [10_500, 11_900, 13_300, 14_700, 16_100, 17_500, 18_900]), 14_000); // nowhere: its own
});

test("the picture that stands for a moment stays in it when an edge passes over", () => {
  const m = moment("a", 10_000, 20_000); // at 14,000
  assert.equal(trimmed(m, "onset", 15_000, LIMITS).at_ms, 15_000);
  assert.equal(trimmed({ ...m, at_ms: 19_000 }, "offset", 16_000, LIMITS).at_ms, 15_999);
  assert.equal(trimmed(m, "at", 500, LIMITS).at_ms, 10_000);
  assert.equal(trimmed(m, "at", 50_000, LIMITS).at_ms, 19_999);
});

test("an own moment gets its run-in and run-out, is long enough and stays in the film", () => {
  const own = (from, to) => ownMoment({ from, to }, RULES, LIMITS, "x");
  assert.deepEqual([own(20_000, 26_000).onset_ms, own(20_000, 26_000).offset_ms, own(20_000, 26_000).at_ms], [17_000, 29_000, 20_000]);
  assert.deepEqual([own(26_000, 20_000).onset_ms, own(26_000, 20_000).offset_ms], [17_000, 29_000]);
  assert.deepEqual([own(1500, 2500).onset_ms, own(1500, 2500).offset_ms], [1000, 8000]); // 7 s wished, 500 ms of it before the film
  const long = own(2000, 60_000); // 58 s and 6 s around; 30 s are allowed, around the middle 31,000
  assert.deepEqual([long.onset_ms, long.offset_ms], [16_000, 46_000]);
  assert.equal(long.at_ms, 16_000);
});

test("a suggestion counts as kept while a moment shares more than half of the shorter of the two", () => {
  const suggestion = { onset_ms: 10_000, offset_ms: 20_000 };
  assert.equal(keptOf([moment("a", 12_000, 20_000)], suggestion).id, "a");
  assert.equal(keptOf([moment("a", 15_000, 25_000)], suggestion), null); // 5 of 10 s: half, not more
  assert.equal(keptOf([moment("a", 14_000, 24_000)], suggestion).id, "a");
  assert.deepEqual(fromSuggestion({ id: "star-1", rule: "star", ...suggestion, at_ms: 13_000, kind: "repair", reason: "r", phrase: "p", question: "q", shows: [] }, "n"),
    { id: "n", ...suggestion, at_ms: 13_000, kind: "repair", phrase: "p", question: "q", why: "", counterpart: null });
});

test("moments move to a place, and who loses its counterpart has none", () => {
  const list = [moment("a"), moment("b"), { ...moment("c"), counterpart: "a" }];
  assert.equal(ids(moved(list, "a", 2)), "bca");
  assert.equal(ids(moved(list, "c", -5)), "cab");
  assert.equal(ids(moved(list, "z", 0)), "abc");
  assert.deepEqual(without(list, "a").map((m) => m.counterpart), [null, null]);
});

test("sentences nobody changed follow the child's new name or language; in others the name is replaced", () => {
  const before = [{ id: "s1", onset_ms: 10_000, offset_ms: 20_000, phrase: "Ava called.", question: "What did Ava say?" }];
  const after = [{ ...before[0], phrase: "Mia called.", question: "What did Mia say?" }];
  const m = { ...moment("a"), phrase: "Ava called.", question: "And then Ava, or Avalon, laughed?" };
  const [now] = reworded([m], before, after, { from: "Ava", to: "Mia" });
  assert.equal(now.phrase, "Mia called.");
  assert.equal(now.question, "And then Mia, or Avalon, laughed?");
  assert.equal(renamed("Ché, né $&", { from: "né", to: "$& Zoë" }), "Ché, $& Zoë $&");
});

test("undo takes back a change; what was typed in one field in a row goes at once", () => {
  const draft = new Draft(content(moment("a")));
  for (const text of ["H", "He", "Her"]) draft.edit("a", { phrase: text }, "phrase");
  draft.edit("a", { question: "W" }, "question");
  draft.pause();
  draft.edit("a", { question: "Wh" }, "question");
  assert.equal(draft.moment("a").question, "Wh");
  assert.ok(draft.undo() && draft.moment("a").question === "W");
  assert.ok(draft.undo() && draft.moment("a").question === "" && draft.moment("a").phrase === "Her");
  assert.ok(draft.undo() && draft.moment("a").phrase === "a");
  assert.equal(draft.undo(), false);
  assert.ok(draft.redo() && draft.moment("a").phrase === "Her");
  draft.change({ goal: "calm" });
  assert.equal(draft.redo(), false);
  assert.equal(draft.change({ goal: "calm" }), false);
});

test("two plans say the same when only white space differs, and not when a moment does", () => {
  const a = content(moment("a"));
  assert.ok(sameContent(a, { ...a, child: " Ava ", moments: [{ ...moment("a"), said: "later", counterpart: undefined }], revision: 7 }));
  assert.ok(!sameContent(a, content({ ...moment("a"), offset_ms: 20_040 })));
  assert.ok(!("said" in contentOf({ ...a, moments: [{ ...moment("a"), said: "x" }] }).moments[0]));
});

test("a strip shows seven seconds on both sides, and at the ends of the film as much as there is", () => {
  assert.deepEqual(windowOf({ onset_ms: 20_000, offset_ms: 30_000 }, LIMITS), { start: 13_000, end: 37_000 });
  assert.deepEqual(windowOf({ onset_ms: 2000, offset_ms: 12_000 }, LIMITS), { start: 1000, end: 25_000 });
  assert.deepEqual(windowOf({ onset_ms: 52_000, offset_ms: 61_000 }, LIMITS), { start: 38_000, end: 61_000 });
  assert.deepEqual(windowOf({ onset_ms: 0, offset_ms: 8000 }, { start: 0, end: 9000 }), { start: 0, end: 9000 });
});

test("run-in and run-out never cover the turning point", () => {
  assert.deepEqual(leadsOf({ onset_ms: 10_000, offset_ms: 20_000, at_ms: 14_000 }, RULES), { in: 13_000, out: 17_000 });
  assert.deepEqual(leadsOf({ onset_ms: 12_000, offset_ms: 18_000, at_ms: 14_000 }, RULES), { in: 14_000, out: 15_000 });
});

test("the picture of an upright film is cut out of the black of its tile", () => {
  const tile = { tile_w: 160, tile_h: 90 };
  assert.deepEqual(pictureIn(tile, 9 / 16), { width: 51, height: 90 }); // 90 × 9 ÷ 16 = 50.6
  assert.deepEqual(pictureIn(tile, 16 / 9), { width: 160, height: 90 });
  assert.deepEqual(pictureIn(tile, 2), { width: 160, height: 80 });
});

test("what is kept for a later meeting leaves this one, alone, and comes back by undo", () => {
  const then = { plan: "plan-of-then", moment: "moment-then" };
  const draft = new Draft(content({ ...moment("a"), then }, { ...moment("b", 30_000, 40_000, "challenge"), counterpart: "a" }));
  assert.ok(draft.change(setAside(draft.content, "a")));
  assert.deepEqual(draft.moments.map((m) => [m.id, m.counterpart]), [["b", null]]);
  assert.deepEqual(draft.aside.map((m) => [m.id, m.then, m.phrase]), [["a", null, "a"]]);
  assert.ok(!sameContent(draft.content, content({ ...moment("a"), then })));
  assert.ok(draft.undo() && draft.aside.length === 0 && draft.moment("b").counterpart === "a" && draft.moment("a").then === then);
  assert.deepEqual(contentOf({ ...content(moment("a")), aside: undefined }).aside, []);
});
