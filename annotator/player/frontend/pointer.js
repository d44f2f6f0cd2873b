// What a mouse, a pen or fingers do on the tracks: choose, drag, pan, pinch, wheel.

import { inside } from "./chosen.js";
import * as geo from "./geometry.js";
import * as rules from "./record.js";
import { Tip } from "./tip.js";

/** A pointer that moved less has clicked, px. */
const SLOP = 4;
const REACH = { mouse: 6, touch: 14 };

/**
 * @typedef {object} Ports
 * @property {import("./tracks.js").Tracks} tracks
 * @property {import("./desk.js").Desk} desk
 * @property {import("./clock.js").FilmClock} film
 * @property {Function} t
 * @property {(a: any) => string} describe an annotation in words
 * @property {(a: any, how: "one"|"more"|"range") => void} choose what a click on an annotation does
 * @property {AbortSignal} signal
 */

export class Pointer {
  /** @param {Ports} ports */
  constructor({ tracks, desk, film, t, describe, choose, signal }) {
    Object.assign(this, { tracks, desk, film, choose });
    this.tip = new Tip({ desk, t, describe });
    this.node = tracks.top;
    this.drag = null;
    /** Fingers and buttons that are down. @type {Map<number, {x: number, y: number}>} */
    this.down = new Map();
    /** What a drag shows and has not done yet. */
    this.preview = null;
    const on = (type, f, more = {}) => this.node.addEventListener(type, f, { signal, ...more });
    on("pointerdown", (e) => this.#press(e));
    on("pointermove", (e) => this.#move(e));
    on("pointerup", (e) => this.#up(e));
    on("pointercancel", (e) => this.#cancel(e));
    on("pointerleave", () => this.#leave());
    on("wheel", (e) => this.#wheel(e), { passive: false });
  }

  get view() {
    return this.tracks.view;
  }

  #at(e) {
    const box = this.node.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top, reach: e.pointerType === "touch" ? REACH.touch : REACH.mouse };
  }

  // ---- what lies where ---------------------------------------------------------------------

  #under({ x, y, reach }) {
    const { layout, lanes, scroll, head } = this.tracks;
    if (x < this.view.left - 8) return { where: "names" };
    if (y < layout.ruler.height) {
      const edge = this.desk.windowFixed ? null : this.#windowEdge(x, y, reach);
      return edge ? { where: "window", edge } : { where: "ruler" };
    }
    const i = geo.laneAt(layout, y, lanes.length, scroll);
    if (i < 0) return { where: "film" };
    const found = geo.hit(this.view, lanes[i], x, head, reach);
    return found ? { where: "annotation", lane: lanes[i], ...found } : { where: "empty", lane: lanes[i] };
  }

  #windowEdge(x, y, reach) {
    if (y > 15) return null;
    const w = this.desk.standing.window;
    const from = geo.xOf(this.view, w.onset_ms);
    const to = geo.xOf(this.view, w.offset_ms);
    if (x >= from - reach && x <= from + 9 + reach / 2) return "onset";
    return x <= to + reach && x >= to - 9 - reach / 2 ? "offset" : null;
  }

  // ---- down, move, up ----------------------------------------------------------------------

  #press(e) {
    if (e.button > 0) return;
    const at = this.#at(e);
    this.down.set(e.pointerId, at);
    try { this.node.setPointerCapture(e.pointerId); } catch { /* the pointer is gone already */ }
    if (this.down.size === 1) this.drag = { kind: "press", start: at, under: this.#under(at), view: this.view, touch: e.pointerType === "touch" };
    else if (this.down.size === 2) {
      this.stopDrag();
      this.drag = { kind: "pinch", apart: this.#apart() };
    }
  }

  #apart() {
    const [a, b] = [...this.down.values()];
    return { far: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2 };
  }

  #move(e) {
    const at = this.#at(e);
    if (this.down.has(e.pointerId)) this.down.set(e.pointerId, at);
    if (!this.drag) this.#hoverAt(at);
    else if (this.drag.kind === "pinch") this.#pinch();
    else this.#dragTo(at, e);
  }

  #pinch() {
    if (this.down.size < 2) return; // one finger went up: the other one lies there still
    const now = this.#apart();
    const before = this.drag.apart;
    if (before.far > 8) this.tracks.zoom(now.far / before.far, now.x);
    this.tracks.pan(before.x - now.x);
    this.drag.apart = now;
  }

