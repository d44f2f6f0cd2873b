import assert from "node:assert/strict";
import { test } from "node:test";
import { soundOnly, watchPicture } from "../../annotator/player/frontend/picture.js";

test("a film without a picture is known from its metadata on, not before", () => {
  const at = (readyState, videoWidth) => soundOnly({ readyState, videoWidth });
  assert.deepEqual([at(0, 0), at(1, 0), at(4, 0), at(1, 640), at(4, 1)], [false, true, true, false, false]);
});

test("each arrival is told, and none after the end", () => {
  const video = Object.assign(new EventTarget(), { readyState: 1, videoWidth: 0 });
  const stop = new AbortController();
  const heard = [];
  watchPicture(video, (missing) => heard.push(missing), stop.signal);
  video.dispatchEvent(new Event("loadedmetadata"));
  Object.assign(video, { readyState: 2, videoWidth: 640 });
  video.dispatchEvent(new Event("loadeddata"));
  stop.abort();
  video.dispatchEvent(new Event("loadeddata"));
  assert.deepEqual(heard, [true, false]);
});
