// The film card of a visit with several films: every film a picture of its own, all on one clock. It takes the
// place of a single film's card (screen.js) and has the same face.

import { el, icon, say } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { Screen } from "./screen.js";
import { SessionClock } from "./session_clock.js";
import { shortClock } from "./time.js";

const TOAST_MS = 2200;
const SIDE = "side";

/** @typedef {{layout?: string, sound?: string}} Choice "side" or the id of the large film; the film that is heard */

export class FilmsTogether {
  /**
   * @param {object} ports those of a Screen, and
   * @param {any[]} ports.recordings the films that are ready, the first one leads
   * @param {() => void} ports.onChoice another layout or another sound
   */
  constructor({ recordings, onChoice, ...ports }) {
    const { t, onFrame, onState, onClick, onPictures, signal } = ports;
    Object.assign(this, { t, recordings, onChoice, onPictures });
    this.clock = new SessionClock({ onFrame, onState }, signal);
    this.films = recordings.map((recording, i) => this.#film(recording, i, { ...ports, onClick: () => this.#clicked(i, onClick) }));
    this.hint = el("div.start", { hidden: true });
    this.hint.append(...this.films[0].screen.hint.childNodes);
    this.toast = el("div.toast", { hidden: true });
    this.node = el("div.film.films", {}, ...this.films.map((f) => f.node), this.hint, this.toast);
    this.layout = SIDE;
    this.sound = recordings[0].id;
    this.#show();
    signal.addEventListener("abort", () => clearTimeout(this.flashing));
  }

  #film(recording, i, ports) {
    const { t } = this;
    const film = { id: recording.id, recording, screen: null, pictures: null, heard: false };
    film.screen = new Screen({
      ...ports, onFrame: (shown) => this.clock.heard(film, shown), onState: () => this.clock.changed(film),
      onPictures: (pictures, peaks) => { film.pictures = { pictures, peaks }; this.#showPictures(); },
    });
    film.clock = film.screen.clock;
    film.place = (where) => this.#quiet(film, where);
    film.quiet = el("div.quiet", { hidden: true, onclick: ports.onClick });
    const name = recording.name;
    film.hear = el("button.ic", { "aria-label": t("films.hear", { film: name }), onclick: () => this.hear(film.id) }, icon("sound"));
    film.enlarge = el("button.ic", { "aria-label": t("films.enlarge", { film: name }), onclick: () => this.lay(this.layout === film.id ? SIDE : film.id) }, icon("full"));
    film.node = el("figure.one", { "data-film": String(i), "aria-label": name }, film.screen.node, film.quiet,
      el("figcaption.cap", {}, el("span", {}, name), film.hear, film.enlarge));
    return film;
  }

  // ---- the face of a single film's card ------------------------------------------------------

  /** As wide as all that is shown, by its height. */
  get aspect() {
    const large = this.films.find((f) => f.id === this.layout);
    return large ? large.screen.aspect : this.films.reduce((sum, f) => sum + f.screen.aspect, 0);
  }

  /** Bring the films in; true once the first one's frames are known. A film that cannot be had stays quiet. */
  async load() {
    const there = await Promise.all(this.films.map((f) => f.screen.load(f.recording)));
    if (!there[0]) return false;
    this.films.forEach((f, i) => { f.node.toggleAttribute("data-gone", !there[i]); });
    this.#show();
    this.clock.load(this.films.filter((_f, i) => there[i]));
    return true;
  }

  /** From the beginning of the clock to the end of the film that ends last, ms. */
  get length() {
    return Math.max(...this.recordings.map((r) => r.shift_ms + r.duration_ms));
  }

  tell(sentence) {
    this.films[0].screen.tell(sentence);
  }

  flash(sentence) {
    this.toast.textContent = sentence;
    this.toast.hidden = false;
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => { this.toast.hidden = true; }, TOAST_MS);
  }

