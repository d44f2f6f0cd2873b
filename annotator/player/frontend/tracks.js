// The tracks card: the canvas, and what the pointer does on it.

import { TrackPainter } from "./canvas.js";
import { el, icon } from "./dom.js";
import * as geo from "./geometry.js";
import * as rules from "./record.js";
import { clock, span } from "./time.js";

const SLOP = 4;

/**
 * @typedef {object} Ports
 * @property {import("./desk.js").Desk} desk
 * @property {import("./clock.js").FilmClock} film
 * @property {Function} t
 * @property {(id: string) => void} open show the details of an annotation
 * @property {AbortSignal} signal
 */

export class Tracks {
  /** @param {Ports} ports */
  constructor({ desk, film, t, open, signal }) {
    Object.assign(this, { desk, film, t, open, signal });
    this.base = el("canvas.base", { "aria-hidden": "true" });
    this.top = el("canvas.top", { "aria-label": t("tracks.label"), role: "img" });
    this.tip = el("div.tip", { hidden: true });
    this.box = el("div.canvases", {}, this.base, this.top, this.tip);
    this.node = el("section.card.tracks", { "aria-label": t("tracks.title") }, this.#tools(), this.box);
    this.painter = new TrackPainter(this.base, this.top);
    this.painter.links = new Set(desk.json.scheme.modifiers.filter((m) => m.type === "link").map((m) => m.id));
    this.view = { left: 150, width: 800, start: 0, scale: 100 };
    this.limits = { start: 0, end: 1 };
    this.scroll = 0;
    this.head = 0;
    this.hover = null;
    this.drag = null;
    this.loop = null;
    /** Onset and offset while an edge is dragged: drawn, not yet done. */
    this.preview = null;
    this.pointers = new Map();
    this.#listen();
  }

  #tools() {
    const button = (name, label, f) => el("button.mini", { "aria-label": this.t(label), title: this.t(label), onclick: f }, icon(name));
    return el("div.zoom", { role: "group", "aria-label": this.t("tracks.zoom") },
      button("minus", "tracks.zoom_out", () => this.zoom(1 / 1.6)),
      button("plus", "tracks.zoom_in", () => this.zoom(1.6)),
      button("fit", "tracks.zoom_all", () => this.showAll()));
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
      readOnly: this.desk.readOnly, words: { film: this.t("tracks.film"), sound: this.t("tracks.sound") },
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

  /** Room for the names of the rows: what they need, but not more than a sixth of the card. */
  #nameWidth(width) {
    return Math.round(Math.max(96, Math.min(this.painter.widestName(this.lanes) + 26, width * 0.16)));
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
    performance.measure("attune:redraw", { start: from, end: performance.now() });
  }

