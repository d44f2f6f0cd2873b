import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, ApiError } from "../../annotator/player/frontend/api.js";
import { CodeColours, contrast, letterOn, outlineOn } from "../../annotator/player/frontend/colours.js";
import { searchText } from "../../annotator/player/frontend/list.js";
import { addressOf } from "../../annotator/player/frontend/place.js";
import { translator } from "../../annotator/player/frontend/strings.js";
import { clock, grouped, shortClock, span } from "../../annotator/player/frontend/time.js";
import { hash, leftInWords, Rest, resumeKey, sendAll, Speed } from "../../annotator/player/frontend/upload.js";

const OKABE_ITO = ["#009E73", "#56B4E9", "#0072B2", "#CC79A7", "#E69F00", "#D55E00", "#F0E442", "#999999", "#DDDDDD", "#FFFFFF", "#000000"];

test("times as people read them", () => {
  assert.deepEqual([clock(67_240), clock(3_601_005), clock(-40), shortClock(80_900), shortClock(3_600_000)], ["01:07.240", "1:00:01.005", "-00:00.040", "1:20", "1:00:00"]);
  // The same durations as in the example of span in annotator/timecode.py.
  assert.deepEqual([3240, 3250, 59_950, 64_500, 145_960, 3_600_000].map(span), ["3.2 s", "3.3 s", "1 min 0 s", "1 min 5 s", "2 min 26 s", "60 min 0 s"]);
  assert.equal(grouped(1680), "1\u202f680");
});

test("letters on every code colour are readable, outlines keep 3:1 by day and by night", () => {
  for (const colour of OKABE_ITO) {
    assert.ok(contrast(letterOn(colour), colour) >= 4.5, colour);
    for (const ground of ["#FFFFFF", "#2E2A26"]) assert.ok(contrast(outlineOn(colour, ground), ground) >= 3, `${colour} on ${ground}`);
  }
  assert.ok(new CodeColours("#FFFFFF").of({ colour: "nonsense", valence: "missing" }).hatched);
});

test("words take values, and a missing word shows its id", () => {
  const t = translator({ kept: "{n} kept" });
  assert.equal(t("kept", { n: 3 }), "3 kept");
  assert.equal(t("unknown.word"), "unknown.word");
});

test("one has a sentence of its own where there is one", () => {
  const t = translator({ kept: "{n} changes are kept", "kept.one": "1 change is kept", left: "{n} left" });
  assert.deepEqual([t("kept", { n: 1 }), t("kept", { n: 2 }), t("left", { n: 1 })], ["1 change is kept", "2 changes are kept", "1 left"]);
});

test("an annotation is found by track, code and words", () => {
  const a = { content: { code: "hello", comment: "Looks UP", flagged: true } };
  const text = searchText(a, { label: "Cues", subject_label: "Baby" }, { label: "Hello" }, "voice, gaze");
  for (const word of ["cues", "baby", "hello", "looks up", "gaze", "★"]) assert.ok(text.includes(word), word);
});

test("the address keeps what else it says", () => {
  assert.equal(addressOf("http://localhost/desk?a=1&t=5", "c1", 1200.4), "http://localhost/desk?a=1&t=1200&coding=c1");
});

const answering = (status, body, type = "application/json") => async () => new Response(body, { status, headers: { "content-type": type } });
const kindOf = async (fetcher) => {
  try {
    await new Api(new URL("http://localhost/"), fetcher).acts("c1", []);
    return "ok";
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error.kind;
  }
};

test("every failure has one meaning", async () => {
  assert.equal(await kindOf(answering(200, "{}")), "ok");
  assert.equal(await kindOf(answering(200, "<html>", "text/html")), "unreachable", "a page instead of JSON");
  assert.equal(await kindOf(answering(200, "{", "application/json")), "unreachable", "cut JSON");
  assert.equal(await kindOf(answering(401, '{"error":{"code":"signed_out"}}')), "signed_out");
  assert.equal(await kindOf(answering(409, '{"error":{"code":"api_version"}}')), "outdated");
  assert.equal(await kindOf(answering(404, '{"error":{"code":"not_found"}}')), "gone");
  assert.equal(await kindOf(answering(410, '{"error":{"code":"erased"}}')), "erased");
  assert.equal(await kindOf(answering(503, '{"error":{"code":"store","message":"disk full"}}')), "unreachable");
  assert.equal(await kindOf(answering(400, '{"error":{"code":"malformed"}}')), "refused");
  assert.equal(await kindOf(async () => { throw new TypeError("network"); }), "unreachable");
});

