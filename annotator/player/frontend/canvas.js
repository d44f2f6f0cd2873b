// Drawing the tracks: a row a lane, on the still backdrop. What moves with the film (playhead,
// running states, selection) is on a second layer, so that playing redraws nothing else.

import { Backdrop } from "./backdrop.js";
import { between, endOfView, msOf, xOf } from "./geometry.js";

const FONT = "Inter, system-ui, sans-serif";
const TAU = Math.PI * 2;
/** More arcs than this are a thicket; then only those of the chosen mark are drawn. */
const LINKS_AT_ONCE = 40;

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

export class TrackPainter {
  /** @param {HTMLCanvasElement} base @param {HTMLCanvasElement} overlay */
  constructor(base, overlay) {
    this.base = base;
    this.overlay = overlay;
    this.ctx = base.getContext("2d");
    this.top = overlay.getContext("2d");
    this.back = new Backdrop();
    this.widths = new Map();
    this.names = new Map();
    this.patterns = new Map();
    /** @type {WeakMap<any, {key: string, canvas: HTMLCanvasElement}>} */
    this.pictures = new WeakMap();
  }

  resize(width, height) {
    const ratio = globalThis.devicePixelRatio || 1;
    if (this.width === width && this.height === height && this.ratio === ratio) return;
    Object.assign(this, { width, height, ratio });
    this.back.resize(width, height, ratio);
    for (const c of [this.base, this.overlay]) {
      c.width = Math.round(width * ratio);
      c.height = Math.round(height * ratio);
    }
  }

  /** @param {Record<string, string>} tokens colours of the theme @param {import("./colours.js").CodeColours} colours */
  dress(tokens, colours) {
    Object.assign(this, { tokens, colours });
    this.back.dress(tokens);
    this.patterns.clear();
    this.names.clear();
    this.pictures = new WeakMap();
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

  // ---- lanes -------------------------------------------------------------------------------

  /**
   * @param {object} scene
   * @param {import("./geometry.js").View} scene.view
   * @param {ReturnType<typeof import("./geometry.js").rows>} scene.layout
   * @param {import("./record.js").Standing} scene.standing
   * @param {Set<string>} scene.active tracks of the pass
   * @param {number} scene.scroll
   * @param {Record<string, string>} scene.words
   */
  drawBase(scene) {
    const { ctx } = this;
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, this.height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, scene.layout.top, this.width, this.height - scene.layout.top);
    ctx.clip();
    scene.standing.lanes.forEach((lane, i) => this.#drawLane(scene, lane, i));
    this.#drawLinks(scene);
    this.#shadeOutside(scene);
    ctx.restore();
    ctx.drawImage(this.back.draw(scene), 0, 0, this.width, this.height);
    this.#drawWindow(scene);
  }

  yOf(scene, i) {
    return scene.layout.top + i * scene.layout.lane - scene.scroll;
  }

  #drawLane(scene, lane, i) {
    const { ctx } = this;
    const y = this.yOf(scene, i);
    if (y > this.height || y + scene.layout.lane < scene.layout.top) return;
    const active = scene.active.has(lane.track);
    ctx.globalAlpha = active ? 1 : 0.5;
    ctx.drawImage(this.#pictureOf(scene, lane), 0, y, this.width, scene.layout.lane);
    ctx.globalAlpha = 1;
    this.#drawName(ctx, scene, lane, y, active);
  }

  /** A lane as drawn for this view: a press changes one lane, and only that one is drawn anew. */
  #pictureOf(scene, lane) {
    const { view, layout } = scene;
    const key = [lane.version, view.start, view.scale, view.left, this.width, layout.lane, this.ratio].join();
    let picture = this.pictures.get(lane);
    if (picture?.key === key) return picture.canvas;
    picture ??= { canvas: document.createElement("canvas") };
    picture.key = key;
    this.pictures.set(lane, picture);
    this.#paintLane(picture.canvas, scene, lane);
    return picture.canvas;
  }

