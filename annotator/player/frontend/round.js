// The round of modifiers in place of the keys of codes: one mark, its questions, digits that answer them.

import { chip, el, icon } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { modifierControl } from "./modifiers.js";
import { modified } from "./record.js";
import { askedOf, firstOf, lacks, standOf } from "./rounds.js";
import { clock } from "./time.js";

const digitOf = (e) => (e.shiftKey || e.ctrlKey || e.metaKey || e.altKey ? null : /^(?:Digit|Numpad)([1-9])$/.exec(e.code)?.[1] ?? null);

export class Round {
  /** @param {{desk: any, t: Function, colours: () => any, act: (id: string) => void, describe: any, go: (a: any) => void}} ports */
  constructor({ desk, t, colours, act, go }) {
    Object.assign(this, { desk, t, colours, act, go });
    this.node = el("div.round", { onkeydown: (e) => this.#typed(e) });
    /** Which question the digits answer. */
    this.row = 0;
    this.mark = null;
  }

  refresh() {
    if (!this.desk.round) return;
    const typing = this.node.contains(this.node.getRootNode().activeElement) && this.node.getRootNode().activeElement.tagName === "INPUT";
    if (typing) return;
    const { standing, modifiers, selected } = this.desk;
    const stand = standOf(standing, modifiers, selected);
    if (this.mark !== selected) this.row = 0;
    this.mark = selected;
    const a = stand.marks[stand.at] ?? null;
    this.node.replaceChildren(this.#head(stand), ...(a ? this.#questions(a) : [this.#begin(stand)]), this.#foot(stand));
  }

  #head({ marks, at, open }) {
    const where = at < 0 ? this.t("round.all", { n: marks.length }) : this.t("round.at", { n: at + 1, all: marks.length });
    return el("div.g", {}, el("b", {}, this.t("pass.round")), el("small", {}, [where, open ? this.t("round.open", { n: open }) : ""].filter(Boolean).join(" · ")));
  }

  #begin({ marks }) {
    return el("p.mute", {}, this.t(marks.length ? "round.begin_hint" : "round.none"));
  }

  #questions(a) {
    const { standing, modifiers, readOnly } = this.desk;
    const asked = askedOf(standing, a, modifiers);
    const missing = new Set(lacks(a, asked).map((m) => m.id));
    const code = standing.codeOf(a);
    const rows = asked.map((m, i) => el("div.srow", { "aria-current": i === this.row ? "true" : null, onpointerdown: () => { this.row = i; } },
      el("span.slabel", {}, m.label, missing.has(m.id) ? el("em", { title: this.t("round.must") }, " *") : null),
      modifierControl(a, m, { desk: this.desk, t: this.t, numbered: i === this.row, disabled: readOnly, set: (value) => this.#set(a.id, m, value) })));
    return [el("div.shead", {}, chip(code, this.colours()), el("b", {}, code.label), el("span.num", {}, clock(a.content.onset_ms)), el("span.mute", {}, standing.laneOf(a)?.label ?? "")), ...rows];
  }

  #foot({ marks, at }) {
    const button = (id, name, word) => el("button.small", { "data-name": id, disabled: !marks.length, onclick: () => (id === "replay" ? this.act(id) : this.step(id === "next" ? 1 : -1)) }, icon(name), this.t(word), el("kbd", {}, id === "next" ? printed("Enter", this.t) : printed(capOf(id), this.t)));
    if (at < 0) return el("div.df", {}, button("next", "right", "round.begin"));
    return el("div.df", {}, button("replay", "play", "details.replay"), el("span.sp"), button("previous", "left", "round.previous"), button("next", "right", "round.next"));
  }

  #set(id, modifier, value) {
    const a = this.desk.annotation(id);
    if (a) this.desk.do("change", modified(a, modifier.id, value));
    this.refresh();
  }

  /** To the mark after this one (or before), the first one that lacks something to begin with. */
  step(by) {
    const { standing, modifiers, selected } = this.desk;
    const { marks, at } = standOf(standing, modifiers, selected);
    const next = at < 0 ? firstOf(standing, modifiers) : marks[Math.max(0, Math.min(marks.length - 1, at + by))];
    this.row = 0;
    if (next && next.id !== selected) this.go(next);
    else this.refresh();
  }

  /** Digits answer the question; Enter goes on to the next one, then to the next mark. @returns {boolean} whether the key was the round's */
  takes(e) {
    if (!this.desk.round || e.ctrlKey || e.metaKey || e.altKey) return false;
    const a = this.desk.selection;
    const asked = a ? askedOf(this.desk.standing, a, this.desk.modifiers) : [];
    const digit = digitOf(e);
    if (digit) return this.#answer(digit, asked);
    if (e.code === "PageUp" || e.code === "PageDown") return !e.shiftKey && this.#stepped(e.code === "PageDown" ? 1 : -1);
    if (e.code !== "Enter" && e.code !== "NumpadEnter") return false;
    if (this.row + 1 < asked.length) this.#ask(this.row + 1);
    else this.step(1);
    return true;
  }

  #stepped(by) {
    this.step(by);
    return true;
  }

  #ask(row) {
    this.row = row;
    this.refresh();
    const field = this.node.querySelector("[aria-current] input");
    field?.focus();
  }

  /** Enter keeps what is written and goes on. */
  #typed(e) {
    if (e.key !== "Enter" || e.target.tagName !== "INPUT") return;
    e.preventDefault();
    e.target.blur();
    this.takes(e);
  }

  /** One of several answers stays with its question; the only one goes on. */
  #answer(digit, asked) {
    const modifier = asked[this.row];
    const option = this.node.querySelector(`[aria-current] [data-i="${digit}"]`);
    if (!modifier || !option || this.desk.readOnly) return false;
    option.click();
    if (modifier.type !== "multi" && this.row + 1 < asked.length) this.#ask(this.row + 1);
    return true;
  }
}