test("a change carries the mark that a foreign page cannot send", async () => {
  let seen = null;
  const api = new Api(new URL("http://localhost/base/"), async (url, options) => { seen = [url, options]; return new Response("{}", { headers: { "content-type": "application/json" } }); });
  await api.acts("c1", []);
  assert.equal(seen[0], "http://localhost/base/api/v1/codings/c1/acts");
  assert.equal(seen[1].headers["X-Attune"], "1");
  assert.equal(JSON.parse(seen[1].body).api, 1);
});

/** A server that has a part of a film and loses a piece on its way now and then. */
function filmServer(failAt) {
  const server = { got: 0, tries: 0 };
  server.get = async () => ({ offset: server.got });
  server.call = async (method, path, { bytes }) => {
    server.tries += 1;
    const offset = Number(/offset=(\d+)/.exec(path)[1]);
    if (offset !== server.got) throw new ApiError("refused", { code: "offset", body: { offset: server.got } });
    if (failAt.includes(server.tries)) {
      server.got += 3; // a part of the piece arrived before the cut
      throw new ApiError("unreachable");
    }
    server.got += bytes.size;
    return { offset: server.got };
  };
  return server;
}

test("a film goes on where it was cut, every byte once", async () => {
  const api = filmServer([2, 3]);
  const seen = [];
  await sendAll({ file: new Blob(["x".repeat(95)]), id: "u", api, signal: new AbortController().signal, onProgress: (sent) => seen.push(sent), onPause: () => {}, wait: async () => {}, piece: 20 });
  assert.equal(api.got, 95);
  assert.equal(seen.at(-1), 95);
});

test("a cancelled upload ends at once", async () => {
  const stop = new AbortController();
  const api = filmServer([]);
  const work = sendAll({ file: new Blob(["x".repeat(95)]), id: "u", api, signal: stop.signal, onProgress: () => stop.abort(), onPause: () => {}, wait: async () => {}, piece: 20 });
  await assert.rejects(work);
  assert.equal(api.got, 20);
});

test("a half-sent film is remembered without its name", () => {
  const key = resumeKey("s1", { name: "Family Miller.mp4", size: 5, lastModified: 7 });
  assert.ok(!key.includes("Miller"));
  assert.notEqual(hash("a.mp4"), hash("b.mp4"));
});

test("speed is that of the last pieces", () => {
  const speed = new Speed();
  assert.equal(speed.mbs, 0);
  for (let i = 0; i < 20; i += 1) speed.add(8_000_000, 1000);
  assert.equal(speed.mbs, 8);
});

test("what is left of a preparation goes on as what was seen", () => {
  const rest = new Rest();
  assert.equal(rest.seconds(0.2, 100_000), null);
  assert.equal(rest.seconds(0.4, 102_000), null, "too short to tell");
  assert.equal(rest.seconds(0.22, 110_000), null, "it stands nearly still");
  // A fifth in 10 s; three fifths are left.
  assert.ok(Math.abs(rest.seconds(0.4, 110_000) - 30) < 1e-9);
});

test("the time that is left is rounded up", () => {
  const words = [0, 31, 50, 50.1, 60, 60.1, 150].map(leftInWords);
  assert.deepEqual(words, [
    { id: "upload.left.seconds", n: 10 }, { id: "upload.left.seconds", n: 40 }, { id: "upload.left.seconds", n: 50 },
    { id: "upload.left.minute" }, { id: "upload.left.minute" }, { id: "upload.left.minutes", n: 2 }, { id: "upload.left.minutes", n: 3 },
  ]);
  assert.equal(leftInWords(null), null);
});
