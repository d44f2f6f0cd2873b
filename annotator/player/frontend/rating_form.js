// The form of ratings beside the film: every question with its scale, the words of each value in sight.
// A digit answers the open question, Enter goes on; nothing is judged by colour.

import { chip, el } from "./dom.js";
import { definitionOf } from "./palette.js";
import { anchorAt, betweenAnchors, CANNOT, doneOf, MOST_ROWS, pointsOf, rated, ratingOf, stretchOf, valueOf } from "./ratings.js";
import { printed } from "./keys.js";
import { clock } from "./time.js";

const digitOf = (e) => /^(?:Digit|Numpad)([0-9])$/.exec(e.code)?.[1] ?? null;

export class RatingForm {
  /** @param {{desk: import("./desk.js").Desk, film: import("./clock.js").FilmClock, t: Function, colours: () => any}} ports */
  constructor({ desk, film, t, colours }) {
    Object.assign(this, { desk, film, t, colours });
    this.node = el("div.form", { onkeydown: (e) => this.#arrows(e) });
    /** The open question, by lane and code. @type {string|null} */
    this.open = null;
    this.pass = null;
  }

  /** Questions in order: a lane and a code each. */
  get questions() {
    return this.desk.activeForms.flatMap((lane) => lane.codes.map((code) => ({ lane, code, id: `${lane.key}|${code.id}` })));
  }

  get #now() {
    return this.questions.find((q) => q.id === this.open) ?? null;
  }

  #stretch(lane) {
    return stretchOf(lane, this.desk.standing, this.desk.films, this.desk.selection);
  }

