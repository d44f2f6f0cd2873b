// The tracks card: the canvas, and what part of the session it shows.

import { TrackPainter } from "./canvas.js";
import { el, icon } from "./dom.js";
import * as geo from "./geometry.js";
import { Pointer } from "./pointer.js";

/** How long the tracks stay where someone looks, before they turn to the playhead again. */
const LOOK_MS = 4000;
const ZOOM_STEP = 1.6;
const SNAP = "attune-snap";

/**
 * @typedef {object} Ports
 * @property {import("./desk.js").Desk} desk
 * @property {import("./clock.js").FilmClock} film
 * @property {Function} t
 * @property {(a: any) => string} describe an annotation in words
 * @property {(a: any, how: "one"|"more"|"range") => void} choose what a click on an annotation does
 * @property {AbortSignal} signal
 */

export class Tracks {
  /** @param {Ports} ports */
  constructor({ desk, film, t, describe, choose, signal }) {
    Object.assign(this, { desk, t });
    this.base = el("canvas.base", { "aria-hidden": "true" });
    this.top = el("canvas.top", { "aria-label": t("tracks.label"), role: "img" });
    this.pointer = new Pointer({ tracks: this, desk, film, t, describe, choose, signal });
    this.box = el("div.canvases", {}, this.base, this.top, this.pointer.tip.node);
    this.node = el("section.card.tracks", { "aria-label": t("tracks.title") }, this.#tools(), this.box);
    const links = desk.json.scheme.modifiers.filter((m) => m.type === "link").map((m) => m.id);
    this.painter = new TrackPainter(this.base, this.top, new Set(links));
    this.view = { left: 150, width: 800, start: 0, scale: 100 };
    this.limits = { start: 0, end: 1 };
    this.scroll = 0;
    this.head = 0;
    this.hover = null;
    this.loop = null;
    /** The interval that is asked for, and its tracks; null while none is. @type {() => any} */
    this.asked = () => null;
    /** What a drag over empty tracks goes around, px. */
    this.band = null;
    /** When someone last looked at another place by hand. */
    this.looked = -Infinity;
  }

  /** Whether dragged edges snap to those of other tracks; this browser remembers it. */
  get snaps() {
    return localStorage.getItem(SNAP) !== "off";
  }

  toggleSnap() {
    localStorage.setItem(SNAP, this.snaps ? "off" : "on");
    this.snapButton.setAttribute("aria-pressed", String(this.snaps));
    return this.snaps;
  }

  #tools() {
    const button = (name, label, f) => el("button.mini", { "aria-label": this.t(label), title: this.t(label), onclick: f }, icon(name));
    this.snapButton = button("magnet", "tracks.snap", () => this.toggleSnap());
    this.snapButton.setAttribute("aria-pressed", String(this.snaps));
    return el("div.zoom", { role: "group", "aria-label": this.t("tracks.zoom") },
      button("minus", "tracks.zoom_out", () => this.zoom(1 / ZOOM_STEP)),
      button("plus", "tracks.zoom_in", () => this.zoom(ZOOM_STEP)),
      button("fit", "tracks.zoom_all", () => this.showAll()), this.snapButton);
  }

  // ---- scene -------------------------------------------------------------------------------

  get hasSound() {
    return Boolean(this.painter.back.peaks?.low.length);
  }

  get lanes() {
    return this.desk.lanes;
  }

  get wished() {
    return geo.wishedHeight(this.lanes.length, this.hasSound);
  }

  get layout() {
    return geo.rows(this.lanes.length, this.view.height ?? this.wished, this.hasSound);
  }

