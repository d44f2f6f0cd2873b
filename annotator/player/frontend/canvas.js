// Drawing the tracks: a row a lane, on the still backdrop. What moves with the film (playhead,
// running states, selection) is on a second layer, so that playing redraws nothing else.

import { Backdrop } from "./backdrop.js";
import { BarPainter, fitting, FONT, part } from "./bars.js";
import { paintAsked } from "./interval_paint.js";
import { between, endOfView, msOf, xOf } from "./geometry.js";

/** More arcs than this are a thicket; then only those of the chosen mark are drawn. */
const LINKS_AT_ONCE = 40;
const RINGS_AT_ONCE = 300;

export class TrackPainter {
  /** @param {HTMLCanvasElement} base @param {HTMLCanvasElement} overlay @param {Set<string>} links the modifiers by which an answer names its cue */
  constructor(base, overlay, links) {
    Object.assign(this, { base, overlay, links });
    this.ctx = base.getContext("2d");
    this.top = overlay.getContext("2d");
    this.back = new Backdrop();
    this.bars = new BarPainter(links);
    this.names = new Map();
    /** @type {WeakMap<any, {key: string, canvas: HTMLCanvasElement}>} */
    this.pictures = new WeakMap();
  }

  resize(width, height) {
    const ratio = globalThis.devicePixelRatio || 1;
    if (this.width === width && this.height === height && this.ratio === ratio) return;
    Object.assign(this, { width, height, ratio, drawn: null });
    this.back.resize(width, height, ratio);
    for (const c of [this.base, this.overlay]) {
      c.width = Math.round(width * ratio);
      c.height = Math.round(height * ratio);
    }
  }

  /** @param {Record<string, string>} tokens colours of the theme @param {import("./colours.js").CodeColours} colours */
  dress(tokens, colours) {
    this.tokens = tokens;
    this.back.dress(tokens);
    this.bars.dress(tokens, colours);
    this.names.clear();
    this.pictures = new WeakMap();
    this.drawn = null;
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
    const { lanes } = scene.standing;
    const links = this.#linksInSight(scene);
    const stale = this.#staleRows(scene, links);
    ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    ctx.save();
    ctx.beginPath();
    for (const i of stale ?? lanes.keys()) ctx.rect(0, this.yOf(scene, i), this.width, scene.layout.lane);
    if (!stale) ctx.rect(0, 0, this.width, this.height);
    ctx.clip();
    ctx.clearRect(0, stale ? scene.layout.top : 0, this.width, this.height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(0, scene.layout.top, this.width, this.height - scene.layout.top);
    ctx.clip();
    for (const i of stale ?? lanes.keys()) this.#drawLane(scene, lanes[i], i);
    this.#drawLinks(scene, links);
    this.#shadeOutside(scene);
    ctx.restore();
    if (!stale) {
      ctx.drawImage(this.back.draw(scene), 0, 0, this.width, this.height);
      this.#drawWindow(scene);
    }
    ctx.restore();
    this.drawn = { key: this.#keyOf(scene, links), versions: new Map(lanes.map((l) => [l, l.version])) };
  }

  /** What all that stands depends on, but for the marks in the lanes. */
  #keyOf({ view, layout, scroll, active, standing, windowFixed }, links) {
    const { onset_ms, offset_ms } = standing.window;
    return [view.start, view.scale, layout.top, scroll, [...active].join("|"), onset_ms, offset_ms, windowFixed, this.back.drawn, links.length].join();
  }

  /** The rows whose marks are others than those drawn, where nothing else changed; null: draw everything. */
  #staleRows(scene, links) {
    const { lanes } = scene.standing;
    const { versions, key } = this.drawn ?? {};
    const whole = [scene.layout.lane, this.yOf(scene, 0)].every((y) => Number.isInteger(y * this.ratio)); // no row shares a pixel
    const same = whole && !links.length && key === this.#keyOf(scene, links) && versions.size === lanes.length && lanes.every((l) => versions.has(l));
    return same ? [...lanes.keys()].filter((i) => versions.get(lanes[i]) !== lanes[i].version) : null;
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
    this.bars.draw(ctx, view, lane, { y: 3, height: layout.lane - 6 });
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

  /** From cue to answer, where an answer names its cue; left out where they would be a thicket. */
  #drawLinks(scene, found) {
    if (found.length > LINKS_AT_ONCE) return;
    for (const [a, i, id] of found) this.#drawLink(this.ctx, scene, a, i, scene.standing.byId.get(id));
  }

