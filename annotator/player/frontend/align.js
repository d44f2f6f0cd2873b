// Laying the films of a visit on one clock, by eye and ear: both pictures, each with its own steps, both sounds one
// above the other. Nothing is changed until it is saved. mount → {update, destroy}.

import { AlignWave } from "./align_wave.js";
import { FARTHEST_MS, frameMs, Laying, shiftBySame } from "./align_rule.js";
import { el, icon, say } from "./dom.js";
import { FilmPage, mounted } from "./film_page.js";
import { FrameTable } from "./frames.js";
import { belongsToControl, isTyping } from "./keys.js";
import { Screen } from "./screen.js";
import { SessionClock } from "./session_clock.js";
import { tokensOf, watchTheme } from "./theme.js";
import { clock } from "./time.js";

const BOTH = "both";

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any}} component */
export function mount({ parentElement, data }) {
  return mounted(new Align(parentElement, data));
}

/** Which key does what here. @type {Record<string, string>} */
const KEYS = {
  Space: "play", ArrowLeft: "first_back", ArrowRight: "first_on", "Shift+ArrowLeft": "other_back", "Shift+ArrowRight": "other_on",
  Enter: "same", BracketLeft: "earlier", BracketRight: "later", ArrowUp: "nearer", ArrowDown: "farther", Home: "whole",
};

class Align extends FilmPage {
  constructor(parent, data) {
    super(parent, data, { kind: "align" });
  }

  dressed() {
    if (this.root.dataset.theme) this.#dress(this.root.dataset.theme);
  }

  async open() {
    if (!this.signal.aborted) await this.#build();
  }

  // ---- building ----------------------------------------------------------------------------