  #dragTo(at, e) {
    const d = this.drag;
    if (d.kind === "press") {
      if (Math.hypot(at.x - d.start.x, at.y - d.start.y) < SLOP) return;
      this.#begin(d, e);
    }
    if (d.kind === "pan") this.#pan(at);
    else if (d.kind === "scrub") this.film.toTime(geo.msOf(this.view, at.x));
    else if (d.kind === "window") this.#dragWindow(at);
    else if (d.kind === "band") this.#dragBand(d, at);
    else this.#dragAnnotation(at);
  }

  #begin(d, e) {
    d.kind = this.#kindOfDrag(d.under, e);
    if (d.kind === "edge") d.grip = this.#edgeX(d.under) - d.start.x;
    this.tip.hide();
    this.tracks.hover = null;
  }

  #kindOfDrag(under, e) {
    if (under.where === "ruler") return "scrub";
    if (under.where === "window") return "window";
    if (["empty", "annotation"].includes(under.where) && (e.shiftKey || (this.desk.several && under.where === "empty"))) return "band";
    if (under.where !== "annotation" || this.desk.fixed || under.lane.interval_ms) return "pan";
    const selectedOnly = this.drag.touch && !this.desk.chosen.has(under.annotation.id);
    if (selectedOnly) return "pan"; // a finger scrolls; it moves only what was chosen first
    return e.altKey || under.part === "body" ? "body" : "edge";
  }

  /** Where the edge lies that the pointer took hold of: it does not jump to the pointer. */
  #edgeX({ annotation, part }) {
    const { onset_ms, offset_ms } = annotation.content;
    return geo.xOf(this.view, part === "onset" ? onset_ms : offset_ms);
  }

  #up(e) {
    const at = this.#at(e);
    this.down.delete(e.pointerId);
    const d = this.drag;
    if (!d || (d.kind === "pinch" && this.down.size)) return;
    this.drag = null;
    if (d.kind === "press") this.#click(d.under, at, e);
    if (d.kind === "band") this.#chooseInside(d, at, e);
    this.#finish(d, at);
  }

  /** Do what the drag showed, on what stands now. */
  #finish(d, at) {
    this.settle(d);
    this.tracks.band = null;
    this.tip.hide();
    const outcome = at && this.#outcomeOf(d, at);
    if (outcome?.edits.length) {
      if (d.under.annotation && !this.desk.chosen.has(d.under.annotation.id)) this.desk.select(d.under.annotation.id);
      this.desk.do("drag", outcome);
    } else {
      if (outcome?.said === "no_room") this.desk.tell("said", outcome);
      this.tracks.draw();
    }
  }

  #cancel(e) {
    this.down.delete(e.pointerId);
    this.stopDrag();
    this.drag = null;
  }

  /** Whether a drag was under way; it ends without doing anything. */
  stopDrag() {
    const d = this.drag;
    if (!d || d.kind === "press") return false;
    this.drag = null;
    this.#finish(d, null);
    return true;
  }

  #click(under, at, e) {
    const how = e.shiftKey ? "range" : e.ctrlKey || e.metaKey || this.desk.several ? "more" : "one";
    if (under.where === "annotation") this.choose(this.desk.annotation(under.annotation.id), how);
    else if (under.where !== "names" && how === "one") {
      this.desk.select(null);
      this.film.toTime(geo.msOf(this.view, at.x));
    }
  }

  // ---- what a drag does --------------------------------------------------------------------

  #pan(at) {
    const d = this.drag;
    this.tracks.look(geo.panBy(d.view, d.start.x - at.x, this.tracks.limits), (d.lastY ?? d.start.y) - at.y);
    d.lastY = at.y;
  }

  #dragBand(d, at) {
    this.tracks.band = { x0: d.start.x, y0: d.start.y, x1: at.x, y1: at.y };
    this.tracks.drawTop();
  }

  /** Everything that the drag went around; with Ctrl, or one by one, besides what is chosen. */
  #chooseInside(d, at, e) {
    const { layout, lanes, scroll } = this.tracks;
    const laneOf = (y) => Math.max(0, Math.min(lanes.length - 1, Math.floor((y - layout.top + scroll) / layout.lane)));
    const [start, end] = [d.start.x, at.x].map((x) => geo.msOf(this.view, x)).sort((a, b) => a - b);
    const found = inside(lanes, laneOf(d.start.y), laneOf(at.y), start, end);
    this.desk.choose((c) => c.set(e.ctrlKey || e.metaKey || this.desk.several ? [...c.ids, ...found] : found));
  }

  /** The position of the frame table nearest to a place; the playhead draws it a little, and edges of other tracks. */
  #positionAt(ms, lane = null) {
    return this.film.frames.nearest(geo.magnetic(this.view, ms, this.#magnets(ms, lane)));
  }

  #magnets(ms, lane) {
    const edges = lane && this.tracks.snaps ? rules.edgesNear(this.desk.standing, lane, ms, geo.REACH * this.view.scale) : [];
    return [this.tracks.head, ...edges];
  }

  /** Where a dragged annotation begins: drawn by its beginning, or else by its end. */
  #onsetDrawn(a, ms, lane) {
    const near = geo.magnetic(this.view, ms, this.#magnets(ms, lane));
    const long = (a.content.offset_ms ?? a.content.onset_ms) - a.content.onset_ms;
    return near !== ms || !long ? near : geo.magnetic(this.view, ms + long, this.#magnets(ms + long, lane)) - long;
  }

  #outcomeOf(d, at) {
    if (d.kind === "window") return this.#windowOutcome(d, at);
    const a = d.kind === "edge" || d.kind === "body" ? this.desk.annotation(d.under.annotation.id) : null;
    if (!a || a.revision !== d.under.annotation.revision) return null; // a key has changed it meanwhile
    if (d.kind === "edge") return rules.moveEdge(this.desk.standing, a, d.under.part, this.#positionAt(geo.msOf(this.view, at.x + d.grip), d.under.lane), this.film.frames);
    const moved = this.#onsetDrawn(a, a.content.onset_ms + (at.x - d.start.x) * this.view.scale, d.under.lane);
    return this.#moved(a, this.film.frames.nearest(moved));
  }

  /** A chosen one takes the others along, by as many frames; where one of them has no room, none moves. */
  #moved(a, position) {
    const { desk, film } = this;
    if (desk.chosen.size < 2 || !desk.chosen.has(a.id)) return rules.moveBody(desk.standing, a, position, film.frames);
    const by = position - film.frames.indexAt(a.content.onset_ms);
    return by ? rules.nudged(desk.standing, desk.chosenMarks, "both", by, film.frames) : null;
  }

  #windowOutcome(d, at) {
    const ms = this.film.frames.msOf(this.#positionAt(geo.msOf(this.view, at.x)));
    return rules.moveWindow(this.desk.standing, d.under.edge, Math.round(ms), this.tracks.limits);
  }

  /** Draw the annotations as they would be; nothing is done until the pointer lets go. */
  #dragAnnotation(at) {
    this.settle();
    const outcome = this.#outcomeOf(this.drag, at);
    if (outcome?.edits.length) {
      this.preview = outcome.edits.map((e) => ({ edit: e, before: this.desk.annotation(e.annotation) }));
      this.desk.standing.apply(outcome.edits);
    }
    this.tracks.draw();
    if (outcome) this.tip.show(this.desk.annotation(this.drag.under.annotation.id), at, this.view, this.tracks.head);
  }

  #dragWindow(at) {
    const d = this.drag;
    this.settle();
    const { edits } = this.#windowOutcome(d, at);
    if (edits.length) {
      d.wasWindow = this.desk.standing.window;
      this.desk.standing.window = edits[0].window;
    }
    this.tracks.draw();
  }

  /** Put back what a drag only shows: whatever is done meanwhile is done on what stands. */
  settle(d = this.drag) {
    if (d?.wasWindow) {
      this.desk.standing.window = d.wasWindow;
      d.wasWindow = null;
    }
    for (const { edit, before } of this.preview ?? [])
      this.desk.standing.apply([{ ...edit, kind: "change", content: before.content, revision: before.revision - 1 }]);
    this.preview = null;
  }

  // ---- wheel and hover ---------------------------------------------------------------------

  #wheel(e) {
    e.preventDefault();
    const unit = e.deltaMode === 1 ? 16 : 1;
    if (e.ctrlKey || e.metaKey) {
      this.tracks.zoom(Math.exp(-e.deltaY * unit * 0.004), this.#at(e).x);
      return;
    }
    const scrolls = this.tracks.overflows && !e.shiftKey && Math.abs(e.deltaY) > Math.abs(e.deltaX);
    if (scrolls) this.tracks.look(this.view, e.deltaY * unit);
    else this.tracks.pan((e.deltaX || e.deltaY) * unit);
  }

  #hoverAt(at) {
    const under = this.#under(at);
    const a = under.where === "annotation" ? under.annotation : null;
    this.node.style.cursor = this.#cursorOf(under);
    if (a !== this.tracks.hover) {
      this.tracks.hover = a;
      this.tracks.drawTop();
    }
    if (a) this.tip.show(a, at, this.view, this.tracks.head);
    else this.tip.hide();
  }

  #cursorOf(under) {
    if (under.where === "window") return "ew-resize";
    if (under.where !== "annotation" || this.desk.fixed) return under.where === "ruler" ? "pointer" : "default";
    if (under.lane.interval_ms) return "pointer";
    return under.part !== "body" && !under.lane.isPoint ? "ew-resize" : "grab";
  }

  #leave() {
    if (this.drag) return;
    this.tracks.hover = null;
    this.tip.hide();
    this.tracks.drawTop();
  }
}
