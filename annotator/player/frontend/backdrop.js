// The still part of the tracks: ruler, film strip, sound. Drawn once for a view and kept.

import { endOfView, msOf, ticks, xOf } from "./geometry.js";
import { shortClock } from "./time.js";

const FONT = "Inter, system-ui, sans-serif";

export class Backdrop {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.film = null;
    this.peaks = null;
    this.drawn = "";
  }

  resize(width, height, ratio) {
    Object.assign(this, { width, height, ratio, drawn: "" });
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  }

  /** @param {Record<string, string>} tokens colours of the theme */
  dress(tokens) {
    Object.assign(this, { tokens, drawn: "" });
  }

  /**
   * @param {{image: CanvasImageSource|null, shift: number, soundShift?: number, duration_ms: number, tile_every_ms: number, tiles: number, columns: number, tile_w: number, tile_h: number}} film
   * @param {import("./peaks.js").Peaks|null} peaks
   */
  show(film, peaks) {
    Object.assign(this, { film, peaks, drawn: "" });
  }

  /** Draw again only when the view, the film or the theme changed. @returns {HTMLCanvasElement} */
  draw(scene) {
    const { view, layout } = scene;
    const key = [view.start, view.scale, view.left, this.width, layout.total].join();
    if (key === this.drawn) return this.canvas;
    this.drawn = key;
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, this.height);
    this.#drawRuler(ctx, view, layout);
    this.#drawStrip(ctx, view, layout.film);
    this.#drawSound(ctx, view, layout.sound);
    this.#drawSideNames(ctx, scene);
    return this.canvas;
  }

  #drawRuler(ctx, view, layout) {
    const { height } = layout.ruler;
    ctx.fillStyle = this.tokens.ruler;
    ctx.fillRect(0, 0, this.width, height);
    ctx.font = `11px ${FONT}`;
    ctx.textBaseline = "alphabetic";
    for (const t of ticks(view)) {
      const x = Math.round(xOf(view, t.ms)) + 0.5;
      if (x < view.left - 1) continue;
      ctx.fillStyle = this.tokens.tick;
      ctx.fillRect(x - 0.5, height - (t.labelled ? 8 : 5), 1, t.labelled ? 8 : 5);
      const label = view.scale < 12 ? `${shortClock(t.ms)}.${Math.floor((t.ms % 1000) / 100)}` : shortClock(t.ms);
      if (!t.labelled || x + 8 + ctx.measureText(label).width > this.width) continue;
      ctx.fillStyle = this.tokens.muted;
      ctx.fillText(label, x + 3, height - 9);
    }
  }

  #drawStrip(ctx, view, row) {
    const { film } = this;
    if (!film?.image || !film.tiles) return;
    const height = row.height - 4;
    const width = (height * film.tile_w) / film.tile_h;
    const slot = width * view.scale;
    ctx.save();
    ctx.beginPath();
    ctx.rect(view.left, row.y + 2, this.width - view.left, height);
    ctx.clip();
    const first = Math.floor((view.start - film.shift) / slot);
    for (let k = Math.max(0, first); k * slot + film.shift < endOfView(view); k += 1) {
      if (k * slot >= film.duration_ms) break;
      const tile = Math.min(film.tiles - 1, Math.floor(((k + 0.5) * slot) / film.tile_every_ms));
      const x = xOf(view, k * slot + film.shift);
      ctx.drawImage(film.image, (tile % film.columns) * film.tile_w, Math.floor(tile / film.columns) * film.tile_h, film.tile_w, film.tile_h, x, row.y + 2, width - 1, height);
    }
    ctx.restore();
  }

  #drawSound(ctx, view, row) {
    if (!this.peaks?.low.length) return;
    const shift = this.film?.soundShift ?? this.film?.shift ?? 0;
    const middle = row.y + row.height / 2;
    const reach = row.height / 2 - 2;
    ctx.fillStyle = this.tokens.sound;
    const last = this.peaks.low.length / this.peaks.rate;
    for (let x = view.left; x < this.width; x += 2) {
      const from = (msOf(view, x) - shift) / 1000;
      if (from < 0 || from > last) continue;
      const size = Math.max(0.5, reach * Math.sqrt(this.peaks.loudest(from, from + (2 * view.scale) / 1000)));
      ctx.fillRect(x, middle - size, 1.2, size * 2);
    }
  }

  #drawSideNames(ctx, { layout, words, view }) {
    ctx.fillStyle = this.tokens.panel;
    ctx.fillRect(0, layout.film.y, view.left - 6, layout.film.height + layout.sound.height);
    ctx.fillStyle = this.tokens.muted;
    ctx.font = `12px ${FONT}`;
    ctx.fillText(words.film, 12, layout.film.y + layout.film.height / 2 + 4);
    if (this.peaks?.low.length) ctx.fillText(words.sound, 12, layout.sound.y + layout.sound.height / 2 + 4);
  }
}