  #valueOf({ lane, code }) {
    const stretch = this.#stretch(lane);
    return stretch && valueOf(ratingOf(lane, code.id, stretch));
  }

  /** A pass with nothing but the form begins with the first question that has no answer. */
  #begin() {
    if (this.pass === this.desk.pass.id) return;
    this.pass = this.desk.pass.id;
    this.open = null;
    if (this.desk.activeLanes.length) return;
    const { questions } = this;
    this.open = (questions.find((q) => this.#valueOf(q) === null) ?? questions[0])?.id ?? null;
  }

  refresh() {
    if (!this.desk.activeForms.length) {
      this.pass = null;
      return;
    }
    this.#begin();
    const active = this.node.getRootNode().activeElement;
    const name = this.node.contains(active) ? active.dataset.name : null;
    this.node.replaceChildren(...this.desk.activeForms.map((lane) => this.#lane(lane)));
    if (name) this.node.querySelector(`[data-name="${CSS.escape(name)}"]`)?.focus();
  }

  #lane(lane) {
    const stretch = this.#stretch(lane);
    const told = stretch ? this.t("rating.done", doneOf(lane, stretch)) : this.t("rating.choose_mark");
    const about = stretch ? this.t(`rating.${lane.scope || "segment"}`, { from: clock(stretch.onset_ms), to: clock(stretch.offset_ms) }) : "";
    const off = this.desk.subject && this.desk.subject !== lane.subject;
    return el("div.group", { role: "group", "aria-label": `${lane.label} · ${lane.subject_label}`, "data-off": off ? "" : null },
      el("div.g", {}, el("b", {}, lane.label), el("small", {}, [lane.subject_label, about, told].filter(Boolean).join(" · "))),
      ...lane.codes.map((code) => this.#question({ lane, code, id: `${lane.key}|${code.id}` }, stretch)));
  }

  #question(q, stretch) {
    const { code } = q;
    const open = this.open === q.id;
    const value = stretch ? valueOf(ratingOf(q.lane, code.id, stretch)) : null;
    const head = el("button.ihead", {
      "aria-expanded": String(open), "data-name": `head ${q.id}`, "data-code": code.id, "aria-keyshortcuts": code.key, title: definitionOf(code, this.t),
      onclick: () => this.#show(open ? null : q.id),
    }, chip(code, this.colours()), el("span.name", {}, code.label), this.#answer(code, value, open));
    return el("div.item", { "data-open": open ? "" : null, "data-answered": value === null ? null : "" }, head, open && stretch ? this.#body(q, value) : null);
  }

  #answer(code, value, open) {
    if (value === null) return el("span.mute", {}, "–");
    if (value === CANNOT) return el("span.mute", {}, this.t("rating.cannot"));
    const words = open ? "" : anchorAt(code.scale, value);
    return el("span.said", {}, words ? el("span.mute", {}, words) : null, el("b.num", {}, String(value)));
  }

  #body(q, value) {
    const { code } = q;
    const points = pointsOf(code.scale);
    const small = (id, word, cap, onclick, more = {}) => el("button.small", { "data-name": `${id} ${q.id}`, onclick, ...more }, this.t(word), cap ? el("kbd", {}, printed(cap, this.t)) : null);
    const off = { disabled: this.desk.readOnly };
    return el("div.ibody", {}, el("p.mute", {}, code.definition), points.length > MOST_ROWS ? this.#slider(q, points, value) : this.#rows(q, points, value),
      el("div.df", {}, small("cannot", "rating.cannot", "", () => this.#rate(q, CANNOT), { ...off, "aria-pressed": String(value === CANNOT) }),
        small("clear", "rating.clear", "Backspace", () => this.#rate(q, null), { disabled: this.desk.readOnly || value === null }), el("span.sp"),
        small("next", "rating.next", "Enter", () => this.step(1))));
  }

  /** A row for each value, the scheme's words beside it, or between which words it lies. */
  #rows(q, points, value) {
    const { scale } = q.code;
    const words = (point) => anchorAt(scale, point) || this.#between(scale, point);
    const row = (point, i) => el("button.point", {
      role: "radio", "aria-checked": String(value === point), tabIndex: value === point || (i === 0 && !points.includes(value)) ? 0 : -1, disabled: this.desk.readOnly,
      "data-name": `point ${q.id} ${point}`, "data-value": String(point), onclick: () => this.#rate(q, point),
    }, el("b.num", {}, String(point)), el("span", { className: anchorAt(scale, point) ? "" : "mute" }, words(point)));
    return el("div.points", { role: "radiogroup", "aria-label": q.code.label }, ...points.map(row));
  }

  #between(scale, point) {
    const around = betweenAnchors(scale, point);
    return around ? this.t("rating.between", { low: around[0], high: around[1] }) : "";
  }

  /** Many values: a slider, and every anchor with its value below it. */
  #slider(q, points, value) {
    const { scale } = q.code;
    const input = el("input.slide", {
      type: "range", min: String(scale.min), max: String(scale.max), step: String(scale.step), "aria-label": q.code.label, disabled: this.desk.readOnly, "data-name": `slide ${q.id}`,
      onchange: () => this.#rate(q, points.reduce((best, p) => (Math.abs(p - Number(input.value)) < Math.abs(best - Number(input.value)) ? p : best))),
    });
    input.value = String(typeof value === "number" ? value : points[Math.floor(points.length / 2)]);
    const anchors = points.filter((p) => anchorAt(scale, p));
    const anchor = (p) => el("button.point", { "data-name": `point ${q.id} ${p}`, "data-value": String(p), disabled: this.desk.readOnly, "aria-pressed": String(value === p), onclick: () => this.#rate(q, p) }, el("b.num", {}, String(p)), el("span", {}, anchorAt(scale, p)));
    return el("div.points", {}, input, ...anchors.map(anchor));
  }

  #rate(q, value) {
    const stretch = this.#stretch(q.lane);
    if (!stretch || !this.film.frames) return;
    this.open = q.id;
    this.desk.settle();
    this.desk.do("rate", rated(this.desk.standing, q.lane, q.code, stretch, value, this.desk.frameAt, this.desk.modifiers));
    this.refresh();
  }

  #show(id) {
    this.open = id;
    this.refresh();
    this.node.querySelector("[data-open]")?.scrollIntoView({ block: "nearest" });
  }

  /** To the next question, or the one before; behind the last one the keys are the codes' again. */
  step(by) {
    const { questions } = this;
    const at = questions.findIndex((q) => q.id === this.open) + by;
    const last = at >= questions.length && this.desk.activeLanes.length;
    this.#show(last ? null : questions[Math.max(0, Math.min(questions.length - 1, at))]?.id ?? null);
  }

  /** Whether a key was the form's. @param {KeyboardEvent} e */
  takes(e) {
    if (!this.desk.activeForms.length || this.desk.round || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.repeat) return false;
    const now = this.#now;
    return (now && this.#answers(e, now)) || this.#opens(e);
  }

  #answers(e, now) {
    const point = pointsOf(now.code.scale).find((p) => String(p) === digitOf(e));
    if (point !== undefined) this.#rate(now, point);
    else if (e.code === "Enter" || e.code === "NumpadEnter" || e.code === "PageDown") this.step(1);
    else if (e.code === "PageUp") this.step(-1);
    else if (e.code === "Backspace") this.#rate(now, null);
    else if (e.code === "Escape") this.#show(null);
    else return false;
    return true;
  }

  #opens(e) {
    const key = digitOf(e) ?? e.key.toLowerCase();
    const found = this.questions.find((q) => q.code.key === key && (!this.desk.subject || this.desk.subject === q.lane.subject));
    if (!found) return false;
    this.#show(found.id);
    return true;
  }

  /** In a scale that has the focus, arrows lead from value to value. */
  #arrows(e) {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
    const rows = [...(e.target.closest?.(".points")?.querySelectorAll(".point") ?? [])];
    const at = rows.indexOf(e.target);
    if (!by || at < 0) return;
    rows[(at + by + rows.length) % rows.length].focus();
    e.preventDefault();
  }
}