  /** Draw what moves: playhead, running states, selection. */
  drawTop() {
    if (!this.painter.tokens || !this.painter.width) return;
    this.painter.drawTop(this.#scene());
  }

  /** The film shows `ms`: the playhead goes there, and the page turns when it plays out of sight. */
  moveHead(ms, following) {
    this.head = ms;
    const view = following && !this.drag ? geo.follow(this.view, ms, this.limits) : this.view;
    if (view === this.view) {
      this.drawTop();
      return;
    }
    this.view = view;
    this.draw();
  }

  /** Bring a time into sight. */
  reveal(ms) {
    const x = geo.xOf(this.view, ms);
    if (x >= this.view.left && x < this.view.width - 20) return;
    const half = ((this.view.width - this.view.left) / 2) * this.view.scale;
    this.view = geo.bounded({ ...this.view, start: ms - half }, this.limits);
  }

  zoom(factor, x = null) {
    const head = geo.xOf(this.view, this.head);
    const seen = head >= this.view.left - 1 && head <= this.view.width + 1;
    const at = x ?? (seen ? head : (this.view.left + this.view.width) / 2);
    this.placed = true;
    this.view = geo.zoomAt(this.view, at, factor, this.limits);
    this.draw();
    this.onView?.();
  }

  /** How many times nearer than the whole film, in hundredths. */
  get zoomed() {
    return Math.round((geo.fit(this.view, this.limits).scale / this.view.scale) * 100) / 100;
  }

  showAll() {
    this.view = geo.fit(this.view, this.limits);
    this.draw();
    this.onView?.();
  }

  // ---- pointer -----------------------------------------------------------------------------

  #listen() {
    const on = (type, f, more = {}) => this.top.addEventListener(type, f, { signal: this.signal, ...more });
    on("pointerdown", (e) => this.#down(e));
    on("pointermove", (e) => this.#move(e));
    on("pointerup", (e) => this.#up(e));
    on("pointercancel", (e) => this.#cancel(e));
    on("pointerleave", () => this.#leave());
    on("dblclick", (e) => this.#double(e));
    on("wheel", (e) => this.#wheel(e), { passive: false });
  }

  #at(e) {
    const box = this.top.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top, reach: e.pointerType === "touch" ? 14 : 6 };
  }

  /** What lies under the pointer. */
  #under({ x, y, reach }) {
    if (x < this.view.left - 8) return { where: "names" };
    if (y < this.layout.ruler.height) {
      const edge = this.desk.readOnly ? null : this.#windowEdge(x, y, reach);
      return edge ? { where: "window", edge } : { where: "ruler" };
    }
    const i = geo.laneAt(this.layout, y, this.lanes.length, this.scroll);
    if (i < 0) return { where: "film" };
    const found = geo.hit(this.view, this.lanes[i], x, this.head, reach);
    return found ? { where: "annotation", lane: this.lanes[i], ...found } : { where: "empty", lane: this.lanes[i] };
  }

  #windowEdge(x, y, reach) {
    if (y > 15) return null;
    const w = this.desk.standing.window;
    const from = geo.xOf(this.view, w.onset_ms);
    const to = geo.xOf(this.view, w.offset_ms);
    if (x >= from - reach && x <= from + 9 + reach / 2) return "onset";
    return x <= to + reach && x >= to - 9 - reach / 2 ? "offset" : null;
  }

  #down(e) {
    if (e.button > 0) return;
    const at = this.#at(e);
    this.pointers.set(e.pointerId, at);
    try { this.top.setPointerCapture(e.pointerId); } catch { /* the pointer is gone already */ }
    if (this.pointers.size === 2) {
      this.drag = { kind: "pinch", apart: this.#apart() };
      return;
    }
    this.drag = { kind: "press", start: at, under: this.#under(at), view: this.view, touch: e.pointerType === "touch" };
  }

  #apart() {
    const [a, b] = [...this.pointers.values()];
    return { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2 };
  }

  #move(e) {
    const at = this.#at(e);
    if (this.pointers.has(e.pointerId)) this.pointers.set(e.pointerId, at);
    if (!this.drag) this.#hoverAt(at);
    else if (this.drag.kind === "pinch") this.#pinch();
    else this.#dragTo(at, e);
  }

  #pinch() {
    const now = this.#apart();
    const before = this.drag.apart;
    if (before.far > 8) this.zoom(now.far / before.far, now.x);
    this.view = geo.panBy(this.view, before.x - now.x, this.limits);
    this.drag.apart = now;
    this.draw();
  }

  #dragTo(at, e) {
    const d = this.drag;
    if (d.kind === "press") {
      if (Math.hypot(at.x - d.start.x, at.y - d.start.y) < SLOP) return;
      d.kind = this.#kindOfDrag(d.under, e);
      this.tip.hidden = true;
      this.hover = null;
    }
    if (d.kind === "pan") this.#pan(at);
    else if (d.kind === "scrub") this.film.toTime(geo.msOf(this.view, at.x));
    else if (d.kind === "window") this.#dragWindow(at);
    else this.#dragAnnotation(at);
  }