  #scene() {
    return {
      view: this.view, layout: this.layout, standing: this.desk.standing, scroll: this.scroll, head: this.head,
      active: new Set(this.desk.pass.tracks), selection: this.desk.selection, hover: this.hover, loop: this.loop,
      chosen: this.desk.chosen, band: this.band, asked: this.asked(),
      readOnly: this.desk.fixed, windowFixed: this.desk.windowFixed, words: { film: this.t("tracks.film"), sound: this.t("tracks.sound") },
    };
  }

  resize() {
    const { width, height } = this.box.getBoundingClientRect();
    if (width < 10 || height < 10) return;
    const whole = Math.abs(this.view.scale - geo.fit(this.view, this.limits).scale) < 1e-9;
    this.view = { ...this.view, width, height, left: this.#nameWidth(width) };
    this.view = whole || !this.placed ? geo.fit(this.view, this.limits) : geo.bounded(this.view, this.limits);
    this.painter.resize(width, height);
    this.#bound();
    this.draw();
  }

  /** Room for the names of the rows: what they need, but not more than a sixth of the card, on a tablet a quarter. */
  #nameWidth(width) {
    return Math.round(Math.max(96, Math.min(this.painter.widestName(this.lanes) + 26, Math.max(width * 0.16, Math.min(width * 0.26, 210)))));
  }

  /** @param {geo.Limits} limits */
  setLimits(limits) {
    this.limits = limits;
    this.view = geo.fit(this.view, limits);
  }

  #bound() {
    const { total, top } = this.layout;
    const room = (this.view.height ?? total) - top;
    this.scroll = Math.max(0, Math.min(this.scroll, total - top - room));
  }

  /** Draw everything that stands. */
  draw() {
    if (!this.painter.tokens || !this.painter.width) return;
    const from = performance.now();
    const scene = this.#scene();
    this.painter.drawBase(scene);
    this.painter.drawTop(scene);
    this.#tellView(scene);
    performance.measure("attune:redraw", { start: from, end: performance.now() });
  }

  /** The picture in words, for whoever drives the desk from outside: where time and lanes lie. */
  #tellView({ view, layout, scroll }) {
    const told = [view.start, view.scale, view.left, layout.top - scroll, layout.lane].join(" ");
    if (this.node.dataset.view !== told) this.node.dataset.view = told;
  }

  /** Draw what moves: playhead, running states, selection. */
  drawTop() {
    if (!this.painter.tokens || !this.painter.width) return;
    this.painter.drawTop(this.#scene());
  }

  /**
   * The film shows `ms`: the playhead goes there. It does not leave the picture: the page turns when it
   * plays out of sight, unless someone looks elsewhere just now, and follows wherever it jumps.
   */
  moveHead(ms, playing) {
    const moved = ms !== this.head;
    this.head = ms;
    const before = this.view;
    if (moved && !this.pointer.drag) this.#follow(ms, playing);
    if (this.view === before) this.drawTop();
    else this.draw();
  }

  #follow(ms, playing) {
    if (!playing) this.reveal(ms);
    else if (performance.now() - this.looked > LOOK_MS) this.view = geo.follow(this.view, ms, this.limits);
  }

  /** Bring a time into sight. */
  reveal(ms) {
    const x = geo.xOf(this.view, ms);
    if (x >= this.view.left - 1 && x < this.view.width - 4) return;
    const half = ((this.view.width - this.view.left) / 2) * this.view.scale;
    this.view = geo.bounded({ ...this.view, start: ms - half }, this.limits);
  }

  /** Look at another part: a view, and so many px down. */
  look(view, down = 0) {
    this.placed = true;
    this.looked = performance.now();
    this.view = view;
    this.scroll += down;
    this.#bound();
    this.draw();
    this.onView?.();
  }

  /** Move on by px. */
  pan(px) {
    this.look(geo.panBy(this.view, px, this.limits));
  }

  /** Whether there are more lanes than the card shows. */
  get overflows() {
    return this.layout.total > (this.view.height ?? 0) + 1;
  }

  nearer() {
    this.zoom(ZOOM_STEP);
  }

  farther() {
    this.zoom(1 / ZOOM_STEP);
  }

  zoom(factor, x = null) {
    const head = geo.xOf(this.view, this.head);
    const seen = head >= this.view.left - 1 && head <= this.view.width + 1;
    this.look(geo.zoomAt(this.view, x ?? (seen ? head : (this.view.left + this.view.width) / 2), factor, this.limits));
  }

  /** How many times nearer than the whole film, in hundredths. */
  get zoomed() {
    return Math.round((geo.fit(this.view, this.limits).scale / this.view.scale) * 100) / 100;
  }

  showAll() {
    this.look(geo.fit(this.view, this.limits));
  }
}
