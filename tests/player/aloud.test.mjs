import assert from "node:assert/strict";
import { test } from "node:test";
import { Aloud, localVoice } from "../../annotator/player/frontend/aloud.js";

const voice = (name, lang, localService, more = {}) => ({ name, lang, localService, ...more });
const FAR = voice("far", "de-DE", false, { default: true });
const NEAR = voice("near", "de_DE", true);
const AUSTRIAN = voice("austrian", "de-AT", true, { default: true });
const ENGLISH = voice("english", "en-GB", true);

test("only a voice of this device and of the parent's language reads", () => {
  assert.equal(localVoice([FAR, ENGLISH], "de"), null);
  assert.equal(localVoice([FAR, NEAR, AUSTRIAN], "de-DE"), NEAR);
  assert.equal(localVoice([FAR, NEAR, AUSTRIAN], "de"), AUSTRIAN);
  assert.equal(localVoice([FAR, NEAR], "de-CH"), NEAR);
  assert.equal(localVoice([voice("unsaid", "de", undefined), voice("string", "de", "true")], "de"), null);
  assert.equal(localVoice([], "en"), null);
});

/** A browser's speech as the standard describes it: voices that come late, one utterance at a time. */
class Speech extends EventTarget {
  constructor() { super(); this.voices = []; this.spoken = []; }
  getVoices() { return this.voices; }
  speak(utterance) { this.spoken.push(utterance); }
  cancel() { this.spoken.at(-1)?.onerror?.({ error: "canceled" }); }
  come(...voices) { this.voices = voices; this.dispatchEvent(new Event("voiceschanged")); }
}
class Utterance { constructor(text) { this.text = text; } }

test("voices come late, a second press stops, and nothing is read without one", () => {
  const speech = new Speech();
  let changes = 0;
  const stop = new AbortController();
  const aloud = new Aloud({ language: "de", signal: stop.signal, onChange: () => { changes += 1; }, speech, Utterance });
  aloud.toggle("Sie haben gewartet.");
  speech.come(FAR);
  aloud.toggle("Sie haben gewartet.");
  assert.deepEqual([aloud.voice, speech.spoken, changes], [null, [], 1]);
  speech.come(FAR, NEAR);
  aloud.toggle("Sie haben gewartet.");
  assert.deepEqual([speech.spoken.length, speech.spoken[0].text, speech.spoken[0].voice, aloud.reading], [1, "Sie haben gewartet.", NEAR, true]);
  aloud.toggle("Sie haben gewartet.");
  assert.equal(aloud.reading, false);
  aloud.toggle("Noch einmal.");
  stop.abort();
  assert.equal(aloud.reading, false);
});

test("a browser without speech has no voice", () => {
  const aloud = new Aloud({ language: "en", signal: new AbortController().signal, onChange: () => {}, speech: undefined, Utterance: undefined });
  assert.equal(aloud.voice, null);
});
