// Right after a press of a code with modifiers: a strip beside the film offers them for some seconds.
// The film plays on; nothing has to be chosen, and the next press takes it away. While the film stands, nobody is
// in a hurry, so it stays.

import { chip, el } from "./dom.js";
import { capOf } from "./keys.js";
import { modifierControl } from "./modifiers.js";
import { Pace } from "./pace.js";
import { modified } from "./record.js";
import { clock } from "./time.js";

const STAYS_MS = 5000;
const digitOf = (e) => /^(?:Digit|Numpad)([1-9])$/.exec(e.code)?.[1] ?? null;

export class Strip {
  /** @param {{desk: any, film: {playing: boolean}, t: Function, colours: () => any, act: (id: string) => void, signal: AbortSignal}} ports */
  constructor({ desk, film, t, colours, act, signal }) {
    Object.assign(this, { desk, film, t, colours, act });
    this.node = el("div.strip", { hidden: true, role: "group", "aria-label": t("strip.title") });
    this.id = null;
    this.pace = new Pace(() => this.#draw(), signal);
    const on = (type, f) => this.node.addEventListener(type, f, { signal });
    for (const type of ["pointerenter", "focusin"]) on(type, () => clearTimeout(this.timer));
    for (const type of ["pointerleave", "focusout"]) on(type, () => this.#later());
    on("keydown", (e) => this.#key(e));
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  get open() {
    return this.id !== null;
  }

  offer(id) {
    const a = this.desk.annotation(id);
    if (!a || !this.#modifiersOf(a).length) {
      this.hide();
      return;
    }
    this.id = id;
    this.pace.ask();
    this.#later();
  }

  #modifiersOf(a) {
    const ids = this.desk.standing.codeOf(a)?.modifiers ?? [];
    return ids.map((m) => this.desk.modifiers.get(m)).filter((m) => m && !m.derived);
  }

  #draw() {
    const a = this.desk.annotation(this.id);
    if (!a) return;
    this.#build(a, this.desk.standing.codeOf(a), this.#modifiersOf(a));
    this.node.hidden = false;
  }

  #build(a, code, modifiers) {
    const active = this.node.getRootNode().activeElement;
    const here = this.built === a.id && this.node.contains(active);
    const at = here ? [...this.#options()].indexOf(active) : -1;
    const name = here ? active.dataset.name : null;
    const rows = modifiers.map((m) => {
      const control = modifierControl(a, m, { desk: this.desk, t: this.t, numbered: true, act: this.act, set: (value) => this.#set(m.id, value) });
      const must = m.required && a.content.modifiers[m.id] === undefined;
      return el("div.srow", {}, el("span.slabel", { title: m.help || m.label }, m.label, must ? el("em.must", { title: this.t("round.must") }, " *") : null), control);
    });
    this.node.replaceChildren(
      el("div.shead", {}, chip(code, this.colours()), el("b", {}, code.label), el("span.num", {}, clock(a.content.onset_ms)),
        el("span.sp"), el("span.hint", {}, el("kbd", {}, capOf("choose_modifiers")), ` ${this.t("strip.hint")}`),
        el("button.x", { "aria-label": this.t("strip.close"), onclick: () => this.hide() }, "✕")),
      ...rows);
    this.built = a.id;
    if (at >= 0) this.#options()[at]?.focus();
    else if (name) this.node.querySelector(`[data-name="${CSS.escape(name)}"]`)?.focus();
  }

  #set(modifier, value) {
    const a = this.desk.annotation(this.id);
    if (a) this.desk.do("change", modified(a, modifier, value));
    if (!this.open) return;
    this.offer(this.id);
    this.pace.settle();
  }

  /** Away with the mark that it is about. */
  refresh() {
    if (this.open && !this.desk.annotation(this.id)) this.hide();
  }

  #options() {
    return this.node.querySelectorAll(".opt");
  }

  focus() {
    clearTimeout(this.timer);
    this.pace.settle();
    this.#options()[0]?.focus();
  }

  /** Whether a key that is pressed in the strip is the strip's; a digit that no option has is a code. */
  wants(e) {
    if (!this.open || !this.node.contains(e.composedPath()[0])) return false;
    if (/^(Arrow|Escape)/.test(e.code)) return true;
    const digit = digitOf(e);
    return Boolean(digit && this.#option(e.composedPath()[0], digit));
  }

  #option(focused, digit) {
    return focused.closest(".opts")?.querySelector(`[data-i="${digit}"]`) ?? null;
  }

  /** Arrows move, digits choose in the row that has the focus, Enter and Space press, Esc leaves. */
  #key(e) {
    if (e.target.tagName === "INPUT") {
      this.#typed(e);
      return;
    }
    const options = [...this.#options()];
    const at = options.indexOf(e.target);
    if (at < 0) return;
    const row = e.target.closest(".opts");
    const digit = digitOf(e);
    if (digit) this.#option(e.target, digit)?.click();
    else if (e.code === "ArrowRight") options[(at + 1) % options.length].focus();
    else if (e.code === "ArrowLeft") options[(at - 1 + options.length) % options.length].focus();
    else if (e.code === "ArrowDown" || e.code === "ArrowUp") this.#otherRow(row, e.code === "ArrowDown" ? 1 : -1);
    else if (e.code === "Escape") this.hide();
    else return;
    e.preventDefault();
  }

  /** In a field, Enter keeps what is written and Esc leaves; both give the keys back to the film. */
  #typed(e) {
    if (e.key === "ArrowUp" || e.key === "ArrowDown") {
      const { modifier } = e.target.closest(".opts").dataset;
      e.target.blur(); // keeps what is written, and draws the strip anew
      this.#otherRow(this.node.querySelector(`[data-modifier="${CSS.escape(modifier)}"]`), e.key === "ArrowDown" ? 1 : -1);
    } else if (e.key === "Enter" || e.key === "Escape") {
      if (e.key === "Escape") e.target.value = e.target.defaultValue;
      e.target.blur();
      if (e.key === "Escape") this.hide();
    } else return;
    e.preventDefault();
  }

  #otherRow(row, by) {
    const rows = [...this.node.querySelectorAll(".opts")].filter((r) => r.querySelector(".opt, input"));
    rows[(rows.indexOf(row) + by + rows.length) % rows.length]?.querySelector(".opt, input")?.focus();
  }

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.film.playing) this.#later();
      else if (!this.node.matches(":hover, :focus-within")) this.hide();
    }, STAYS_MS);
  }

  hide() {
    clearTimeout(this.timer);
    this.pace.drop();
    this.node.hidden = true;
    this.node.replaceChildren();
    this.id = null;
  }
}
