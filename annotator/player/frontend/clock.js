// The film's clock: which frame is on the screen, seeking to it, playing, looping.

import { Pace } from "./together.js";

/**
 * @typedef {object} Shown the frame on the screen
 * @property {number} index in the frame table
 * @property {number} ms session ms of the frame
 * @property {number} seconds mediaTime the browser reported
 */

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2];

/** The next speed up (+1) or down (-1) from a speed. */
export function nextSpeed(speed, direction) {
  const at = SPEEDS.findIndex((s) => s >= speed - 0.001);
  const exact = Math.abs((SPEEDS[at] ?? 2) - speed) < 0.001;
  const to = direction > 0 ? at + (exact ? 1 : 0) : at - 1;
  return SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, to))];
}

/**
 * The time of a press: the frame on the screen, less the coder's reaction time.
 * @param {Shown} shown
 * @param {import("./frames.js").FrameTable} frames
 * @param {number} reactionMs at normal speed
 * @param {number} rate playback rate; 0 while the film stands
 * @returns {import("./record.js").Moment}
 */
export function momentOfPress(shown, frames, reactionMs, rate) {
  const raw = Math.round(shown.seconds * 1000) + frames.shift;
  const position = reactionMs && rate ? frames.indexAtSeconds(shown.seconds - (reactionMs * rate) / 1000) : shown.index;
  return { ms: frames.msOf(position), frame: frames.frameOf(position), raw };
}

/** How often it is looked whether the picture of a seek has come, ms, and for how long at most. */
const LOOK_MS = 120;
const LOOK_LONGEST_MS = 3000;

/**
 * The time of the picture a film shows now; null when the browser cannot say.
 * @param {HTMLVideoElement} video
 */
function pictureSeconds(video) {
  try {
    const picture = new VideoFrame(video);
    const seconds = picture.timestamp / 1e6;
    picture.close();
    return seconds;
  } catch {
    return null;
  }
}

/** Binds a <video> to a frame table. */
export class FilmClock {
  /**
   * @param {HTMLVideoElement} video
   * @param {{onFrame: (shown: Shown) => void, onState: () => void}} hooks
   * @param {AbortSignal} signal
   */
  constructor(video, { onFrame, onState }, signal) {
    Object.assign(this, { video, onFrame, onState });
    this.frames = null;
    /** @type {Shown} */
    this.shown = { index: 0, ms: 0, seconds: 0 };
    /** Frame that a seek under way or asked for leads to; null when the screen shows it. */
    this.target = null;
    /** Stretch that playing stays in, session ms. @type {{onset: number, offset: number, once: boolean}|null} */
    this.bounds = null;
    this.seeking = false;
    this.callback = 0;
    /** Where the film is between its pictures, in ms of the film. */
    this.pace = new Pace();
    video.preservesPitch = true;
    const on = (type, f) => video.addEventListener(type, f, { signal });
    for (const type of ["seeking", "play", "pause", "ratechange", "waiting"]) on(type, () => this.pace.forget());
    on("seeked", () => this.#seeked());
    on("ended", () => this.#ended());
    for (const type of ["play", "pause", "ratechange", "ended"]) on(type, () => this.onState());
    signal.addEventListener("abort", () => { clearTimeout(this.late); video.cancelVideoFrameCallback?.(this.callback); });
    this.#watch();
  }

  /** @param {import("./frames.js").FrameTable} frames */
  load(frames) {
    this.frames = frames;
    this.shown = { index: 0, ms: frames.msOf(0), seconds: 0 };
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  get rate() {
    return this.video.playbackRate;
  }

  set rate(value) {
    this.video.defaultPlaybackRate = value;
    this.video.playbackRate = value;
  }

  #watch() {
    if (!this.video.requestVideoFrameCallback) {
      this.callback = 0;
      return;
    }
    this.callback = this.video.requestVideoFrameCallback((_now, { mediaTime, expectedDisplayTime }) => {
      this.#watch();
      if (this.playing && !this.seeking) this.pace.see(expectedDisplayTime, mediaTime * 1000);
      this.#present(mediaTime);
    });
  }

  #present(seconds) {
    if (!this.frames) return;
    const index = this.frames.indexAtSeconds(seconds);
    this.shown = { index, ms: this.frames.msOf(index), seconds };
    // A film that plays on has left the frame that was asked for, even if a seek to it showed nothing new.
    if (this.target === index || (this.playing && !this.seeking)) this.target = null;
    this.onFrame(this.shown);
    this.#keepInBounds();
  }

  #keepInBounds() {
    const b = this.bounds;
    if (!b || !this.playing || this.seeking) return;
    const following = this.frames.msOf(this.shown.index + 1);
    if (following < b.offset && this.shown.ms >= b.onset - 1) return;
    if (b.once && following >= b.offset) {
      this.bounds = null;
      this.video.pause();
      this.toTime(b.offset - 1); // pictures may have been left out, and another still be on its way to the screen
      return;
    }
    if (following >= b.offset || this.shown.ms < b.onset - 1) this.toFrame(this.frames.indexAt(b.onset));
  }

