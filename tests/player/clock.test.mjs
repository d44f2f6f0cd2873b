import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { FilmClock } from "../../annotator/player/frontend/clock.js";
import { film } from "./building.mjs";

// A film of a busy computer: the picture of a seek comes when `picture` is told so, long after "seeked".
class BusyVideo extends EventTarget {
  paused = true;
  ended = false;
  playbackRate = 1;
  picture = 0;
  currentTime = 0;
  pause() {
    this.paused = true;
  }
  requestVideoFrameCallback(callback) {
    this.callback = callback;
    return 1;
  }
  /** The picture of `seconds` is on the screen; `told` says whether the browser calls back for it. */
  show(seconds, told = true) {
    this.picture = seconds;
    if (told) this.callback(0, { mediaTime: seconds, expectedDisplayTime: 0 });
  }
}

class PictureOfVideo {
  constructor(video) {
    if (video.picture === null) throw new Error("no picture yet");
    this.timestamp = Math.round(video.picture * 1e6);
  }
  close() {}
}

const stands = [];
let video;
let clock;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.VideoFrame = PictureOfVideo;
  stands.length = 0;
  video = new BusyVideo();
  clock = new FilmClock(video, { onFrame: ({ index }) => stands.push(index), onState: () => {} }, new AbortController().signal);
  clock.load(film(100));
});

afterEach(() => {
  mock.timers.reset();
  delete globalThis.VideoFrame;
});

/** Seek to a frame, of 25 a second; the browser says that it is there before its picture is. */
function seekTo(index) {
  clock.toFrame(index);
  video.dispatchEvent(new Event("seeked"));
}

/** Time goes by in steps, for a timer may set the next. */
function pass(ms) {
  for (let gone = 0; gone < ms; gone += 50) mock.timers.tick(50);
}

test("a frame is only said to be shown once its picture is", () => {
  seekTo(39);
  pass(1000);
  assert.deepEqual(stands, []);
  assert.equal(clock.shown.index, 0, "a press now is a press on what is seen");
  video.show(39 * 0.04);
  assert.deepEqual(stands, [39]);
  pass(5000);
  assert.deepEqual(stands, [39]);
});

test("a picture that came without a word from the browser is found", () => {
  seekTo(39);
  pass(150);
  video.show(39 * 0.04, false);
  pass(150);
  assert.deepEqual(stands, [39]);
  assert.equal(clock.target, null);
});

test("a seek to the frame on the screen is there without a new picture", () => {
  video.show(2 * 0.04);
  stands.length = 0;
  seekTo(2);
  pass(150);
  assert.deepEqual(stands, [2]);
});

test("where the picture never comes, the film stands where it is seen to stand", () => {
  seekTo(39);
  pass(5000);
  assert.deepEqual(stands, [0]);
  assert.equal(clock.target, null);
  clock.step(1);
  assert.equal(clock.target, 1);
});

test("a browser that tells nothing of its pictures is waited for, and then taken at its word", () => {
  delete globalThis.VideoFrame;
  seekTo(39);
  pass(1000);
  assert.deepEqual(stands, []);
  video.show(39 * 0.04);
  assert.deepEqual(stands, [39]);
});

for (const [seen, told] of [[9, "its last frame was shown"], [13, "its last frames were left out"]]) {
  test(`a stretch that is played once ends on its last frame: ${told}, and another came late`, () => {
    clock.bounds = { onset: 0, offset: 400, once: true };
    video.paused = false;
    video.show(8 * 0.04);
    assert.equal(video.paused, false);
    video.show(seen * 0.04);
    assert.equal(video.paused, true);
    video.show((seen + 1) * 0.04);
    assert.equal(clock.target, 9, "it is still on its way");
    video.dispatchEvent(new Event("seeked"));
    video.show(9 * 0.04);
    assert.deepEqual([clock.shown.index, clock.target, clock.bounds], [9, null, null]);
  });
}
