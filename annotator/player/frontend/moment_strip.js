// The still strip of one moment: the film around it, its two edges to drag, the run-in and run-out,
// and the picture that stands for it. Every edge is a slider: arrows move it too.

import { el } from "./dom.js";
import { clock } from "./time.js";

const AROUND_MS = 7000;
const BIG_STEP_MS = 1000;

/**
 * The stretch of film that a strip shows: the moment and something on both sides. Pure.
 * @param {{onset_ms: number, offset_ms: number}} moment
 * @param {{start: number, end: number}} limits
 * @returns {{start: number, end: number}}
 */
export function windowOf({ onset_ms, offset_ms }, limits) {
  const long = Math.min(offset_ms - onset_ms + 2 * AROUND_MS, limits.end - limits.start);
  const start = Math.min(Math.max(onset_ms - AROUND_MS, limits.start), limits.end - long);
  return { start, end: start + long };
}

/**
 * Where run-in and run-out lie: at most as long as the rules wish, and never over the turning point. Pure.
 * @param {{onset_ms: number, offset_ms: number, at_ms: number}} moment
 * @param {{lead_in_ms: number, lead_out_ms: number}} rules
 */
export const leadsOf = ({ onset_ms, offset_ms, at_ms }, rules) => ({
  in: Math.min(onset_ms + rules.lead_in_ms, at_ms),
  out: Math.max(offset_ms - rules.lead_out_ms, at_ms),
});

export class MomentStrip {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {import("./stills.js").Stills} ports.stills
   * @param {{start: number, end: number}} ports.limits
   * @param {{lead_in_ms: number, lead_out_ms: number}} ports.rules
   * @param {(edge: "onset"|"offset"|"at", ms: number) => void} ports.onTrim while dragging
   * @param {(edge: "onset"|"offset"|"at", frames: number, ms: number) => void} ports.onStep by keys: frames or ms
   * @param {() => void} ports.onDone the drag has ended
   * @param {(ms: number) => void} ports.onSeek a press beside the edges
   */
  constructor(ports) {
    Object.assign(this, ports);
    const { t } = ports;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.before = el("i.out");
    this.after = el("i.out");
    this.runIn = el("i.lead", { title: t("prepare.lead_in") });
    this.runOut = el("i.lead", { title: t("prepare.lead_out") });
    this.frame = el("i.frame");
    this.head = el("i.head", { hidden: true });
    this.edges = {
      onset: this.#handle("onset", t("prepare.edge.onset")),
      at: this.#handle("at", t("prepare.edge.at")),
      offset: this.#handle("offset", t("prepare.edge.offset")),
    };
    this.node = el("div.mstrip", { dir: "ltr", role: "group", "aria-label": t("prepare.strip") },
      this.canvas, this.before, this.after, this.runIn, this.runOut, this.frame, this.head, ...Object.values(this.edges));
    this.node.addEventListener("pointerdown", (e) => { if (!e.target.closest(".edge")) this.onSeek(this.#msAt(e)); });
    this.watcher = new ResizeObserver(() => this.draw());
    this.watcher.observe(this.node);
  }

  #handle(edge, name) {
    const node = el(`span.edge.${edge}`, { role: "slider", tabIndex: 0, "aria-label": name, title: name, "aria-orientation": "horizontal" });
    node.addEventListener("pointerdown", (e) => this.#grab(edge, node, e));
    node.addEventListener("keydown", (e) => this.#key(edge, e));
    return node;
  }

  #grab(edge, node, e) {
    if (e.button !== 0 || this.locked) return;
    e.preventDefault();
    node.focus({ preventScroll: true });
    node.setPointerCapture(e.pointerId);
    const grip = this.#msAt(e) - this.#edgeMs(edge);
    const move = (m) => this.onTrim(edge, Math.round(this.#msAt(m) - grip));
    const end = () => {
      node.removeEventListener("pointermove", move);
      this.dragging = false;
      this.onDone();
      this.#look();
    };
    this.dragging = true;
    node.addEventListener("pointermove", move);
    for (const type of ["pointerup", "pointercancel"]) node.addEventListener(type, end, { once: true });
  }

  #key(edge, e) {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[e.key];
    if (!way || e.altKey || e.ctrlKey || e.metaKey || this.locked) return;
    e.preventDefault();
    e.stopPropagation();
    if (e.shiftKey) this.onStep(edge, 0, way * BIG_STEP_MS);
    else this.onStep(edge, way, 0);
  }

  #edgeMs(edge) {
    return this.moment[`${edge}_ms`];
  }

  #msAt(e) {
    const box = this.node.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
    return Math.round(this.view.start + share * (this.view.end - this.view.start));
  }

  /** @param {import("./draft.js").Moment} moment */
  show(moment, { locked = false } = {}) {
    this.moment = moment;
    this.locked = locked;
    if (!this.dragging) this.#look();
    this.#place();
  }

  /** The window follows the moment, but not while an edge is in the hand. */
  #look() {
    const view = windowOf(this.moment, this.limits);
    const inside = this.view && this.moment.onset_ms - this.view.start > 2000 && this.view.end - this.moment.offset_ms > 2000;
    if (this.view && (inside || (view.start === this.view.start && view.end === this.view.end))) return;
    this.view = view;
    this.draw();
    this.#place();
  }

  #share(ms) {
    return (ms - this.view.start) / (this.view.end - this.view.start);
  }

  #place() {
    const { moment } = this;
    const at = (ms) => `${(100 * this.#share(ms)).toFixed(3)}%`;
    const span = (node, from, to) => { node.style.left = at(from); node.style.width = `${Math.max(0, 100 * (this.#share(to) - this.#share(from))).toFixed(3)}%`; };
    const leads = leadsOf(moment, this.rules);
    span(this.before, this.view.start, moment.onset_ms);
    span(this.after, moment.offset_ms, this.view.end);
    span(this.frame, moment.onset_ms, moment.offset_ms);
    span(this.runIn, moment.onset_ms, leads.in);
    span(this.runOut, leads.out, moment.offset_ms);
    for (const [edge, node] of Object.entries(this.edges)) {
      const ms = this.#edgeMs(edge);
      node.style.left = at(ms);
      node.setAttribute("aria-valuemin", String(this.limits.start));
      node.setAttribute("aria-valuemax", String(this.limits.end));
      node.setAttribute("aria-valuenow", String(ms));
      node.setAttribute("aria-valuetext", clock(ms));
      node.setAttribute("aria-disabled", String(this.locked));
    }
  }

  /** The film's place, when it lies in this strip; null hides it. */
  showHead(ms) {
    const inside = ms !== null && this.view && ms >= this.view.start && ms <= this.view.end;
    this.head.hidden = !inside;
    if (inside) this.head.style.left = `${(100 * this.#share(ms)).toFixed(3)}%`;
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (!this.view || !width || !this.stills.film?.image) return;
    const ratio = devicePixelRatio || 1;
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { size } = this.stills;
    const count = Math.max(1, Math.floor(width / ((height * size.width) / size.height)));
    const each = width / count;
    const tall = (each * size.height) / size.width;
    for (let k = 0; k < count; k += 1) {
      const ms = this.view.start + ((k + 0.5) / count) * (this.view.end - this.view.start);
      this.stills.draw(ctx, ms, k * each, (height - tall) / 2, each, tall);
    }
  }

  destroy() {
    this.watcher.disconnect();
  }
}
