// The film card: the picture, its frame number, short sentences over it, and bringing the film in.

import { Peaks } from "./peaks.js";
import { FilmClock } from "./clock.js";
import { toVisit, whyStopped } from "./closed.js";
import { el, say } from "./dom.js";
import { FrameTable } from "./frames.js";
import { watchPicture } from "./picture.js";
import { grouped } from "./time.js";

const TOAST_MS = 2200;
const RETRY_MS = 1500;

export class Screen {
  /**
   * @param {object} ports
   * @param {import("./api.js").Api} ports.api
   * @param {Function} ports.t
   * @param {(shown: import("./clock.js").Shown) => void} ports.onFrame
   * @param {() => void} ports.onState playing, pausing, speed
   * @param {() => void} ports.onClick on the picture
   * @param {(film: any, peaks: any) => void} ports.onPictures film strip and sound
   * @param {AbortSignal} ports.signal
   */
  constructor({ api, t, onFrame, onState, onClick, onPictures, signal }) {
    Object.assign(this, { api, t, onFrame, onPictures, signal });
    this.video = el("video", { playsInline: true, preload: "auto", disablePictureInPicture: true, tabIndex: -1, "aria-label": t("film.label") });
    this.clock = new FilmClock(this.video, { onFrame: (shown) => this.#frame(shown), onState }, signal);
    this.badge = el("div.fl");
    this.message = el("div.message", { hidden: true });
    const finger = matchMedia("(pointer: coarse)").matches;
    this.hint = el("div.start", { hidden: true }, el("p", {}, t(finger ? "desk.empty_touch" : "desk.empty")));
    this.toast = el("div.toast", { hidden: true });
    this.node = el("div.film", {}, this.video, this.hint, this.message, this.badge, this.toast);
    this.aspect = 16 / 9;
    this.tries = 0;
    watchPicture(this.video, (missing) => this.#arrived(missing), signal);
    this.video.addEventListener("error", () => this.#failed(), { signal });
    this.video.addEventListener("click", onClick, { signal });
    signal.addEventListener("abort", () => this.#close());
  }

  #frame(shown) {
    say(this.badge, this.t("film.frame", { n: grouped(shown.index) }));
    this.onFrame(shown);
  }

  /** Bring a recording in; resolves true once its frames are known. */
  async load(recording) {
    this.aspect = recording.width && recording.height ? recording.width / recording.height : 16 / 9;
    this.video.src = this.api.url(recording.urls.proxy);
    this.#loadPictures(recording);
    try {
      const frames = FrameTable.read(await this.api.bytes(recording.urls.frames), recording.shift_ms);
      if (!this.signal.aborted) this.clock.load(frames);
      return !this.signal.aborted;
    } catch {
      this.tell(this.t("film.no_frames"));
      return false;
    }
  }

  async #loadPictures(recording) {
    const image = new Image();
    image.src = this.api.url(recording.urls.filmstrip);
    const [peaks, seen] = await Promise.all([
      this.api.bytes(recording.urls.peaks).then((b) => Peaks.read(b), () => null),
      image.decode().then(() => image, () => null),
    ]);
    const { shift_ms: shift, duration_ms } = recording;
    if (!this.signal.aborted) this.onPictures({ image: seen, shift, duration_ms, ...recording.filmstrip }, peaks);
  }

  #arrived(missing) {
    if (this.video.readyState > 1) this.tries = 0; // a film that fails after its first words is tried no more than twice
    this.tell(missing ? this.t("film.sound_only") : "");
  }

  /** The film stopped coming. Cut off, it goes on by itself at the same frame; unplayable, it says so. */
  async #failed() {
    const resume = this.clock.playing;
    this.tries += 1;
    const { there, closed } = await whyStopped(this.video);
    if (this.signal.aborted) return;
    if (closed) {
      this.#close();
      this.video.load(); // the last picture goes too
      this.tell(closed.message);
      this.message.append(toVisit(closed, { url: (path) => this.api.url(path), t: this.t }));
      return;
    }
    if (there && this.tries > 2) {
      this.tell(this.t("film.cannot_play"));
      return;
    }
    if (!there) this.tell(this.t("film.waiting"));
    this.retry = setTimeout(() => this.clock.reload(resume), there ? 100 : RETRY_MS);
  }

  /** A sentence in place of the picture; "" takes it away. */
  tell(sentence) {
    this.message.textContent = sentence;
    this.message.hidden = !sentence;
  }

  /** A short sentence over the picture, gone after a moment. */
  flash(sentence) {
    this.toast.textContent = sentence;
    this.toast.hidden = false;
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => { this.toast.hidden = true; }, TOAST_MS);
  }

  #close() {
    clearTimeout(this.retry);
    clearTimeout(this.flashing);
    this.video.pause();
    this.video.removeAttribute("src");
  }
}
