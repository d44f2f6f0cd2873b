// Leads from interval to interval: plays one, stops at its end or chimes, takes its code, goes on to the next.

import { el, icon, say } from "./dom.js";
import { codedIntervals, gridOf, intervalAt, isDone, nextOpen } from "./intervals.js";
import { capOf, printed } from "./keys.js";
import { clock, span } from "./time.js";

/** How many intervals have a button of their own at once. */
const CELLS = 24;
const CHIME = "attune-chime";

export class IntervalGuide {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {import("./clock.js").FilmClock} ports.film
   * @param {Function} ports.t
   * @param {(id: string) => void} ports.act
   * @param {(id: string, values?: any) => void} ports.toast
   * @param {() => void} ports.draw what moves on the tracks
   * @param {() => void} ports.chime a short sound
   */
  constructor(ports) {
    Object.assign(this, ports);
    this.node = el("div.guide", { role: "group", "aria-label": ports.t("interval.title") });
    /** Whether it leads; else a code goes to the interval on the screen. */
    this.on = false;
    this.n = 0;
    this.length = 0;
    /** In which interval the film was at its last frame. */
    this.seen = null;
    this.pass = null;
    ports.desk.asked = (lane) => (this.on && lane.interval_ms === this.length ? this.stretch : null);
  }

  get all() {
    return this.desk.activeLanes.filter((l) => l.interval_ms);
  }

  /** The lanes of intervals as long as those that it leads through. */
  get lanes() {
    return this.all.filter((l) => l.interval_ms === this.length);
  }

  get grid() {
    return gridOf(this.length, this.desk.standing.window);
  }

  get stretch() {
    return intervalAt(this.length, this.n);
  }

  /** What the tracks show as asked for. */
  get shown() {
    return this.on && this.grid.end > this.grid.first ? { ...this.stretch, tracks: new Set(this.lanes.map((l) => l.track)) } : null;
  }