  #linksInSight(scene) {
    const found = [];
    if (!this.links.size) return found;
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

  #drawWindow({ view, standing, windowFixed }) {
    const { ctx } = this;
    const begins = xOf(view, standing.window.onset_ms);
    const ends = xOf(view, standing.window.offset_ms);
    const from = Math.max(view.left, begins);
    const to = Math.min(this.width, ends);
    if (to <= view.left || from >= this.width) return;
    ctx.fillStyle = this.tokens.accent;
    ctx.fillRect(from, 0, to - from, 4);
    if (windowFixed) return;
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
   * @param {import("./chosen.js").Chosen} scene.chosen
   * @param {{x0: number, y0: number, x1: number, y1: number}|null} scene.band px
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
    paintAsked(ctx, scene, (i) => this.yOf(scene, i), this.tokens);
    for (const a of scene.standing.running) this.#drawRunning(ctx, scene, a);
    if (scene.chosen.size > 1) this.#ringChosen(ctx, scene);
    if (scene.hover && scene.hover !== scene.selection) this.#ring(ctx, scene, scene.hover, 1, this.tokens.muted);
    if (scene.selection) this.#ring(ctx, scene, scene.selection, 2, this.tokens.accent);
    for (const a of [scene.hover, scene.selection]) if (a) this.#drawLinksOf(ctx, scene, a);
    ctx.restore();
    if (scene.band) this.#drawBand(ctx, scene.band);
    this.#drawHead(ctx, scene);
  }

  /** A ring for each chosen mark in sight; where they are too many for that, a line under them. */
  #ringChosen(ctx, scene) {
    const found = [];
    for (const lane of scene.standing.lanes)
      for (const a of between(lane, msOf(scene.view, scene.view.left), endOfView(scene.view))) if (scene.chosen.has(a.id) && a !== scene.selection) found.push(a);
    if (found.length <= RINGS_AT_ONCE) for (const a of found) this.#ring(ctx, scene, a, 2, this.tokens.accent);
    else this.#underline(ctx, scene, found);
  }

  #underline(ctx, scene, marks) {
    const { lane: height } = scene.layout;
    ctx.fillStyle = this.tokens.accent;
    scene.standing.lanes.forEach((lane, i) => {
      let drawn = -Infinity;
      for (const a of marks) {
        if (scene.standing.laneOf(a) !== lane) continue;
        const x0 = Math.max(drawn, xOf(scene.view, a.content.onset_ms));
        const x1 = Math.max(x0 + 1, xOf(scene.view, a.content.offset_ms ?? scene.head));
        if (x1 - drawn < 1) continue;
        ctx.fillRect(x0, this.yOf(scene, i) + height - 3, x1 - x0, 3);
        drawn = x1;
      }
    });
  }

  /** What a drag over empty tracks goes around. */
  #drawBand(ctx, { x0, y0, x1, y1 }) {
    const box = [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
    ctx.fillStyle = this.tokens.loop;
    ctx.fillRect(...box);
    ctx.lineWidth = 1;
    ctx.strokeStyle = this.tokens.accent;
    ctx.strokeRect(...box);
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
    this.bars.drawBar(ctx, code, box.x0, Math.max(box.x1, box.x0 + 4), box, a, scene.view);
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
    for (const id of linkedTo(a, this.links)) this.#drawLink(ctx, scene, a, i, scene.standing.byId.get(id));
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

function linkedTo(a, links) {
  const found = [];
  for (const id of links) {
    const value = a.content.modifiers[id];
    if (value) found.push(...(Array.isArray(value) ? value : [value]));
  }
  return found;
}
