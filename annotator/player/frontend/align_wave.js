// Two films' sounds one above the other on the session clock; dragging the lower one moves its film.

import { el } from "./dom.js";
import * as geo from "./geometry.js";
import { shortClock } from "./time.js";

const FONT = "Inter, system-ui, sans-serif";
const ROW = { ruler: 22, gap: 6 };
/** A press that moves less than this is a click, px. */
const CLICK_PX = 4;

export class AlignWave {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {(ms: number) => void} ports.seek
   * @param {(ms: number, grip: string) => void} ports.move the lower film by so much from where it lay
   * @param {AbortSignal} ports.signal
   */
  constructor({ t, seek, move, signal }) {
    Object.assign(this, { t, seek, move });
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.node = el("section.card.alignwave", { "aria-label": t("align.sounds") }, this.canvas);
    this.view = { left: 110, width: 800, start: 0, scale: 50 };
    /** @type {{name: string, peaks: any, shift: number, end: number, at: number}[]} */
    this.rows = [];
    const on = (type, f, options = {}) => this.canvas.addEventListener(type, f, { signal, ...options });
    on("pointerdown", (e) => this.#down(e));
    on("pointermove", (e) => this.#moved(e));
    on("pointerup", (e) => this.#up(e));
    on("pointercancel", () => { this.drag = null; });
    on("wheel", (e) => this.#wheel(e), { passive: false });
    const watcher = new ResizeObserver(() => this.resize());
    watcher.observe(this.node);
    signal.addEventListener("abort", () => watcher.disconnect());
  }

  get #limits() {
    const starts = this.rows.map((r) => r.shift);
    const ends = this.rows.map((r) => r.end);
    return { start: Math.min(0, ...starts), end: Math.max(1000, ...ends) };
  }

  /** @param {Record<string, string>} tokens colours of the theme */
  dress(tokens) {
    this.tokens = tokens;
    this.draw();
  }

  show(rows) {
    const first = !this.rows.length;
    this.rows = rows;
    if (first) this.showAll();
    else this.draw();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (width < 20 || height < 20) return;
    const ratio = devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    Object.assign(this, { ratio, height });
    this.view = geo.bounded({ ...this.view, width }, this.#limits);
    this.draw();
  }

  showAll() {
    this.view = geo.fit(this.view, this.#limits);
    this.draw();
  }

  /** Nearer around a time: so near that single frames can be told apart. */
  zoom(factor, x = null) {
    this.view = geo.zoomAt(this.view, x ?? geo.xOf(this.view, this.rows[0]?.at ?? 0), factor, this.#limits);
    this.draw();
  }

  // ---- by hand -----------------------------------------------------------------------------

  #rowAt(y) {
    return y > ROW.ruler + (this.height - ROW.ruler) / 2 ? 1 : 0;
  }

  #down(e) {
    if (e.button !== 0) return;
    this.canvas.setPointerCapture(e.pointerId);
    const kind = e.offsetY > ROW.ruler && this.#rowAt(e.offsetY) === 1 ? "film" : "look";
    this.drag = { kind, x: e.offsetX, start: this.view.start, shift: this.rows[1]?.shift ?? 0, moved: false, grip: `drag ${e.timeStamp}` };
  }

  #moved(e) {
    const { drag } = this;
    if (!drag) return;
    const px = e.offsetX - drag.x;
    if (!drag.moved && Math.abs(px) < CLICK_PX) return;
    drag.moved = true;
    if (drag.kind === "film") this.move(drag.shift + px * this.view.scale, drag.grip);
    else {
      this.view = geo.bounded({ ...this.view, start: drag.start - px * this.view.scale }, this.#limits);
      this.draw();
    }
  }

  #up(e) {
    const { drag } = this;
    this.drag = null;
    if (drag && !drag.moved && e.offsetX >= this.view.left) this.seek(Math.round(geo.msOf(this.view, e.offsetX)));
  }

  #wheel(e) {
    e.preventDefault();
    if (Math.abs(e.deltaX) > Math.abs(e.deltaY)) this.view = geo.panBy(this.view, e.deltaX, this.#limits);
    else this.view = geo.zoomAt(this.view, Math.max(this.view.left, e.offsetX), Math.exp(-e.deltaY / 300), this.#limits);
    this.draw();
  }

  // ---- drawing -----------------------------------------------------------------------------

  draw() {
    if (!this.tokens || !this.ratio) return;
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.view.width, this.height);
    this.#drawRuler(ctx);
    const each = (this.height - ROW.ruler) / 2;
    this.rows.forEach((row, i) => this.#drawRow(ctx, row, ROW.ruler + i * each, each - ROW.gap, i));
  }

  #drawRuler(ctx) {
    ctx.fillStyle = this.tokens.ruler;
    ctx.fillRect(0, 0, this.view.width, ROW.ruler);
    ctx.font = `11px ${FONT}`;
    ctx.textBaseline = "middle";
    for (const { ms, labelled } of geo.ticks(this.view)) {
      const x = Math.round(geo.xOf(this.view, ms)) + 0.5;
      if (x < this.view.left - 1) continue;
      ctx.fillStyle = this.tokens.tick;
      ctx.fillRect(x - 0.5, ROW.ruler - (labelled ? 8 : 5), 1, labelled ? 8 : 5);
      if (!labelled || ms < 0) continue;
      const tenths = this.view.scale < 12 ? `.${Math.floor((ms % 1000) / 100)}` : "";
      ctx.fillStyle = this.tokens.muted;
      ctx.fillText(`${shortClock(ms)}${tenths}`, x + 3, 9);
    }
  }

  #drawRow(ctx, row, y, height, i) {
    const { view, tokens } = this;
    const from = Math.max(view.left, geo.xOf(view, row.shift));
    const to = Math.min(view.width, geo.xOf(view, row.end));
    ctx.fillStyle = tokens.shade;
    if (to > from) ctx.fillRect(from, y, to - from, height);
    ctx.fillStyle = i ? tokens.accent : tokens.sound;
    const middle = y + height / 2;
    const { peaks } = row;
    if (peaks?.low.length)
      for (let x = from; x < to; x += 2) {
        const at = (geo.msOf(view, x) - row.shift) / 1000;
        const size = Math.max(0.5, (height / 2 - 2) * Math.sqrt(peaks.loudest(at, at + (2 * view.scale) / 1000)));
        ctx.fillRect(x, middle - size, 1.2, size * 2);
      }
    ctx.fillStyle = tokens.panel;
    ctx.fillRect(0, y, view.left - 6, height);
    ctx.fillStyle = tokens.ink;
    ctx.font = `12px ${FONT}`;
    ctx.textBaseline = "middle";
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, y, view.left - 12, height);
    ctx.clip();
    ctx.fillText(row.name, 12, middle);
    ctx.restore();
    this.#drawHead(ctx, row.at, y, height);
  }

  #drawHead(ctx, ms, y, height) {
    const x = geo.xOf(this.view, ms);
    if (x < this.view.left - 1 || x > this.view.width) return;
    ctx.fillStyle = this.tokens.head;
    ctx.fillRect(x - 0.8, y, 1.6, height);
  }
}