  get #chimes() {
    return localStorage.getItem(CHIME) === "on";
  }

  /** Another pass: one with nothing but intervals leads at once. */
  showPass() {
    if (this.pass === this.desk.pass.id) return;
    this.pass = this.desk.pass.id;
    if (this.on) this.film.bounds = null;
    this.#choose(this.all[0]?.interval_ms ?? 0);
    this.on = this.all.length > 0 && this.desk.activeLanes.every((l) => l.interval_ms);
  }

  #choose(length) {
    this.length = length;
    this.seen = null;
    if (length) this.n = nextOpen(this.lanes, length, this.grid, 0) ?? this.grid.first;
  }

  // ---- what keys and buttons do: whether it was the guide's ------------------------------------

  toggle() {
    if (!this.all.length) return this.toast("said.no_intervals");
    this.on = !this.on;
    if (this.on) this.#follow(this.film.shown.ms);
    else this.film.bounds = null;
    this.toast(this.on ? "said.guided" : "said.not_guided");
    this.refresh();
    return this.draw();
  }

  /** A pass was opened: the film goes to the first interval that lacks a code. */
  begins() {
    if (!this.on) return false;
    this.to(this.n);
    return true;
  }

  plays() {
    if (!this.on || this.grid.end <= this.grid.first) return false;
    if (this.film.playing) this.film.pause();
    else this.#play();
    return true;
  }

  #play() {
    const { onset_ms, offset_ms } = this.stretch;
    const { film } = this;
    film.bounds = this.#chimes ? null : { onset: onset_ms, offset: offset_ms, once: true };
    const over = film.shown.ms < onset_ms - 1 || film.frames.msOf(film.shown.index + 1) >= offset_ms;
    if (over && !(this.#chimes && film.shown.ms >= offset_ms)) film.toTime(this.#begin(onset_ms));
    this.seen = null;
    film.play();
  }

  /** The first frame that lies wholly in the interval. */
  #begin(onset_ms) {
    const { frames } = this.film;
    const at = frames.indexAt(onset_ms);
    return frames.msOf(frames.msOf(at) < onset_ms ? at + 1 : at);
  }

  steps(by) {
    if (!this.on) return false;
    this.to(this.n + by);
    return true;
  }

  /** Enter: on to the next one, whether this one has a code or not. */
  goesOn() {
    if (!this.on) return false;
    this.#on();
    return true;
  }

  to(n) {
    const { first, end } = this.grid;
    if (end <= first) return;
    this.film.pause();
    this.film.bounds = null;
    this.n = Math.max(first, Math.min(end - 1, n));
    this.film.toTime(this.#begin(this.stretch.onset_ms));
    this.refresh();
    this.draw();
  }

  /** To the next interval and play it; behind the last one to the first that lacks a code. */
  #on() {
    const { grid, lanes, length } = this;
    const next = this.n + 1 < grid.end ? this.n + 1 : nextOpen(lanes.filter((l) => l.exclusive), length, grid, grid.first);
    if (next === null || next === this.n) {
      this.film.pause();
      this.toast(next === null ? "said.intervals_done" : "said.last_interval");
      this.refresh();
      return;
    }
    this.to(next);
    this.#play();
  }

  /** A code was given: when nothing more is asked and the film stands, go on. */
  pressed(lane) {
    if (!this.on || lane.interval_ms !== this.length) return;
    if (this.#chimes && this.film.playing) this.#catchUp();
    else if (!this.film.playing && this.#complete()) this.#on();
    this.refresh();
  }

  /** Where several codes may hold, only the coder knows when all are there. */
  #complete() {
    return this.lanes.every((l) => l.exclusive) && isDone(this.lanes, this.length, this.n);
  }

  // ---- the film ----------------------------------------------------------------------------

  /** @param {import("./clock.js").Shown} shown */
  showFrame(shown) {
    if (!this.on || !this.film.frames) return;
    if (this.film.playing) {
      if (this.#chimes) this.#listen(shown);
    } else if (!this.film.seeking && this.film.target === null) this.#stands(shown);
  }

  /** An interval ended while the film plays on: it is asked for until it has its code or the next one ends. */
  #listen({ ms }) {
    const now = Math.floor(ms / this.length);
    const { seen } = this;
    this.seen = now;
    if (seen === null || now <= seen) return;
    this.chime();
    this.n = isDone(this.lanes, this.length, seen) ? now : seen;
    this.#bound();
  }

  #catchUp() {
    if (isDone(this.lanes, this.length, this.n)) this.n = Math.max(this.n, this.seen ?? this.n);
    this.#bound();
  }

  #bound() {
    const { first, end } = this.grid;
    if (this.n >= end) this.film.pause();
    this.n = Math.max(first, Math.min(end - 1, this.n));
    this.refresh();
    this.draw();
  }

  /** The film came to rest: at the interval's end it asks, or goes on when it knows; elsewhere it comes along. */
  #stands({ index, ms }) {
    const { onset_ms, offset_ms } = this.stretch;
    const until = this.film.frames.msOf(index + 1);
    const ended = until >= offset_ms && ms < offset_ms;
    if (ended && this.ran && this.#complete()) {
      this.ran = false;
      this.#on();
      return;
    }
    this.ran = false;
    if (until <= onset_ms || ms >= offset_ms) this.#follow(ms);
    this.node.toggleAttribute("data-ended", ended);
    this.#say(ended);
  }

  /** Playing or not: what ran to its end may go on by itself. */
  showState() {
    if (this.film.playing) this.ran = true;
    this.#showPlay();
  }

  #follow(ms) {
    const { first, end } = this.grid;
    const n = Math.max(first, Math.min(end - 1, Math.floor(ms / this.length)));
    if (n === this.n) return;
    this.n = n;
    this.refresh();
    this.draw();
  }

  // ---- showing -----------------------------------------------------------------------------

  refresh() {
    if (!this.length || this.desk.round) return;
    const active = this.node.getRootNode().activeElement;
    const name = this.node.contains(active) ? active.dataset.name : null;
    this.node.replaceChildren(...(this.grid.end > this.grid.first ? this.#parts() : [el("p.mute", {}, this.t("interval.none", { length: span(this.length) }))]));
    this.#showPlay();
    if (name) this.node.querySelector(`[data-name="${name}"]`)?.focus();
  }

  #parts() {
    const { grid, t } = this;
    const { onset_ms, offset_ms } = this.stretch;
    const where = el("b.num", {}, t("interval.at", { n: this.n - grid.first + 1, all: grid.end - grid.first }));
    this.question = el("p.ask", { role: "status" });
    this.#say(this.node.hasAttribute("data-ended"));
    return [el("div.g", {}, where, el("small.num", {}, `${clock(onset_ms)} – ${clock(offset_ms)}`), el("span.sp"), el("small", {}, this.#told())), this.#cells(), this.question, this.#tools()];
  }

  #told() {
    return this.lanes.map((lane) => {
      const { done, all } = codedIntervals(lane, this.desk.standing.window);
      return this.t(lane.exclusive ? "interval.done" : "interval.with_code", { track: lane.label, done, all });
    }).join(" · ");
  }

  /** One button an interval: which are done is seen by its fill and told by its name. */
  #cells() {
    const { grid, lanes, length, t } = this;
    const first = Math.max(grid.first, Math.min(this.n - CELLS / 2, grid.end - CELLS));
    const cell = (n) => {
      const done = isDone(lanes, length, n);
      return el("button.cell", {
        "aria-current": n === this.n ? "true" : null, "data-done": done ? "" : null, "data-n": String(n),
        "aria-label": t(done ? "interval.is_done" : "interval.is_open", { n: n - grid.first + 1, from: clock(n * length) }), onclick: () => this.to(n),
      }, done ? icon("check") : null);
    };
    return el("div.cells", {}, ...Array.from({ length: Math.min(CELLS, grid.end - first) }, (_, i) => cell(first + i)));
  }

  /** What the code is to say, by the track's sampling. */
  #say(ended) {
    const samplings = [...new Set(this.lanes.map((l) => l.sampling))];
    const asks = samplings.map((s) => this.t(`interval.${s}`)).join(" ");
    if (this.question) say(this.question, ended && !this.#complete() ? `${asks} ${this.t(this.lanes.every((l) => l.exclusive) ? "interval.press" : "interval.press_enter")}` : asks);
  }

  #tools() {
    const { t } = this;
    const button = (id, name, word, cap, onclick, more = {}) => el("button.small", { "data-name": id, title: t(`${word}.long`), onclick, ...more }, name ? icon(name) : null, el("span", {}, t(word)), cap ? el("kbd", {}, printed(cap, t)) : null);
    const leads = { "aria-pressed": String(this.on) };
    return el("div.df", {},
      button("ibefore", "left", "interval.before", capOf("previous"), () => this.steps(-1), { disabled: !this.on }),
      button("iplay", "play", "interval.play", capOf("play"), () => this.act("play"), { disabled: !this.on }),
      button("inext", "right", "interval.next", capOf("stop_last"), () => this.goesOn(), { disabled: !this.on }),
      el("span.sp"), this.#lengths(),
      button("ichime", "", "interval.chime", "", () => this.#swap(), { "aria-pressed": String(this.#chimes) }),
      button("iguide", "", "interval.lead", capOf("intervals"), () => this.act("intervals"), leads));
  }

  #swap() {
    localStorage.setItem(CHIME, this.#chimes ? "off" : "on");
    this.film.bounds = null;
    this.refresh();
  }

  /** Intervals of several lengths are led through one length after the other. */
  #lengths() {
    const lengths = [...new Set(this.all.map((l) => l.interval_ms))];
    if (lengths.length < 2) return null;
    const select = el("select.btn", { "aria-label": this.t("interval.length"), onchange: () => { this.#choose(lengths[select.selectedIndex]); this.to(this.n); } },
      ...lengths.map((ms) => el("option", {}, span(ms))));
    select.selectedIndex = lengths.indexOf(this.length);
    return select;
  }

  #showPlay() {
    const button = this.node.querySelector("[data-name=iplay]");
    if (!button) return;
    const word = this.film.playing ? "transport.pause" : "interval.play";
    if (button.dataset.word === word) return;
    button.dataset.word = word;
    button.replaceChildren(icon(this.film.playing ? "pause" : "play"), el("span", {}, this.t(word)), el("kbd", {}, printed(capOf("play"), this.t)));
  }
}
