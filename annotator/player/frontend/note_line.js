// The film as a line under the picture: ruler, film strip, sound, and a dot for each note.

import { Backdrop } from "./backdrop.js";
import { el } from "./dom.js";
import * as geo from "./geometry.js";

const LEFT = 14;
const DOT = 7;
const REACH = { mouse: 9, touch: 18 };
const FONT = "Inter, system-ui, sans-serif";

export class NoteLine {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {import("./clock.js").FilmClock} ports.film
   * @param {() => import("./note_book.js").Note[]} ports.notes
   * @param {(note: any) => void} ports.choose
   * @param {AbortSignal} ports.signal
   */
  constructor({ t, film, notes, choose, signal }) {
    Object.assign(this, { film, notes, choose });
    this.base = el("canvas.base", { "aria-hidden": "true" });
    this.top = el("canvas.top", { role: "img", "aria-label": t("notes.line") });
    this.box = el("div.canvases", {}, this.base, this.top);
    this.node = el("section.card.noteline", { "aria-label": t("notes.line") }, this.box);
    this.back = new Backdrop();
    this.view = { left: LEFT, width: 800, start: 0, scale: 100 };
    this.limits = { start: 0, end: 1000 };
    this.head = 0;
    this.selected = null;
    const on = (type, f) => this.top.addEventListener(type, f, { signal });
    on("pointerdown", (e) => this.#down(e));
    on("pointermove", (e) => this.#move(e));
    for (const type of ["pointerup", "pointercancel"]) on(type, () => { this.scrubs = false; });
    const watcher = new ResizeObserver(() => this.resize());
    watcher.observe(this.box);
    signal.addEventListener("abort", () => watcher.disconnect());
  }

  get layout() {
    const layout = geo.rows(1, Infinity, Boolean(this.back.peaks?.low.length));
    return { ...layout, lane: geo.HEIGHTS.smallestLane, total: layout.top + geo.HEIGHTS.smallestLane };
  }

  /** @param {geo.Limits} limits of the film, ms */
  show(limits) {
    this.limits = limits;
    this.resize();
  }

  dress(tokens) {
    this.tokens = tokens;
    this.back.dress(tokens);
    this.draw();
  }

  resize() {
    const { width, height } = this.box.getBoundingClientRect();
    if (width < 10 || height < 10) return;
    const ratio = globalThis.devicePixelRatio || 1;
    this.view = geo.fit({ ...this.view, width }, this.limits);
    this.back.resize(width, height, ratio);
    for (const c of [this.base, this.top]) Object.assign(c, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    Object.assign(this, { width, height, ratio });
    this.draw();
  }

  draw() {
    if (!this.tokens || !this.width) return;
    const ctx = this.#begin(this.base);
    ctx.drawImage(this.back.draw({ view: this.view, layout: this.layout, words: { film: "", sound: "" } }), 0, 0, this.width, this.height);
    this.drawTop();
  }

  moveHead(ms) {
    this.head = ms;
    this.drawTop();
  }

  drawTop() {
    if (!this.tokens || !this.width) return;
    const ctx = this.#begin(this.top);
    for (const note of this.notes()) if (note.at_ms !== null) this.#dot(ctx, note);
    const x = geo.xOf(this.view, this.head);
    ctx.fillStyle = this.tokens.head;
    ctx.fillRect(x - 0.8, 0, 1.6, this.height);
  }

  #begin(canvas) {
    const ctx = canvas.getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, this.height);
    return ctx;
  }

  get #dotY() {
    return this.layout.top + this.layout.lane / 2;
  }

  #dot(ctx, note) {
    const x = geo.xOf(this.view, note.at_ms);
    const chosen = note.id === this.selected;
    ctx.beginPath();
    ctx.arc(x, this.#dotY, chosen ? DOT + 2 : DOT, 0, Math.PI * 2);
    ctx.fillStyle = note.starred ? this.tokens.accent : this.tokens.panel;
    ctx.fill();
    ctx.lineWidth = chosen ? 3 : 1.6;
    ctx.strokeStyle = this.tokens.accent;
    ctx.stroke();
    if (!note.starred) return;
    ctx.fillStyle = this.tokens.panel;
    ctx.font = `10px ${FONT}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText("★", x, this.#dotY + 0.5);
  }

  // ---- pointer -----------------------------------------------------------------------------

  #down(e) {
    if (e.button > 0) return;
    const box = this.top.getBoundingClientRect();
    const [x, y] = [e.clientX - box.left, e.clientY - box.top];
    const reach = e.pointerType === "touch" ? REACH.touch : REACH.mouse;
    const note = Math.abs(y - this.#dotY) <= reach + 4 ? this.#nearest(x, reach) : null;
    if (note) {
      this.choose(note);
      return;
    }
    this.scrubs = true;
    try { this.top.setPointerCapture(e.pointerId); } catch { /* the pointer is gone already */ }
    this.film.toTime(geo.msOf(this.view, x));
  }

  #nearest(x, reach) {
    const far = (note) => Math.abs(geo.xOf(this.view, note.at_ms) - x);
    const near = this.notes().filter((n) => n.at_ms !== null && far(n) <= reach);
    return near.sort((a, b) => far(a) - far(b))[0] ?? null;
  }

  #move(e) {
    if (this.scrubs) this.film.toTime(geo.msOf(this.view, e.clientX - this.top.getBoundingClientRect().left));
  }
}