  // ---- layout and sound ----------------------------------------------------------------------

  /** @returns {Choice} */
  get choice() {
    return { layout: this.layout, sound: this.sound };
  }

  /** Take up a choice again; what names a film that is not here any more is left out. @param {Choice} [choice] */
  restore({ layout, sound } = {}) {
    const known = (id) => this.films.some((f) => f.id === id);
    if (known(layout)) this.layout = layout;
    if (known(sound)) this.sound = sound;
    this.#show();
  }

  /** Side by side ("side"), or one film large. */
  lay(layout) {
    this.layout = layout;
    this.#chosen(layout === SIDE ? this.t("films.side") : this.t("films.large", { film: this.#nameOf(layout) }));
  }

  /** Side by side, then each film large, then side by side. */
  nextLayout() {
    const all = [SIDE, ...this.films.map((f) => f.id)];
    this.lay(all[(all.indexOf(this.layout) + 1) % all.length]);
  }

  hear(id) {
    this.sound = id;
    this.#chosen(this.t("films.heard", { film: this.#nameOf(id) }));
  }

  nextSound() {
    const ids = this.films.map((f) => f.id);
    this.hear(ids[(ids.indexOf(this.sound) + 1) % ids.length]);
  }

  #nameOf(id) {
    return this.films.find((f) => f.id === id)?.recording.name ?? "";
  }

  #chosen(sentence) {
    this.#show();
    this.#showPictures();
    this.flash(sentence);
    this.onChoice();
  }

  #show() {
    const { t, node } = this;
    node.dataset.films = this.layout === SIDE ? "side" : "large";
    node.style.setProperty("--columns", this.films.map((f) => `${f.screen.aspect}fr`).join(" "));
    for (const film of this.films) {
      film.heard = film.id === this.sound;
      film.screen.video.muted = !film.heard;
      // Keeping the pitch costs a film up to 40 ms whenever its speed changes, as it does to keep in step.
      film.screen.video.preservesPitch = film.heard;
      film.node.toggleAttribute("data-large", film.id === this.layout);
      film.hear.setAttribute("aria-pressed", String(film.heard));
      film.enlarge.setAttribute("aria-pressed", String(film.id === this.layout));
      film.hear.title = `${t("films.hear", { film: film.recording.name })} (${printed(capOf("films_sound"), t)})`;
      film.enlarge.title = `${t("films.enlarge", { film: film.recording.name })} (${printed(capOf("films_layout"), t)})`;
    }
    node.dataset.sound = String(this.films.findIndex((f) => f.heard));
  }

  /** A small picture becomes the large one; any other click plays. */
  #clicked(i, play) {
    const { id } = this.films[i];
    if (this.layout !== SIDE && this.layout !== id) this.lay(id);
    else play();
  }

  /** The strip of the large film, or else the first one's; the sound of the film that is heard. */
  #showPictures() {
    const large = this.films.find((f) => f.id === this.layout) ?? this.films[0];
    const heard = this.films.find((f) => f.heard);
    if (!large.pictures) return;
    const peaks = heard.pictures?.peaks ?? null;
    this.onPictures({ ...large.pictures.pictures, soundShift: heard.recording.shift_ms }, peaks);
  }

  /** In place of a picture that there is not: since when, or until when, there is one. */
  #quiet(film, where) {
    film.quiet.hidden = where === "here";
    if (where === "here") return;
    const { start, end } = film.clock.frames;
    say(film.quiet, where === "before" ? this.t("films.before", { time: shortClock(start) }) : this.t("films.after", { time: shortClock(end) }));
  }
}

/** What the keys do on a desk with several films; with one they say that there is only one. */
export function filmsActions(screen, toast) {
  const several = (work) => () => (screen instanceof FilmsTogether ? work() : toast("said.one_film"));
  return { films_layout: several(() => screen.nextLayout()), films_sound: several(() => screen.nextSound()) };
}