  #kindOfDrag(under, e) {
    if (under.where === "ruler") return "scrub";
    if (under.where === "window") return "window";
    if (under.where !== "annotation" || this.desk.readOnly) return "pan";
    const selectedOnly = this.drag.touch && under.annotation.id !== this.desk.selected;
    if (selectedOnly) return "pan"; // a finger scrolls; it moves only what was chosen first
    return e.altKey || under.part === "body" ? "body" : "edge";
  }

  #pan(at) {
    const d = this.drag;
    this.placed = true;
    this.view = geo.panBy(d.view, d.start.x - at.x, this.limits);
    this.scroll = Math.max(0, this.scroll + (d.lastY ?? d.start.y) - at.y);
    d.lastY = at.y;
    this.#bound();
    this.draw();
    this.onView?.();
  }

  #positionAt(x) {
    const ms = geo.magnetic(this.view, geo.msOf(this.view, x), [this.head]);
    return this.film.frames.nearest(ms);
  }

  #dragAnnotation(at) {
    const d = this.drag;
    this.#unpreview();
    const a = this.desk.annotation(d.under.annotation.id);
    if (!a) return;
    d.outcome = d.kind === "edge"
      ? rules.moveEdge(this.desk.standing, a, d.under.part, this.#positionAt(at.x), this.film.frames)
      : this.#bodyOutcome(a, at, d);
    this.#showPreview(d.outcome, a, at);
  }

  #bodyOutcome(a, at, d) {
    const moved = a.content.onset_ms + (at.x - d.start.x) * this.view.scale;
    const ms = geo.magnetic(this.view, moved, [this.head]);
    return rules.moveBody(this.desk.standing, a, this.film.frames.nearest(ms), this.film.frames);
  }

  /** Draw the annotations as they would be; nothing is done until the pointer lets go. */
  #showPreview(outcome, a, at) {
    if (outcome.edits.length) {
      this.preview = outcome.edits.map((e) => ({ edit: e, before: this.desk.annotation(e.annotation) }));
      this.desk.standing.apply(outcome.edits);
    }
    this.draw();
    this.#tell(this.desk.annotation(a.id), at);
  }

  /** Put back what a preview showed. */
  #unpreview() {
    for (const { edit, before } of this.preview ?? []) {
      this.desk.standing.apply([{ ...edit, kind: "change", content: before.content, revision: before.revision - 1 }]);
    }
    this.preview = null;
  }

  #dragWindow(at) {
    const ms = this.film.frames.msOf(this.#positionAt(at.x));
    const d = this.drag;
    d.wasWindow ??= this.desk.standing.window;
    this.desk.standing.window = d.wasWindow;
    d.outcome = rules.moveWindow(this.desk.standing, d.under.edge, Math.round(ms), this.limits);
    if (d.outcome.edits.length) this.desk.standing.window = d.outcome.edits[0].window;
    this.draw();
  }

  #up(e) {
    const at = this.#at(e);
    this.pointers.delete(e.pointerId);
    const d = this.drag;
    if (!d || (d.kind === "pinch" && this.pointers.size)) return;
    this.drag = null;
    if (d.kind === "press") this.#click(d.under, at);
    this.#finish(d);
  }

  #finish(d) {
    if (d.wasWindow) this.desk.standing.window = d.wasWindow;
    this.#unpreview();
    this.tip.hidden = true;
    if (d.outcome?.edits.length) {
      if (d.under.annotation) this.desk.select(d.under.annotation.id);
      this.desk.do("drag", d.outcome);
    } else this.draw();
  }

  #cancel(e) {
    this.pointers.delete(e.pointerId);
    const d = this.drag;
    this.drag = null;
    if (d) this.#finish({ ...d, outcome: null });
  }

  /** Whether a drag is under way; Esc ends it without doing anything. */
  stopDrag() {
    if (!this.drag || this.drag.kind === "press") return false;
    const d = this.drag;
    this.drag = null;
    this.#finish({ ...d, outcome: null });
    return true;
  }

  #click(under, at) {
    if (under.where === "annotation") {
      this.desk.select(under.annotation.id);
      this.open(under.annotation.id);
      return;
    }
    if (under.where === "names") return;
    this.desk.select(null);
    this.film.toTime(geo.msOf(this.view, at.x));
  }

  #double(e) {
    const under = this.#under(this.#at(e));
    if (under.where === "annotation") this.film.toTime(under.annotation.content.onset_ms);
  }

  #wheel(e) {
    e.preventDefault();
    this.placed = true;
    const unit = e.deltaMode === 1 ? 16 : 1;
    if (e.ctrlKey || e.metaKey) {
      this.zoom(Math.exp(-e.deltaY * unit * 0.004), this.#at(e).x);
      return;
    }
    const layout = this.layout;
    const tall = layout.total > (this.view.height ?? 0) + 1;
    if (tall && !e.shiftKey && Math.abs(e.deltaY) > Math.abs(e.deltaX)) {
      this.scroll += e.deltaY * unit;
      this.#bound();
    } else this.view = geo.panBy(this.view, (e.deltaX || e.deltaY) * unit, this.limits);
    this.draw();
    this.onView?.();
  }

  // ---- hover -------------------------------------------------------------------------------

  #hoverAt(at) {
    const under = this.#under(at);
    const a = under.where === "annotation" ? under.annotation : null;
    this.top.style.cursor = this.#cursorOf(under);
    if (a !== this.hover) {
      this.hover = a;
      this.drawTop();
    }
    if (a) this.#tell(a, at);
    else this.tip.hidden = true;
  }

  #cursorOf(under) {
    if (under.where === "window") return "ew-resize";
    if (under.where !== "annotation" || this.desk.readOnly) return under.where === "ruler" ? "pointer" : "default";
    return under.part !== "body" && !under.lane.isPoint ? "ew-resize" : "grab";
  }

  #leave() {
    if (this.drag) return;
    this.hover = null;
    this.tip.hidden = true;
    this.drawTop();
  }

  /** Onset, offset, duration and modifiers beside the pointer. */
  #tell(a, { x, y }) {
    if (!a) return;
    const c = a.content;
    const code = this.desk.standing.codeOf(a);
    const end = c.offset_ms ?? this.head;
    const times = c.offset_ms === c.onset_ms ? clock(c.onset_ms)
      : `${clock(c.onset_ms)} – ${c.offset_ms === null ? this.t("tracks.running") : clock(end)} · ${span(Math.max(0, end - c.onset_ms))}`;
    const more = [this.describe?.(a), c.comment].filter(Boolean).join(" · ");
    this.tip.replaceChildren(el("b", {}, code?.label ?? c.code), el("span", {}, times), ...(more ? [el("span.more", {}, more)] : []));
    this.tip.hidden = false;
    const wide = this.tip.offsetWidth;
    const left = Math.max(4, Math.min(x + 14, this.view.width - wide - 6));
    const top = y - this.tip.offsetHeight - 10 > 0 ? y - this.tip.offsetHeight - 10 : Math.min(y + 18, (this.view.height ?? 200) - this.tip.offsetHeight - 2);
    this.tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
