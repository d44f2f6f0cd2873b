// Two records under the film: agreement along the whole session, and near the playhead both coders' lanes, one above
// the other, crossed where they differ. The list beside it says the same in words.

import { CodeColours } from "./colours.js";
import { el } from "./dom.js";
import * as geo from "./geometry.js";
import { shortClock } from "./time.js";

const FONT = "Inter, system-ui, sans-serif";
const LEFT = 208;
const WHOLE_PX = 58;
const RULER = 20;
const ROW = 18;
const GAP = 14;
const LANE = 2 * ROW + GAP;
/** How much of the session is near, at least, ms. */
const NEAR_MS = 24_000;

export class Beside {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {any} ports.data both records, as the server tells them
   * @param {(ms: number) => void} ports.seek
   * @param {AbortSignal} ports.signal
   */
  constructor({ t, data, seek, signal }) {
    Object.assign(this, { t, data, seek });
    this.whole = el("canvas.whole", { role: "img", "aria-label": t("differ.along") });
    this.near = el("canvas.near", { role: "img", "aria-label": t("differ.records") });
    this.scroller = el("div.lanes", { tabIndex: -1 }, this.near);
    this.node = el("section.card.beside", {}, this.whole, this.scroller);
    this.limits = { start: data.window.onset_ms, end: data.window.offset_ms };
    this.all = { left: LEFT, width: 800, start: this.limits.start, scale: 100 };
    this.view = { left: LEFT, width: 800, start: this.limits.start, scale: NEAR_MS / 600 };
    this.head = this.limits.start;
    this.chosen = null;
    this.codes = new Map(data.lanes.flatMap((l) => l.codes.map((c) => [`${l.track} ${c.id}`, c])));
    const on = (node, type, f, more = {}) => node.addEventListener(type, f, { signal, ...more });
    on(this.whole, "pointerdown", (e) => this.#down(e, this.whole, () => this.all));
    on(this.whole, "pointermove", (e) => this.#move(e, this.whole, this.all));
    on(this.near, "pointerdown", (e) => this.#down(e, this.near, () => this.view));
    on(this.near, "pointermove", (e) => this.#move(e, this.near, this.view));
    for (const node of [this.whole, this.near]) for (const type of ["pointerup", "pointercancel"]) on(node, type, () => { this.scrubs = null; });
    on(this.near, "wheel", (e) => this.#wheel(e), { passive: false });
  }

  get height() {
    return RULER + this.data.lanes.length * LANE + 4;
  }

  dress(tokens) {
    this.tokens = tokens;
    this.colours = new CodeColours(tokens.panel);
    this.draw();
  }

  resize() {
    const width = this.node.clientWidth;
    if (width < 40) return;
    this.ratio = devicePixelRatio || 1;
    this.#size(this.whole, width, WHOLE_PX);
    this.#size(this.near, width, this.height);
    this.all = geo.fit({ ...this.all, width }, this.limits);
    this.view = geo.bounded({ ...this.view, width }, this.limits);
    this.draw();
  }

  #size(canvas, width, height) {
    Object.assign(canvas, { width: Math.round(width * this.ratio), height: Math.round(height * this.ratio) });
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }

  /** Show a moment with some time around it, and its lane. */
  choose(d) {
    this.chosen = d;
    if (!d) return;
    const lasts = Math.max(NEAR_MS, 2.4 * (d.offset_ms - d.onset_ms));
    const scale = lasts / Math.max(60, this.view.width - LEFT);
    this.view = geo.bounded({ ...this.view, scale, start: (d.onset_ms + d.offset_ms) / 2 - lasts / 2 }, this.limits);
    const i = this.data.lanes.findIndex((l) => l.track === d.track && l.subject === d.subject);
    const y = RULER + i * LANE;
    const { scrollTop, clientHeight } = this.scroller;
    if (y < scrollTop || y + LANE > scrollTop + clientHeight) this.scroller.scrollTop = Math.max(0, y - RULER);
    this.draw();
  }

  moveHead(ms) {
    this.head = ms;
    this.view = geo.follow(this.view, ms, this.limits);
    this.draw();
  }

  // ---- by hand -----------------------------------------------------------------------------

  #down(e, canvas, view) {
    if (e.button !== 0 || e.offsetX < LEFT) return;
    this.scrubs = canvas;
    try { canvas.setPointerCapture(e.pointerId); } catch { /* the pointer is gone already */ }
    this.seek(Math.round(geo.msOf(view(), e.offsetX)));
  }

  #move(e, canvas, view) {
    if (this.scrubs === canvas) this.seek(Math.round(geo.msOf(view, Math.max(LEFT, e.offsetX))));
  }

  #wheel(e) {
    if (!e.ctrlKey && Math.abs(e.deltaX) <= Math.abs(e.deltaY)) return; // lanes scroll
    e.preventDefault();
    if (e.ctrlKey) this.view = geo.zoomAt(this.view, Math.max(LEFT, e.offsetX), Math.exp(-e.deltaY / 300), this.limits);
    else this.view = geo.panBy(this.view, e.deltaX, this.limits);
    this.draw();
  }

  zoom(factor) {
    this.view = geo.zoomAt(this.view, geo.xOf(this.view, this.head), factor, this.limits);
    this.draw();
  }

  // ---- drawing -----------------------------------------------------------------------------

  draw() {
    if (!this.tokens || !this.ratio) return;
    this.#drawWhole(this.#begin(this.whole, WHOLE_PX));
    this.#drawNear(this.#begin(this.near, this.height));
  }

  #begin(canvas, height) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.view.width, height);
    ctx.textBaseline = "middle";
    return ctx;
  }