  #ended() {
    if (this.bounds && !this.bounds.once) {
      this.toFrame(this.frames.indexAt(this.bounds.onset));
      this.play();
    } else this.bounds = null;
  }

  play() {
    if (this.video.ended || this.shown.index >= (this.frames?.count ?? 0) - 1) this.toFrame(this.bounds ? this.frames.indexAt(this.bounds.onset) : 0);
    return this.video.play().catch(() => {});
  }

  pause() {
    this.video.pause();
  }

  /** Show a frame: seeks to its middle. Asked again while a seek is under way, the last wish wins. */
  toFrame(index) {
    if (!this.frames) return;
    this.target = Math.max(0, Math.min(index, this.frames.count - 1));
    if (!this.seeking) this.#seek();
  }

  #seek() {
    this.seeking = true;
    this.going = this.target;
    this.video.currentTime = this.frames.middle(this.target);
    clearTimeout(this.late);
    this.late = setTimeout(() => this.#seeked(), 3000); // a seek that never answers must not block the next
  }

  #seeked() {
    if (!this.seeking) return;
    clearTimeout(this.late);
    this.seeking = false;
    if (this.target !== null && this.target !== this.going) {
      this.#seek();
      return;
    }
    // The picture follows in a frame callback; a seek to the frame already shown may have none.
    this.late = setTimeout(() => this.#settled(LOOK_MS), LOOK_MS);
  }

  /** Says where the film stands once its picture is there: a busy computer shows it long after the seek has ended. */
  #settled(waited) {
    if (this.target === null || this.seeking || this.playing) return;
    const seconds = pictureSeconds(this.video);
    const index = seconds === null ? this.shown.index : this.frames.indexAtSeconds(seconds);
    if (index === this.target) this.#present(this.frames.pts[this.target]);
    else if (waited < LOOK_LONGEST_MS) this.late = setTimeout(() => this.#settled(waited + LOOK_MS), LOOK_MS);
    else {
      this.target = null;
      this.#present(seconds ?? this.shown.seconds);
    }
  }

  /** Fetch the film anew and show the same frame. */
  reload(playing) {
    const { rate } = this;
    this.seeking = false;
    this.video.load();
    this.rate = rate;
    if (this.frames) this.toFrame(this.target ?? this.shown.index);
    if (playing) this.play();
  }

  /** Session ms. */
  toTime(ms) {
    if (this.frames) this.toFrame(this.frames.indexAt(ms));
  }

  /** Step by frames, pausing first; fast steps add up and none is lost. */
  step(by) {
    if (!this.frames) return;
    if (this.playing) this.pause();
    this.toFrame((this.target ?? this.shown.index) + by);
  }

  /** Step by ms. */
  jump(ms) {
    if (!this.frames) return;
    const from = this.frames.msOf(this.target ?? this.shown.index);
    this.toTime(from + ms);
  }
}
