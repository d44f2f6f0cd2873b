// The details of the selected annotation: code, times, modifiers, comment.

import { chip, el, icon } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { modifierControl } from "./modifiers.js";
import * as rules from "./record.js";
import { markTools } from "./several.js";
import { clock, span } from "./time.js";

export class Details {
  /** @param {{desk: any, film: any, t: Function, colours: () => any, act: (id: string) => void, signal: AbortSignal}} ports */
  constructor({ desk, film, t, colours, act, signal }) {
    Object.assign(this, { desk, film, t, colours, act });
    this.node = el("section.card.details", { hidden: true, tabIndex: -1, role: "dialog", "aria-label": t("details.title") });
    this.node.addEventListener("keydown", (e) => { if (e.key === "Escape") { this.hide(); e.stopPropagation(); } }, { signal });
  }

  get open() {
    return !this.node.hidden;
  }

  show() {
    if (!this.desk.selection) return;
    this.node.hidden = false;
    this.refresh();
  }

  /** Take the keyboard; closing gives it back to where it was. */
  enter() {
    const { activeElement } = this.node.getRootNode();
    if (!this.node.contains(activeElement)) this.before = activeElement;
    this.node.focus();
  }

  hide() {
    const inside = this.node.contains(this.node.getRootNode().activeElement);
    this.node.hidden = true;
    this.node.replaceChildren();
    if (inside) this.before?.focus();
    this.before = null;
  }

  /** Draw again, keeping what is being typed and the focus. */
  refresh() {
    if (!this.open) return;
    const a = this.desk.selection;
    if (!a) {
      this.hide();
      return;
    }
    const active = this.node.getRootNode().activeElement;
    const name = this.node.contains(active) ? active.dataset.name : null;
    const typed = name === "comment" ? active.value : null;
    this.node.setAttribute("aria-label", [this.t("details.title"), this.desk.standing.codeOf(a)?.label].filter(Boolean).join(": "));
    this.node.replaceChildren(...this.#parts(a));
    if (name) this.node.querySelector(`[data-name="${name}"]`)?.focus();
    if (typed !== null) this.comment.value = typed;
  }

  #parts(a) {
    const lane = this.desk.standing.laneOf(a);
    const code = this.desk.standing.codeOf(a);
    return [this.#head(a, lane, code), this.#codes(a, lane), this.#times(a, lane), ...this.#modifiers(a, code), this.#comment(a), this.#tools(lane), this.#foot(a)];
  }

  #head(a, lane, code) {
    return el("div.dh", {}, chip(code, this.colours()), el("b", {}, code?.label ?? a.content.code),
      el("span.mute", {}, `${lane?.label ?? ""} · ${lane?.subject_label ?? ""}`),
      el("span.sp"), el("button.x", { "aria-label": this.t("details.close"), "data-name": "close", onclick: () => this.hide() }, "✕"));
  }

  #codes(a, lane) {
    const other = (code) => el("button.swap", {
      title: code.label, "aria-label": code.label, "aria-pressed": String(code.id === a.content.code), disabled: this.desk.fixed, "data-name": `code-${code.id}`,
      onclick: () => this.desk.do("change", rules.recoded(this.#now(a), code, this.desk.modifiers)),
    }, chip(code, this.colours()));
    return el("div.swaps", { role: "group", "aria-label": this.t("details.code") }, ...(lane?.codes ?? []).map(other));
  }

  #now(a) {
    return this.desk.annotation(a.id) ?? a;
  }

  #times(a, lane) {
    const c = a.content;
    if (lane?.isPoint) return el("div.times", {}, this.#time(a, "onset", this.t("details.at"), c.onset_ms, c.onset_frame));
    const length = c.offset_ms === null ? this.t("list.running") : span(c.offset_ms - c.onset_ms);
    return el("div.times", {}, this.#time(a, "onset", this.t("details.onset"), c.onset_ms, c.onset_frame),
      this.#time(a, "offset", this.t("details.offset"), c.offset_ms, c.offset_frame),
      el("div.trow", {}, el("span.tl", {}, this.t("details.duration")), el("span.num", {}, length)));
  }

