// The film in a meeting: one moment of it and nothing else. Frames outside the moment are never seen:
// the picture stays dark until one of the moment's own is on the screen.

import { FilmClock } from "./clock.js";
import { whyStopped } from "./closed.js";
import { el } from "./dom.js";

const SLOW = 0.5;
const RETRY_MS = 1500;
/** Shorter than this a frame is gone before a pause takes hold: stop one earlier and step. */
const QUICK_MS = 25;

/** The frames of [onset, offset): the one on the screen at the onset up to the last before the offset. Pure. */
export function framesOf(frames, { onset_ms, offset_ms }) {
  const first = frames.indexAt(onset_ms);
  return { first, last: Math.max(first, frames.indexAt(offset_ms - 1)) };
}

/** How many frames before the last one playing must be stopped, so that none after it is seen. Pure. */
export function early(frames, last, rate) {
  const lasts = frames.msOf(last + 1) - frames.msOf(last);
  return lasts / rate < QUICK_MS ? 1 : 0;
}

export class MeetingFilm {
  /**
   * @param {{t: Function, onState: () => void, signal: AbortSignal}} ports
   */
  constructor({ t, onState, signal }) {
    Object.assign(this, { t, onState, signal });
    this.video = el("video", { playsInline: true, preload: "auto", disablePictureInPicture: true, disableRemotePlayback: true, tabIndex: -1, "aria-label": t("meeting.film") });
    this.video.controlsList = "nodownload noremoteplayback noplaybackrate nofullscreen";
    this.message = el("p.message", { hidden: true, role: "status" });
    this.picture = el("div.picture", { "data-veiled": "" }, this.video);
    this.node = el("div.film", {}, this.picture, this.message);
    this.clock = new FilmClock(this.video, { onFrame: (shown) => this.#frame(shown), onState: () => this.#state() }, signal);
    this.range = null;
    this.loop = false;
    this.tries = 0;
    const on = (target, type, f) => target.addEventListener(type, f, { signal });
    on(this.video, "error", () => this.#failed());
    on(this.video, "loadeddata", () => { this.tries = 0; this.tell(""); });
    on(this.video, "loadedmetadata", () => this.#shaped());
    on(this.video, "timeupdate", () => this.#guard());
    // A browser's own menu on a film offers controls, and with them the rest of it.
    on(this.node, "contextmenu", (e) => e.preventDefault());
    on(document, "visibilitychange", () => { if (document.hidden) this.video.pause(); });
    this.#silenceMediaKeys();
    signal.addEventListener("abort", () => { clearTimeout(this.retry); this.video.pause(); this.video.removeAttribute("src"); });
  }

  /** The picture has the film's own shape, so that its round corners are the film's. */
  #shaped() {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth) this.tell(this.t("meeting.cannot_play")); // plays as sound only
    else this.picture.style.setProperty("--aspect", String(videoWidth / videoHeight));
  }

  /** Keyboards and headsets may pause and play, and not seek. */
  #silenceMediaKeys() {
    for (const action of ["seekto", "seekbackward", "seekforward", "previoustrack", "nexttrack", "stop"])
      try { navigator.mediaSession?.setActionHandler(action, () => {}); } catch { /* not every browser knows each */ }
  }

  /** @param {string} url @param {import("./frames.js").FrameTable} frames */
  load(url, frames) {
    this.clock.load(frames);
    this.video.src = url;
  }

  get frames() {
    return this.clock.frames;
  }

  get playing() {
    return this.clock.playing;
  }

  get slow() {
    return this.clock.rate === SLOW;
  }

  set slow(on) {
    this.clock.rate = on ? SLOW : 1;
  }

  /** Show the beginning of a moment. */
  open(moment) {
    this.video.pause();
    this.picture.dataset.veiled = "";
    this.moment = moment;
    this.range = framesOf(this.frames, moment);
    this.clock.toFrame(this.range.first);
  }

  /** Show nothing of the film. */
  close() {
    this.video.pause();
    this.picture.dataset.veiled = "";
    this.range = null;
  }

  toggle() {
    if (!this.range) return;
    if (this.playing) this.video.pause();
    else this.play();
  }

  play() {
    const { index } = this.clock.shown;
    if (this.video.ended || index >= this.range.last || index < this.range.first) this.clock.toFrame(this.range.first);
    this.video.play().catch(() => {});
  }

  /** One frame on or back, within the moment. */
  step(by) {
    if (!this.range) return;
    this.video.pause();
    this.#to((this.clock.target ?? this.clock.shown.index) + by);
  }

  /** The picture that stands for the moment. */
  still() {
    if (!this.range) return;
    this.video.pause();
    this.#to(this.frames.indexAt(this.moment.at_ms));
  }

  #to(index) {
    this.clock.toFrame(Math.max(this.range.first, Math.min(index, this.range.last)));
  }

  #frame({ index }) {
    if (!this.range) return;
    const { first, last } = this.range;
    const inside = index >= first && index <= last;
    this.picture.toggleAttribute("data-veiled", !inside);
    this.node.dataset.frame = String(index);
    const { clock } = this;
    if (clock.seeking) return;
    if (clock.playing) {
      if (!inside || index >= last - early(this.frames, last, clock.rate)) this.#atEnd(index);
    } else if (!inside && clock.target === null) this.#to(index);
  }

  #atEnd(index) {
    const { first, last } = this.range;
    if (this.loop) {
      this.clock.toFrame(first);
      return;
    }
    this.video.pause();
    if (index !== last) this.clock.toFrame(last);
  }

  /** Should no frame be told (a hidden window), the sound must not run on either. */
  #guard() {
    if (!this.range || !this.frames || this.clock.seeking) return;
    const beyond = (this.range.last + 1 < this.frames.count ? this.frames.pts[this.range.last + 1] : Infinity) + 0.1;
    if (this.video.currentTime > beyond) this.#atEnd(-1);
  }

  #state() {
    if (this.video.ended && this.loop && this.range) this.play();
    this.onState();
  }

  async #failed() {
    const resume = this.playing;
    this.tries += 1;
    const { there, closed } = await whyStopped(this.video);
    if (this.signal.aborted) return;
    if (closed) {
      this.video.pause();
      this.video.removeAttribute("src");
      this.video.load(); // the last picture goes too
      this.tell(this.t("meeting.closed")); // whose word is missing is not for everybody in the room
      return;
    }
    if (there && this.tries > 2) {
      this.tell(this.t("meeting.cannot_play"));
      return;
    }
    if (!there) this.tell(this.t("meeting.waiting"));
    this.retry = setTimeout(() => this.clock.reload(resume), there ? 100 : RETRY_MS);
  }

  tell(sentence) {
    this.message.textContent = sentence;
    this.message.hidden = !sentence;
  }
}
