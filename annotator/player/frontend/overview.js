// The whole film in one line under the picture: where the suggestions and the chosen moments lie, and a
// press goes there.

import { el } from "./dom.js";
import { clock } from "./time.js";

export class Overview {
  /** @param {{t: Function, limits: {start: number, end: number}, onSeek: (ms: number) => void}} ports */
  constructor({ t, limits, onSeek }) {
    Object.assign(this, { limits, onSeek });
    this.marks = el("span.marks", { "aria-hidden": "true" });
    this.begun = el("i.begun", { hidden: true, "aria-hidden": "true" });
    this.head = el("i.head", { "aria-hidden": "true" });
    this.node = el("div.overview", { role: "slider", tabIndex: 0, "aria-label": t("prepare.overview"), "aria-valuemin": String(limits.start), "aria-valuemax": String(limits.end) }, this.marks, this.begun, this.head);
    this.node.addEventListener("pointerdown", (e) => {
      if (e.button !== 0) return;
      this.node.setPointerCapture(e.pointerId);
      this.#go(e);
    });
    this.node.addEventListener("pointermove", (e) => { if (this.node.hasPointerCapture(e.pointerId)) this.#go(e); });
    this.node.addEventListener("keydown", (e) => this.#key(e));
    this.at = limits.start;
  }

  #go(e) {
    const box = this.node.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (e.clientX - box.left) / box.width));
    this.onSeek(Math.round(this.limits.start + share * (this.limits.end - this.limits.start)));
  }

  #key(e) {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[e.key];
    if (!way || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    e.stopPropagation();
    this.onSeek(this.at + way * (e.shiftKey ? 5000 : 1000));
  }

  #share(ms) {
    const long = Math.max(1, this.limits.end - this.limits.start);
    return 100 * Math.min(1, Math.max(0, (ms - this.limits.start) / long));
  }

  #span(kind, { onset_ms, offset_ms }) {
    return el(`i.${kind}`, { style: { left: `${this.#share(onset_ms)}%`, width: `${this.#share(offset_ms) - this.#share(onset_ms)}%` } });
  }

  show(suggestions, moments) {
    this.marks.replaceChildren(...suggestions.map((s) => this.#span("sugg", s)), ...moments.map((m) => this.#span("mom", m)));
  }

  showBegun(ms) {
    this.begun.hidden = ms === null;
    if (ms !== null) this.begun.style.left = `${this.#share(ms)}%`;
  }

  showHead(ms) {
    this.at = ms;
    this.head.style.left = `${this.#share(ms)}%`;
    this.node.setAttribute("aria-valuenow", String(ms));
    this.node.setAttribute("aria-valuetext", clock(ms));
  }
}
