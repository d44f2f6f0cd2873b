// Drawing what stands on a lane: bars for states, dots for moments, in the codes' colours.

import { between, endOfView, msOf, xOf } from "./geometry.js";
import { paintGrid } from "./interval_paint.js";
import { firstFrom } from "./record.js";

export const FONT = "Inter, system-ui, sans-serif";
const TAU = Math.PI * 2;

/** The text that fits a width, cut with an ellipsis. */
export function fitting(text, width, measure) {
  if (measure(text) <= width) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(`${text.slice(0, middle)}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return low < 1 ? "…" : `${text.slice(0, low).trimEnd()}…`;
}

/** Where a code's bar lies when several may run at once: a line of its own. */
export function part(box, lane, code, rows) {
  if (rows === 1) return box;
  const height = box.height / rows;
  return { y: box.y + Math.max(0, lane.codes.indexOf(code)) * height, height };
}

/** Bars too slim for an outline, gathered so that each colour is filled once. */
class Slim {
  paths = new Map();

  add(colour, x, { y, height }, width) {
    if (!this.paths.has(colour)) this.paths.set(colour, new Path2D());
    this.paths.get(colour).rect(x, y, width, height);
  }

  fill(ctx) {
    for (const [colour, path] of this.paths) {
      ctx.fillStyle = colour;
      ctx.fill(path);
    }
  }
}

export class BarPainter {
  /** @param {Set<string>} links the modifiers by which an answer names its cue */
  constructor(links) {
    this.links = links;
    this.widths = new Map();
    this.patterns = new Map();
  }

  /** @param {Record<string, string>} tokens colours of the theme @param {import("./colours.js").CodeColours} colours */
  dress(tokens, colours) {
    Object.assign(this, { tokens, colours });
    this.patterns.clear();
  }

  /**
   * Everything of a lane that is in sight.
   * @param {import("./geometry.js").View} view @param {import("./record.js").Lane} lane @param {{y: number, height: number}} box
   */
  draw(ctx, view, lane, box) {
    paintGrid(ctx, view, lane, box, this.tokens.tick);
    if (lane.isPoint) this.#drawPoints(ctx, view, lane, box);
    else this.#drawStates(ctx, view, lane, box);
  }

  #measure(ctx, text) {
    const key = ctx.font + text;
    let width = this.widths.get(key);
    if (width === undefined) {
      width = ctx.measureText(text).width;
      if (this.widths.size > 5000) this.widths.clear();
      this.widths.set(key, width);
    }
    return width;
  }

  #drawStates(ctx, view, lane, box) {
    const from = msOf(view, view.left);
    const to = endOfView(view);
    ctx.font = `12px ${FONT}`;
    ctx.textBaseline = "middle";
    const rows = lane.exclusive ? 1 : Math.max(1, lane.codes.length);
    const slim = new Slim();
    let drawn = -Infinity;
    for (const a of between(lane, from, to)) {
      if (a.content.offset_ms === null) continue;
      const code = lane.codeById.get(a.content.code);
      const x0 = xOf(view, a.content.onset_ms);
      const x1 = xOf(view, a.content.offset_ms);
      if (x1 - x0 < 2.5) {
        const px = Math.floor(x0);
        if (px <= drawn && rows === 1) continue; // several in one pixel are drawn once
        drawn = px;
        slim.add(this.colours.of(code).fill, px, part(box, lane, code, rows), Math.max(1, x1 - px));
        continue;
      }
      this.drawBar(ctx, code, x0, x1, part(box, lane, code, rows), a, view);
    }
    slim.fill(ctx);
  }

  /** A state from px to px; its name begins right of `left`. */
  drawBar(ctx, code, x0, x1, box, a, view) {
    const look = this.colours.of(code);
    const x = Math.max(x0 + 0.5, -50);
    const width = Math.min(x1, view.width + 50) - x - 0.5;
    ctx.beginPath();
    if (width < 6) ctx.rect(x, box.y + 0.5, width, box.height - 1);
    else ctx.roundRect(x, box.y + 0.5, width, box.height - 1, 4);
    ctx.fillStyle = look.hatched ? this.#hatch(ctx, look.fill) : look.fill;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = look.outline;
    ctx.stroke();
    const shown = Math.max(x, view.left);
    const room = x + width - shown;
    if (room > 17 && box.height > 12) this.#label(ctx, code, a, shown, box, room, look);
  }

  #label(ctx, code, a, x, box, room, look) {
    const marks = (a.content.flagged ? "★ " : "") + (a.content.comment ? "✎ " : "");
    let text = fitting(marks + (code?.label ?? a.content.code), room - 12, (s) => this.#measure(ctx, s));
    if (text.length < 6 && text.endsWith("…")) text = (code?.key ?? "").toUpperCase(); // a key says more than three letters
    ctx.fillStyle = look.hatched ? this.tokens.ink : look.letter;
    ctx.fillText(text, x + 7, box.y + box.height / 2 + 0.5);
  }

  #hatch(ctx, colour) {
    if (!this.patterns.has(colour)) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 8;
      const t = tile.getContext("2d");
      t.fillStyle = this.tokens.panel;
      t.fillRect(0, 0, 8, 8);
      t.strokeStyle = this.tokens.hatch;
      t.lineWidth = 2;
      t.beginPath();
      for (const d of [-8, 0, 8]) t.moveTo(d, 8), t.lineTo(d + 8, 0);
      t.stroke();
      this.patterns.set(colour, ctx.createPattern(tile, "repeat"));
    }
    return this.patterns.get(colour);
  }

  #drawPoints(ctx, view, lane, box) {
    const first = firstFrom(lane.items, msOf(view, view.left - 12));
    const past = firstFrom(lane.items, endOfView(view) + 1);
    const middle = box.y + box.height / 2;
    if (past - first > (view.width - view.left) / 9) {
      this.#drawTicks(ctx, view, lane, box, first, past);
      return;
    }
    const shown = lane.items.slice(first, past);
    const answers = lane.codes.some((c) => c.modifiers?.some((m) => this.links.has(m)));
    const r = Math.min(9.5, box.height / 2 - 1, 6 + box.height / 10);
    ctx.font = `600 ${r > 7 ? 11 : 9.5}px ${FONT}`;
    ctx.textBaseline = "middle";
    ctx.textAlign = "center";
    let right = -Infinity;
    for (const [i, a] of shown.entries()) {
      const x = xOf(view, a.content.onset_ms);
      const next = shown[i + 1] ? xOf(view, shown[i + 1].content.onset_ms) : Infinity;
      const crowded = x - right < r && next - x < 2 * r; // between two others there is no room for a letter
      this.#drawDot(ctx, lane.codeById.get(a.content.code), x, middle, crowded ? r * 0.6 : r, answers, a);
      right = x + r;
    }
    ctx.textAlign = "start";
  }

  #drawDot(ctx, code, x, y, r, square, a) {
    const look = this.colours.of(code);
    ctx.beginPath();
    if (square) ctx.roundRect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1, 3.5);
    else ctx.arc(x, y, r, 0, TAU);
    ctx.fillStyle = look.hatched ? this.#hatch(ctx, look.fill) : look.fill;
    ctx.fill();
    ctx.lineWidth = 1.25;
    ctx.strokeStyle = look.outline;
    ctx.stroke();
    if (r < 7) return;
    ctx.fillStyle = look.hatched ? this.tokens.ink : look.letter;
    ctx.fillText((code?.key ?? "?").toUpperCase(), x, y + 0.5);
    if (!a.content.flagged && !a.content.comment) return;
    ctx.fillStyle = this.tokens.ink;
    ctx.fillText(a.content.flagged ? "★" : "✎", x + r + 5, y - r + 4);
  }

  /** One tick a pixel: what shares it with an earlier one is not even looked at, however many there are. */
  #drawTicks(ctx, view, { items, codeById }, box, first, past) {
    for (let i = first; i < past;) {
      const { onset_ms, code } = items[i].content;
      const x = Math.floor(xOf(view, onset_ms));
      ctx.fillStyle = this.colours.of(codeById.get(code)).fill;
      ctx.fillRect(x, box.y, 1.6, box.height);
      i = firstFrom(items, msOf(view, x + 1), i + 1);
    }
  }
}