  async #build() {
    const { t, data, signal } = this;
    this.laying = new Laying(Object.fromEntries(data.films.map((f) => [f.id, f.shift_ms])));
    this.clock = new SessionClock({ onFrame: () => this.#frame(), onState: () => this.#showState() }, signal);
    this.hears = BOTH;
    this.films = data.films.map((recording, i) => this.#film(recording, i));
    this.wave = new AlignWave({ t, signal, seek: (ms) => this.#seek(ms), move: (ms, grip) => this.#set(ms, grip) });
    this.root.replaceChildren(this.#head(), el("div.pair", {}), this.#tools(), this.wave.node, this.live);
    this.pair = this.root.querySelector(".pair");
    this.root.dataset.state = "open";
    const on = (target, type, f, capture = false) => target.addEventListener(type, f, { signal, capture });
    on(window, "keydown", (e) => this.#key(e), true);
    on(window, "beforeunload", (e) => { if (this.laying.changed) e.preventDefault(); });
    on(this.root, "keydown", (e) => e.stopPropagation());
    watchTheme(this.parent.host ?? this.root, (theme) => this.#dress(theme), signal);
    if (this.films.length < 2) {
      this.pair.append(el("p.mute.few", {}, t("align.few")));
      return;
    }
    const there = await Promise.all(this.films.map((f) => f.screen.load(f.recording)));
    if (signal.aborted || !there.every(Boolean)) return;
    for (const film of this.films) film.own = film.clock.frames;
    this.#choose(this.films[1]);
    this.root.dataset.ready = "";
  }

  #film(recording, i) {
    const { t } = this;
    const film = { id: recording.id, recording, peaks: null, heard: true };
    film.screen = new Screen({
      api: this.api, t, signal: this.signal, onClick: () => this.#do("play"),
      onFrame: (shown) => { this.clock.heard(film, shown); this.#showFilm(film); }, onState: () => this.clock.changed(film),
      onPictures: (_strip, peaks) => { film.peaks = peaks; this.#showWave(); },
    });
    film.clock = film.screen.clock;
    film.place = () => {};
    film.time = el("span.tc");
    const step = (go, name, label) => el("button.ic", { "aria-label": label, title: label, onclick: () => this.#step(film, go) }, icon(name));
    film.steps = el("div.tr", { role: "group", "aria-label": recording.name },
      step((c) => c.jump(-1000), "left", t("align.second_back")), step((c) => c.step(-1), "back", t("transport.step_back")),
      step((c) => c.step(1), "on", t("transport.step_on")), step((c) => c.jump(1000), "right", t("align.second_on")),
      film.time, el("span.sp"), el("span.mute.name", {}, recording.name));
    film.node = el("figure.onefilm", { "data-film": String(i), "aria-label": recording.name }, film.screen.node, film.steps);
    return film;
  }

  #head() {
    const { t, data } = this;
    const { session } = data;
    const back = this.api.url(`session?id=${encodeURIComponent(session.id)}`);
    this.unsaved = el("span.mute", { role: "status" });
    this.undo = el("button.ic", { "aria-label": t("transport.undo"), title: `${t("transport.undo")} (Ctrl Z)`, "data-act": "undo", onclick: () => this.#do("undo") }, icon("undo"));
    this.redo = el("button.ic", { "aria-label": t("transport.redo"), title: `${t("transport.redo")} (Ctrl Shift Z)`, "data-act": "redo", onclick: () => this.#do("redo") }, icon("redo"));
    this.saves = el("button.btn.p", { "data-act": "save", onclick: () => this.#save() }, t("align.save"));
    const others = this.data.films.slice(1);
    this.which = el("select.btn", { "aria-label": t("align.which"), hidden: others.length < 2, onchange: () => this.#choose(this.films[this.which.selectedIndex + 1]) },
      ...others.map((f) => el("option", {}, f.name)));
    return el("header.bar", {},
      el("a.backlink", { href: back, "aria-label": t("desk.back"), title: t("desk.back") }, icon("left")),
      el("b.where", {}, `${session.family_code} · ${session.label}`), el("span.chip.still", {}, t("align.title")), this.which,
      el("span.sp"), this.unsaved, this.undo, this.redo, this.saves);
  }

  #tools() {
    const { t } = this;
    const act = (id, classes, cap, ...children) => el(`button.${classes}`, { "data-act": id, title: cap ? `${t(`align.${id}`)} (${cap})` : t(`align.${id}`), "aria-label": t(`align.${id}`), onclick: () => this.#do(id) }, ...children);
    this.playb = el("button.ic.pl", { "data-act": "play", onclick: () => this.#do("play") }, icon("play"));
    this.hear = el("select.btn", { "aria-label": t("align.hear"), "data-name": "hear", onchange: () => this.#hear([BOTH, 0, 1][this.hear.selectedIndex]) },
      ...["align.hear_both", "align.hear_first", "align.hear_other"].map((id) => el("option", {}, t(id))));
    this.ms = el("input.inp", { type: "number", step: "1", min: String(-FARTHEST_MS), max: String(FARTHEST_MS), "aria-label": t("align.ms"), "data-name": "ms", onchange: () => this.#set(this.ms.valueAsNumber) });
    this.frames = el("input.inp", { type: "number", step: "1", "aria-label": t("align.frames"), "data-name": "frames", onchange: () => this.#set(this.frames.valueAsNumber * frameMs(this.films[0].recording) + this.#base) });
    this.says = el("p.mute.says");
    const same = el("button.btn.p", { "data-act": "same", title: `${t("align.same")} (Enter)`, onclick: () => this.#do("same") }, t("align.same"));
    return el("div.aligntools", {},
      el("div.tr", {}, this.playb, this.hear, same, el("span.sp"),
        el("span.shift", {}, el("span.mute", {}, t("align.begins")), act("earlier", "ic", "[", "−1"), el("label.unit", {}, this.frames, t("align.unit_frames")),
          el("label.unit", {}, this.ms, t("align.unit_ms")), act("later", "ic", "]", "+1")),
        act("farther", "ic", "↓", icon("minus")), act("nearer", "ic", "↑", icon("plus")), act("whole", "ic", "Home", icon("fit"))),
      this.says);
  }

  #dress(theme) {
    this.root.dataset.theme = theme;
    this.wave?.dress(tokensOf(this.root));
    this.wave?.resize();
  }

  // ---- the two films -----------------------------------------------------------------------

  /** Hold another film against the first one. */
  #choose(film) {
    this.clock.pause();
    this.other = film;
    const [first] = this.films;
    this.pair.replaceChildren(first.node, film.node);
    this.wave.rows = [];
    this.#lay();
    this.#seek(Math.max(first.clock.frames.start, film.clock.frames.start));
    this.#hear(this.hears);
    this.#show();
  }

  /** Put the tables of frames where the films lie now. */
  #lay() {
    const pair = [this.films[0], this.other];
    for (const film of pair) {
      const { pts, ms, end, shift } = film.own;
      film.clock.frames = new FrameTable(pts, ms, end - shift, this.laying.now[film.id]);
    }
    this.clock.loose = true;
    this.clock.load(pair);
  }

  /** Where a film's picture lies on the clock, ms. */
  #at(film) {
    return film.clock.frames.msOf(film.clock.target ?? film.clock.shown.index);
  }

  get #base() {
    return this.laying.now[this.films[0].id];
  }

  #seek(ms) {
    for (const film of [this.films[0], this.other]) film.clock.toTime(ms);
    if (this.clock.playing) this.clock.toTime(ms);
    this.#showWave();
  }

  /** One film alone. @param {(clock: import("./clock.js").FilmClock) => void} go */
  #step(film, go) {
    this.clock.loose = true;
    this.clock.pause();
    go(film.clock);
    this.#showWave();
  }

  /** The other film begins at `ms`; its picture is that of the first one's moment. */
  #set(ms, grip = null) {
    if (!this.other || !this.laying.set(this.other.id, ms, grip)) {
      this.#show();
      return;
    }
    this.#moved();
  }

  #moved() {
    const at = this.#at(this.films[0]);
    this.clock.pause();
    this.#lay();
    this.films[0].clock.toTime(at);
    this.other.clock.toTime(at);
    this.#show();
  }

  #hear(whose) {
    this.hears = whose;
    this.films.forEach((film) => {
      film.heard = whose === BOTH || film === (whose === 0 ? this.films[0] : this.other);
      film.screen.video.muted = !film.heard || ![this.films[0], this.other].includes(film);
    });
  }

  // ---- doing -------------------------------------------------------------------------------

  #do(id) {
    if (!this.other) return;
    const [first] = this.films;
    const table = {
      play: () => this.#play(), first_back: () => this.#step(first, (c) => c.step(-1)), first_on: () => this.#step(first, (c) => c.step(1)),
      other_back: () => this.#step(this.other, (c) => c.step(-1)), other_on: () => this.#step(this.other, (c) => c.step(1)),
      same: () => this.#same(), earlier: () => this.#nudge(-1), later: () => this.#nudge(1),
      nearer: () => this.wave.zoom(1.6), farther: () => this.wave.zoom(1 / 1.6), whole: () => this.wave.showAll(),
      undo: () => { if (this.laying.undo()) this.#moved(); }, redo: () => { if (this.laying.redo()) this.#moved(); },
    };
    table[id]?.();
  }

  #play() {
    this.clock.loose = false; // stopped, both stand on the same moment until one of them steps alone
    if (this.clock.playing) {
      this.clock.pause();
      return;
    }
    this.clock.toTime(Math.max(0, this.#at(this.films[0])));
    this.clock.play();
  }

  /** The two pictures on the screen show the same moment. */
  #same() {
    const { clock: c } = this.other;
    const own = this.other.own.ms[c.target ?? c.shown.index];
    this.#set(shiftBySame(this.#at(this.films[0]), own));
    this.#say(this.t("align.laid"));
  }

  #nudge(by) {
    this.#set(this.laying.now[this.other.id] + by * frameMs(this.films[0].recording));
  }

  #key(e) {
    const target = e.composedPath()[0];
    if (isTyping(target) || e.altKey || belongsToControl(e, target)) return;
    let id = KEYS[`${e.shiftKey ? "Shift+" : ""}${e.code}`];
    if (e.ctrlKey || e.metaKey) id = { z: e.shiftKey ? "redo" : "undo", y: "redo" }[e.key.toLowerCase()];
    if (!id) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    this.#do(id);
  }

  async #save() {
    const { now, saved } = this.laying;
    const moved = Object.keys(now).filter((id) => now[id] !== saved[id]);
    const of = (all) => Object.fromEntries(moved.map((id) => [id, all[id]]));
    this.saves.disabled = true;
    try {
      const { shifts } = await this.api.put(`api/v1/sessions/${encodeURIComponent(this.data.session.id)}/clock`, { shifts: of(now), was: of(saved) });
      const at = this.#at(this.films[0]) - now[this.films[0].id];
      this.laying.keep(shifts);
      this.#lay();
      this.#seek(at + this.#base);
      this.#say(this.t("align.saved"));
    } catch (error) {
      this.#say(error?.kind === "refused" && error.message ? error.message : this.t("align.not_saved"));
    }
    this.#show();
  }

  #say(sentence) {
    this.said = sentence;
    say(this.live, sentence);
    this.films[0].screen.flash(sentence);
  }

  // ---- showing -----------------------------------------------------------------------------

  #frame() {
    this.#showWave();
  }

  #showFilm(film) {
    say(film.time, clock(this.#at(film)));
    if (!this.clock.playing) this.#showWave();
  }

  #showState() {
    if (!this.playb) return;
    const { playing } = this.clock;
    this.root.toggleAttribute("data-playing", playing);
    this.playb.replaceChildren(icon(playing ? "pause" : "play"));
    this.playb.setAttribute("aria-label", this.t(playing ? "transport.pause" : "transport.play"));
  }

  #showWave() {
    if (!this.other) return;
    this.wave.show([this.films[0], this.other].map((film) => ({
      name: film.recording.name, peaks: film.peaks, shift: film.clock.frames.start, end: film.clock.frames.end, at: this.#at(film),
    })));
  }

  #show() {
    const { t, laying } = this;
    const by = laying.now[this.other.id] - this.#base;
    const frames = Math.round((by / frameMs(this.films[0].recording)) * 10) / 10;
    this.ms.value = String(laying.now[this.other.id]);
    this.frames.value = String(frames);
    const [first, film] = [this.films[0].recording.name, this.other.recording.name];
    const about = by === 0 ? "align.at_once" : by > 0 ? "align.after" : "align.before";
    const where = t(about, { first, film, seconds: (Math.abs(by) / 1000).toFixed(3), frames: Math.abs(frames) });
    say(this.says, [where, ...this.#consequences(by)].join(" "));
    this.undo.disabled = !laying.past.length;
    this.redo.disabled = !laying.future.length;
    this.saves.disabled = !laying.changed;
    say(this.unsaved, laying.changed ? t("align.unsaved") : "");
    Object.assign(this.root.dataset, { shift: String(laying.now[this.other.id]), unsaved: String(laying.changed) });
    this.#showWave();
  }

  /** What this means for what was coded, and for what lies before the clock begins. */
  #consequences(by) {
    const { t, data } = this;
    const first = this.films[0].recording.name;
    const told = [];
    if (data.marks) told.push(t("align.marks", { n: data.marks, first }));
    if (data.beyond && this.laying.changed) told.push(t("align.beyond", { n: data.beyond, first }));
    if (this.#base + by < 0) told.push(t("align.cut", { seconds: (-(this.#base + by) / 1000).toFixed(1) }));
    return told;
  }
}