  /** Agreement along the session as a ribbon: high where both say the same; under it a mark for each difference. */
  #drawWhole(ctx) {
    const { all, tokens } = this;
    const [top, high] = [5, WHOLE_PX - 20];
    const { at_ms, shares } = this.data.along;
    ctx.fillStyle = tokens.shade;
    ctx.fillRect(LEFT, top, all.width - LEFT - 12, high);
    ctx.fillStyle = tokens.sound;
    for (let i = 0; i < at_ms.length; i += 1) {
      if (shares[i] === null) continue;
      const x = geo.xOf(all, at_ms[i]);
      const to = i + 1 < at_ms.length ? geo.xOf(all, at_ms[i + 1]) : x + 1;
      ctx.fillRect(x, top + high * (1 - shares[i]), Math.max(1, to - x + 0.4), high * shares[i]);
    }
    ctx.fillStyle = tokens.ink;
    for (const d of this.data.differences) this.#mark(ctx, d, top + high + 2, d === this.chosen ? 9 : 5);
    this.#name(ctx, this.t("differ.agreement"), "", top + high / 2);
    this.#drawHead(ctx, all, 0, WHOLE_PX);
  }

  #mark(ctx, d, y, height) {
    const x = geo.xOf(this.all, d.onset_ms);
    ctx.fillRect(x, y, Math.max(1, geo.xOf(this.all, d.offset_ms) - x), height);
  }

  #drawNear(ctx) {
    this.#drawRuler(ctx);
    this.data.lanes.forEach((lane, i) => this.#drawLane(ctx, lane, RULER + i * LANE));
    for (const d of this.data.differences) this.#cross(ctx, d);
    this.#drawHead(ctx, this.view, 0, this.height);
  }

  #drawRuler(ctx) {
    const { view, tokens } = this;
    ctx.fillStyle = tokens.ruler;
    ctx.fillRect(0, 0, view.width, RULER);
    ctx.font = `11px ${FONT}`;
    for (const { ms, labelled } of geo.ticks(view)) {
      const x = Math.round(geo.xOf(view, ms)) + 0.5;
      if (x < LEFT - 1) continue;
      ctx.fillStyle = tokens.tick;
      ctx.fillRect(x - 0.5, RULER - (labelled ? 8 : 5), 1, labelled ? 8 : 5);
      ctx.fillStyle = tokens.muted;
      if (labelled && ms >= 0) ctx.fillText(shortClock(ms), x + 3, 8);
    }
  }

  #drawLane(ctx, lane, y) {
    const { view, tokens, chosen } = this;
    if (chosen && chosen.track === lane.track && chosen.subject === lane.subject) {
      ctx.fillStyle = tokens.shade;
      ctx.fillRect(0, y, view.width, LANE);
    }
    const names = [this.data.first.name, this.data.second.name];
    [lane.first, lane.second].forEach((record, i) => {
      const top = y + GAP - 2 + i * ROW;
      for (const each of record) this.#stretch(ctx, lane, each, top);
      this.#name(ctx, names[i], "", top + ROW / 2, tokens.muted);
    });
    this.#name(ctx, lane.label, lane.subject_label, y + GAP / 2 - 1);
  }

  #stretch(ctx, lane, [onset, offset, id, rated], y) {
    const { view } = this;
    if (offset < view.start || onset > geo.endOfView(view)) return;
    const code = this.codes.get(`${lane.track} ${id}`);
    const look = this.colours.of(code);
    const point = onset === offset;
    const from = Math.max(LEFT, geo.xOf(view, onset) - (point ? ROW / 2 : 0));
    const to = point ? geo.xOf(view, onset) + ROW / 2 : geo.xOf(view, offset);
    if (to <= LEFT) return;
    const [x, w, h] = [from, Math.max(1.5, to - from - (point ? 0 : 1)), ROW - 3];
    ctx.beginPath();
    ctx.roundRect(x, y, w, h, point ? h / 2 : 3);
    ctx.fillStyle = look.hatched ? this.tokens.panel : look.fill;
    ctx.fill();
    ctx.strokeStyle = look.outline;
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.save();
    ctx.clip();
    if (look.hatched) this.#hatch(ctx, x, y, w, h, 6);
    const key = (code?.key ?? "?").toUpperCase();
    const words = rated === undefined ? code?.label ?? id : String(rated);
    ctx.fillStyle = look.hatched ? this.tokens.ink : look.letter;
    ctx.font = `600 10.5px ${FONT}`;
    if (w > 11) ctx.fillText(point || w < 46 ? key : `${key}  ${words}`, x + (point ? 5.5 : 4), y + h / 2 + 0.5);
    ctx.restore();
  }

  #hatch(ctx, x, y, w, h, step) {
    ctx.strokeStyle = this.tokens.hatch;
    ctx.beginPath();
    for (let at = x - h; at < x + w; at += step) {
      ctx.moveTo(at, y + h);
      ctx.lineTo(at + h, y);
    }
    ctx.stroke();
  }

  /** Where they differ, between the two rows: crossed, so that it is told without colour. */
  #cross(ctx, d) {
    const { view, tokens } = this;
    const i = this.data.lanes.findIndex((l) => l.track === d.track && l.subject === d.subject);
    if (i < 0 || d.offset_ms < view.start || d.onset_ms > geo.endOfView(view)) return;
    const y = RULER + i * LANE + GAP - 2 + ROW - 4;
    const from = Math.max(LEFT, geo.xOf(view, d.onset_ms) - (d.is_point ? 3 : 0));
    const to = geo.xOf(view, d.offset_ms) + (d.is_point ? 3 : 0);
    if (to <= LEFT) return;
    const w = Math.max(3, to - from);
    ctx.fillStyle = tokens.panel;
    ctx.fillRect(from, y, w, 5);
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, y, w, 5);
    ctx.clip();
    ctx.strokeStyle = tokens.ink;
    ctx.lineWidth = d === this.chosen ? 1.4 : 0.8;
    ctx.beginPath();
    for (let at = from - 5; at < from + w; at += 4) {
      ctx.moveTo(at, y + 5);
      ctx.lineTo(at + 5, y);
      ctx.moveTo(at, y);
      ctx.lineTo(at + 5, y + 5);
    }
    ctx.stroke();
    ctx.restore();
    if (d !== this.chosen) return;
    ctx.strokeStyle = tokens.accent;
    ctx.lineWidth = 2;
    ctx.strokeRect(from - 2, y - ROW + 3, w + 4, 2 * ROW);
  }

  #name(ctx, bold, muted, y, colour = null) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, y - 9, LEFT - 8, 18);
    ctx.clip();
    ctx.fillStyle = colour ?? this.tokens.ink;
    ctx.font = `${colour ? "" : "600 "}11.5px ${FONT}`;
    ctx.fillText(bold, colour ? 22 : 12, y);
    if (muted) {
      const at = 12 + ctx.measureText(bold).width + 6;
      ctx.fillStyle = this.tokens.muted;
      ctx.font = `11.5px ${FONT}`;
      if (at + ctx.measureText(muted).width <= LEFT - 8) ctx.fillText(muted, at, y); // half a word says nothing
    }
    ctx.restore();
  }

  #drawHead(ctx, view, y, height) {
    const x = geo.xOf(view, this.head);
    if (x < LEFT - 1 || x > view.width) return;
    ctx.fillStyle = this.tokens.head;
    ctx.fillRect(x - 0.8, y, 1.6, height);
  }
}