  #time(a, edge, label, ms, frame) {
    const nudge = (by) => el("button.mini", {
      "aria-label": this.t(by < 0 ? "details.earlier" : "details.later", { edge: label }), title: this.t(by < 0 ? "details.earlier" : "details.later", { edge: label }),
      disabled: this.desk.fixed || ms === null, "data-name": `${edge}${by}`, onclick: () => this.#nudge(a, edge, by),
    }, by < 0 ? "−" : "+");
    const id = edge === "onset" ? "set_onset" : "set_offset";
    return el("div.trow", {}, el("span.tl", {}, label), el("button.num.go", { title: this.t("details.go"), disabled: ms === null, onclick: () => this.film.toTime(ms) }, ms === null ? "–" : clock(ms)),
      nudge(-1), nudge(1), el("button.small", { disabled: this.desk.fixed, title: this.t("details.to_playhead"), "data-name": id, onclick: () => this.act(id) }, this.t("details.here"), el("kbd", {}, printed(capOf(id), this.t))),
      frame === null ? null : el("span.mute.fr", {}, this.t("film.frame", { n: frame })));
  }

  #nudge(a, edge, by) {
    const now = this.#now(a);
    const ms = edge === "onset" ? now.content.onset_ms : now.content.offset_ms;
    const position = ms >= this.film.frames.end ? this.film.frames.count : this.film.frames.indexAt(ms);
    this.desk.do("drag", rules.moveEdge(this.desk.standing, now, edge, position + by, this.film.frames));
  }

  #modifiers(a, code) {
    return (code?.modifiers ?? []).map((id) => this.desk.modifiers.get(id)).filter(Boolean).map((m) => el("div.mrow", {},
      el("span.tl", { title: m.help || m.label }, m.label, m.required && a.content.modifiers[m.id] === undefined ? el("em.must", { title: this.t("round.must") }, " *") : null),
      modifierControl(a, m, { desk: this.desk, t: this.t, disabled: this.desk.readOnly, act: this.act, set: (value) => this.desk.do("change", rules.modified(this.#now(a), m.id, value)) })));
  }

  #comment(a) {
    this.comment = el("textarea.inp.comment", {
      rows: 2, value: a.content.comment, placeholder: this.t("details.comment"), "aria-label": this.t("details.comment"), maxLength: 2000, disabled: this.desk.readOnly, "data-name": "comment",
      onchange: () => this.#saveComment(a), onkeydown: (e) => this.#commentKey(e, a),
    });
    return this.comment;
  }

  #commentKey(e, a) {
    if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      this.#saveComment(a);
      this.hide();
    } else if (e.key === "Escape") this.comment.value = this.#now(a).content.comment;
  }

  #saveComment(a) {
    const comment = this.comment.value.trim();
    if (comment !== this.#now(a).content.comment) this.desk.do("change", rules.revalued(this.#now(a), { comment }));
  }

  /** Put the cursor into the comment. */
  write() {
    this.show();
    this.comment?.focus();
  }

  /** Cutting, joining, copying: what the panel of several marks has too. */
  #tools(lane) {
    return markTools({ t: this.t, act: this.act, disabled: this.desk.fixed }, lane?.isPoint ? ["copy_to", "story"] : ["split", "merge", "copy_to", "story"]);
  }

  #foot(a) {
    const button = (id, label, ic, more = {}) => el("button.small", { "data-name": id, onclick: () => this.act(id), ...more }, icon(ic), label, el("kbd", {}, printed(capOf(id), this.t)));
    return el("div.df", {}, button("replay", this.t("details.replay"), "play"),
      button("flag", this.t("transport.flag"), "star", { "aria-pressed": String(a.content.flagged), disabled: this.desk.readOnly }),
      el("span.sp"), button("remove", this.t("details.remove"), "bin", { disabled: this.desk.fixed }));
  }
}
