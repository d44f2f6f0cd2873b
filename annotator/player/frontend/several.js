// The panel of several chosen marks, in place of the details of one; and the buttons of correcting that both have.

import { chip, el, icon } from "./dom.js";
import { capOf, printed } from "./keys.js";
import * as rules from "./record.js";
import { clock } from "./time.js";

/**
 * A button that prints its key.
 * @param {string} id the action @param {{t: Function, act: (id: string) => void}} ports
 */
export function keyButton(id, label, { t, act }, more = {}, ...children) {
  return el("button.small", { "data-name": id, title: t(`action.${id}`), onclick: () => act(id), ...more }, ...children, label, el("kbd", { "aria-hidden": "true" }, printed(capOf(id), t)));
}

/** What can be done to the shape of one mark. @param {{t: Function, act: (id: string) => void, disabled: boolean}} ports */
export function markTools(ports, ids) {
  return el("div.df.tools", {}, ...ids.map((id) => keyButton(id, ports.t(`tool.${id}`), ports, { disabled: ports.disabled })));
}

export class Several {
  /** @param {{desk: any, t: Function, colours: () => any, act: (id: string) => void, signal: AbortSignal}} ports */
  constructor({ desk, t, colours, act, signal }) {
    Object.assign(this, { desk, t, colours, act });
    this.node = el("section.card.details.several", { hidden: true, role: "dialog", "aria-label": t("several.title") });
    this.node.addEventListener("keydown", (e) => { if (e.key === "Escape") { desk.select(null); e.stopPropagation(); } }, { signal });
  }

  get open() {
    return !this.node.hidden;
  }

  /** Shown while several are chosen; the focus stays on the button that was pressed. */
  refresh() {
    const { desk } = this;
    this.node.hidden = desk.chosen.size < 2;
    if (!this.open) {
      this.node.replaceChildren();
      return;
    }
    const active = this.node.getRootNode().activeElement;
    const name = this.node.contains(active) ? active.dataset.name : null;
    this.node.replaceChildren(...this.#parts(desk.chosenMarks));
    if (name) this.node.querySelector(`[data-name="${name}"]`)?.focus();
  }

  #parts(marks) {
    const states = marks.some((a) => !this.desk.standing.laneOf(a)?.isPoint);
    return [this.#head(marks), this.#codes(marks), this.#moves(states), this.#foot(marks, states)];
  }

  #head(marks) {
    const from = marks[0].content.onset_ms;
    const to = Math.max(...marks.map((a) => a.content.offset_ms ?? a.content.onset_ms));
    return el("div.dh", {}, el("b", {}, this.t("several.count", { n: marks.length })), el("span.mute.num", {}, `${clock(from)} – ${clock(to)}`),
      el("span.sp"), el("button.x", { "aria-label": this.t("several.close"), title: this.t("several.close"), "data-name": "close", onclick: () => this.desk.select(null) }, "✕"));
  }

  /** The codes that all of them can have; none where they have none in common. */
  #codes(marks) {
    const { standing, modifiers, fixed } = this.desk;
    const codes = rules.codesForAll(standing, marks);
    if (!codes.length) return el("p.mute.note", {}, this.t("several.no_code"));
    const swap = (code) => el("button.swap", {
      title: code.label, "aria-label": code.label, "aria-pressed": String(marks.every((a) => a.content.code === code.id)), disabled: fixed, "data-name": `code-${code.id}`,
      onclick: () => this.desk.do("recode", rules.recodedAll(standing, this.desk.chosenMarks, code.id, modifiers)),
    }, chip(code, this.colours()));
    return el("div.swaps", { role: "group", "aria-label": this.t("several.code") }, ...codes.map(swap));
  }

  #moves(states) {
    const pair = (label, back, on) => el("span.pair", {}, el("span.mute", {}, this.t(label)), this.#key(back, "−"), this.#key(on, "+"));
    const edges = states ? [pair("details.onset", "onset_back", "onset_on"), pair("details.offset", "offset_back", "offset_on")] : [];
    return el("div.moves", { role: "group", "aria-label": this.t("several.frames") }, pair("several.both", "nudge_back", "nudge_on"), ...edges);
  }

  #key(id, label, more = {}, ...children) {
    return keyButton(id, label, this, { disabled: id === "flag" ? this.desk.readOnly : this.desk.fixed, "aria-label": this.t(`action.${id}`), ...more }, ...children);
  }

  #foot(marks, states) {
    const flagged = marks.every((a) => a.content.flagged);
    return el("div.df", {}, this.#key("flag", this.t("transport.flag"), { "aria-pressed": String(flagged) }, icon("star")),
      this.#key("align", this.t("tool.align")), states ? this.#key("merge", this.t("tool.merge")) : null, this.#key("copy_to", this.t("tool.copy_to")),
      el("span.sp"), this.#key("remove", this.t("details.remove"), {}, icon("bin")));
  }
}