  #paintLane(canvas, { view, layout }, lane) {
    const size = [Math.round(this.width * this.ratio), Math.round(layout.lane * this.ratio)];
    if (canvas.width !== size[0] || canvas.height !== size[1]) Object.assign(canvas, { width: size[0], height: size[1] });
    const ctx = canvas.getContext("2d");
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, layout.lane);
    ctx.save();
    ctx.beginPath();
    ctx.rect(view.left, 0, this.width - view.left, layout.lane);
    ctx.clip();
    const box = { y: 3, height: layout.lane - 6 };
    if (lane.isPoint) this.#drawPoints(ctx, view, lane, box);
    else this.#drawStates(ctx, view, lane, box);
    ctx.restore();
  }

  #drawName(ctx, scene, lane, y, active) {
    const room = scene.view.left - 24;
    const two = scene.layout.lane >= 28;
    const name = this.#nameOf(ctx, lane, room);
    ctx.globalAlpha = active ? 1 : 0.72;
    ctx.font = `${active ? 600 : 400} 12px ${FONT}`;
    ctx.fillStyle = active ? this.tokens.ink : this.tokens.muted;
    ctx.textBaseline = "alphabetic";
    const middle = y + scene.layout.lane / 2;
    ctx.fillText(name.label, 12, two ? middle - 1 : middle + 4);
    if (two) {
      ctx.font = `10.5px ${FONT}`;
      ctx.fillStyle = this.tokens.muted;
      ctx.fillText(name.subject, 12, middle + 11);
    }
    ctx.globalAlpha = 1;
  }

  /** px that the longest name takes. @param {any[]} lanes */
  widestName(lanes) {
    this.ctx.font = `600 12px ${FONT}`;
    return Math.max(0, ...lanes.map((l) => this.ctx.measureText(l.label).width));
  }

  #nameOf(ctx, lane, room) {
    const key = `${lane.key}|${room}`;
    if (!this.names.has(key)) {
      ctx.font = `600 12px ${FONT}`;
      const label = fitting(lane.label, room, (s) => ctx.measureText(s).width);
      ctx.font = `10.5px ${FONT}`;
      this.names.set(key, { label, subject: fitting(lane.subject_label ?? "", room, (s) => ctx.measureText(s).width) });
    }
    return this.names.get(key);
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
      this.#drawBar(ctx, code, x0, x1, part(box, lane, code, rows), a, view.left);
    }
    slim.fill(ctx);
  }

  #drawBar(ctx, code, x0, x1, box, a, left) {
    const look = this.colours.of(code);
    const x = Math.max(x0 + 0.5, -50);
    const width = Math.min(x1, this.width + 50) - x - 0.5;
    ctx.beginPath();
    if (width < 6) ctx.rect(x, box.y + 0.5, width, box.height - 1);
    else ctx.roundRect(x, box.y + 0.5, width, box.height - 1, 4);
    ctx.fillStyle = look.hatched ? this.#hatch(ctx, look.fill) : look.fill;
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = look.outline;
    ctx.stroke();
    const shown = Math.max(x, left);
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
    const shown = [...between(lane, msOf(view, view.left - 12), endOfView(view))];
    const middle = box.y + box.height / 2;
    if (shown.length > (this.width - view.left) / 9) return this.#drawTicks(ctx, view, lane, box, shown);
    const answers = lane.codes.some((c) => c.modifiers?.some((m) => this.links?.has(m)));
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
    return undefined;
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

  #drawTicks(ctx, view, lane, box, shown) {
    const slim = new Slim();
    let drawn = -Infinity;
    for (const a of shown) {
      const x = Math.floor(xOf(view, a.content.onset_ms));
      if (x <= drawn) continue;
      drawn = x;
      slim.add(this.colours.of(lane.codeById.get(a.content.code)).fill, x, box, 1.6);
    }
    slim.fill(ctx);
  }

  /** From cue to answer, where an answer names its cue; left out where they would be a thicket. */
  #drawLinks(scene) {
    const found = this.#linksInSight(scene);
    if (found.length > LINKS_AT_ONCE) return;
    for (const [a, i, id] of found) this.#drawLink(this.ctx, scene, a, i, scene.standing.byId.get(id));
  }

  #linksInSight(scene) {
    const found = [];
    if (!this.links?.size) return found;
    for (const [i, lane] of scene.standing.lanes.entries()) {
      if (!lane.codes.some((c) => c.modifiers?.some((m) => this.links.has(m)))) continue;
      for (const a of between(lane, msOf(scene.view, scene.view.left), endOfView(scene.view))) {
        for (const id of linkedTo(a, this.links)) found.push([a, i, id]);
        if (found.length > LINKS_AT_ONCE) return found;
      }
    }
    return found;
  }

  #drawLink(ctx, scene, answer, i, cue) {
    const j = cue ? scene.standing.lanes.indexOf(scene.standing.laneOf(cue)) : -1;
    if (j < 0) return;
    const half = scene.layout.lane / 2;
    const from = { x: xOf(scene.view, cue.content.onset_ms), y: this.yOf(scene, j) + half };
    const to = { x: xOf(scene.view, answer.content.onset_ms), y: this.yOf(scene, i) + half };
    const down = Math.sign(to.y - from.y) || -1;
    ctx.save();
    ctx.beginPath();
    ctx.rect(scene.view.left, scene.layout.top, this.width, this.height);
    ctx.clip();
    ctx.strokeStyle = this.tokens.accent;
    ctx.lineWidth = 1.4;
    ctx.globalAlpha = scene.active.has(answer.content.track) || scene.active.has(cue.content.track) ? 0.9 : 0.5;
    ctx.beginPath();
    const bend = i === j ? -14 : 0;
    ctx.moveTo(from.x, from.y + (i === j ? -8 : 8 * down));
    ctx.bezierCurveTo(from.x, (from.y + to.y) / 2 + bend * 1.6, to.x, (from.y + to.y) / 2 + bend * 1.6, to.x, to.y - (i === j ? 8 : 8 * down));
    ctx.stroke();
    ctx.restore();
  }

  #shadeOutside({ view, standing, layout }) {
    const { ctx } = this;
    ctx.fillStyle = this.tokens.shade;
    const from = Math.max(view.left, xOf(view, standing.window.onset_ms));
    const to = Math.max(view.left, xOf(view, standing.window.offset_ms));
    ctx.fillRect(view.left, layout.top, from - view.left, this.height);
    ctx.fillRect(to, layout.top, this.width - to, this.height);
  }

  #drawWindow({ view, standing, readOnly }) {
    const { ctx } = this;
    const begins = xOf(view, standing.window.onset_ms);
    const ends = xOf(view, standing.window.offset_ms);
    const from = Math.max(view.left, begins);
    const to = Math.min(this.width, ends);
    if (to <= view.left || from >= this.width) return;
    ctx.fillStyle = this.tokens.accent;
    ctx.fillRect(from, 0, to - from, 4);
    if (readOnly) return;
    for (const [x, side] of [[begins, 1], [ends, -1]]) {
      if (x < view.left - 1 || x > this.width + 1) continue;
      ctx.beginPath();
      ctx.roundRect(side > 0 ? x : x - 7, 0, 7, 13, side > 0 ? [0, 0, 4, 0] : [0, 0, 0, 4]);
      ctx.fill();
    }
  }

  // ---- what moves --------------------------------------------------------------------------

  /**
   * @param {object} scene as for drawBase, and
   * @param {number} scene.head playhead, ms
   * @param {any} scene.selection annotation or null
   * @param {any} scene.hover annotation or null
   * @param {{onset: number, offset: number|null}|null} scene.loop
   */
  drawTop(scene) {
    const ctx = this.top;
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.clearRect(0, 0, this.width, this.height);
    this.#drawLoop(ctx, scene);
    ctx.save();
    ctx.beginPath();
    ctx.rect(scene.view.left, scene.layout.top - 2, this.width - scene.view.left, this.height);
    ctx.clip();
    for (const a of scene.standing.running) this.#drawRunning(ctx, scene, a);
    if (scene.hover && scene.hover !== scene.selection) this.#ring(ctx, scene, scene.hover, 1, this.tokens.muted);
    if (scene.selection) this.#ring(ctx, scene, scene.selection, 2, this.tokens.accent);
    for (const a of [scene.hover, scene.selection]) if (a) this.#drawLinksOf(ctx, scene, a);
    ctx.restore();
    this.#drawHead(ctx, scene);
  }

  #boxOf(scene, a) {
    const lane = scene.standing.laneOf(a);
    const i = scene.standing.lanes.indexOf(lane);
    if (i < 0) return null;
    const whole = { y: this.yOf(scene, i) + 3, height: scene.layout.lane - 6 };
    const rows = lane.exclusive ? 1 : Math.max(1, lane.codes.length);
    const box = lane.isPoint ? whole : part(whole, lane, lane.codeById.get(a.content.code), rows);
    const x0 = xOf(scene.view, a.content.onset_ms);
    const end = a.content.offset_ms ?? Math.max(scene.head, a.content.onset_ms);
    return { lane, x0, x1: xOf(scene.view, end), ...box };
  }

  #drawRunning(ctx, scene, a) {
    const box = this.#boxOf(scene, a);
    if (!box) return;
    ctx.font = `12px ${FONT}`;
    ctx.textBaseline = "middle";
    ctx.globalAlpha = scene.active.has(a.content.track) ? 1 : 0.5;
    const code = box.lane.codeById.get(a.content.code);
    this.#drawBar(ctx, code, box.x0, Math.max(box.x1, box.x0 + 4), box, a, scene.view.left);
    ctx.globalAlpha = 1;
  }

  #ring(ctx, scene, a, width, colour) {
    const box = this.#boxOf(scene, a);
    if (!box) return;
    const r = Math.min(8.5, box.height / 2 - 1);
    const [x0, x1] = box.lane.isPoint ? [box.x0 - r, box.x0 + r] : [box.x0, Math.max(box.x1, box.x0 + 3)];
    ctx.lineWidth = width + 2;
    ctx.strokeStyle = this.tokens.panel;
    ctx.beginPath();
    ctx.roundRect(x0 - 1.5, box.y - 1.5, x1 - x0 + 3, box.height + 3, 6);
    ctx.stroke();
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.stroke();
  }

  #drawLinksOf(ctx, scene, a) {
    const i = scene.standing.lanes.indexOf(scene.standing.laneOf(a));
    for (const id of linkedTo(a, this.links ?? [])) this.#drawLink(ctx, scene, a, i, scene.standing.byId.get(id));
  }

  #drawLoop(ctx, { view, layout, loop }) {
    if (!loop) return;
    const from = Math.max(view.left, xOf(view, loop.onset));
    const to = loop.offset === null ? from + 2 : xOf(view, loop.offset);
    ctx.fillStyle = this.tokens.loop;
    ctx.fillRect(from, 5, Math.max(2, to - from), layout.ruler.height - 5);
  }

  #drawHead(ctx, { view, head }) {
    const x = xOf(view, head);
    if (x < view.left - 1 || x > this.width) return;
    ctx.fillStyle = this.tokens.head;
    ctx.fillRect(x - 0.8, 0, 1.6, this.height);
    ctx.beginPath();
    ctx.moveTo(x - 6, 0);
    ctx.lineTo(x + 6, 0);
    ctx.lineTo(x, 8);
    ctx.fill();
  }
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

/** Where a code's bar lies when several may run at once: a line of its own. */
function part(box, lane, code, rows) {
  if (rows === 1) return box;
  const height = box.height / rows;
  return { y: box.y + Math.max(0, lane.codes.indexOf(code)) * height, height };
}

function linkedTo(a, links) {
  const found = [];
  for (const id of links) {
    const value = a.content.modifiers[id];
    if (value) found.push(...(Array.isArray(value) ? value : [value]));
  }
  return found;
}
