// The codes of the active pass as keys one can also press with a finger.

import { chip, el, icon, say } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { codesAt, intervalAt } from "./record.js";
import { clock, span } from "./time.js";

/** Several lines that tell when to use a code. */
export function definitionOf(code, t) {
  const lines = [code.definition];
  if (code.onset) lines.push(`${t("code.onset")} ${code.onset}`);
  if (code.offset) lines.push(`${t("code.offset")} ${code.offset}`);
  for (const e of code.examples ?? []) lines.push(`${t("code.example")} ${e}`);
  for (const e of code.counter_examples ?? []) lines.push(`${t("code.counter_example")} ${e}`);
  return lines.filter(Boolean).join("\n");
}

/** Columns of large buttons, so that the rows come out full. */
export const columnsFor = (n) => (n <= 3 ? n : n % 3 === 0 ? 3 : 4);

export class Palette {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {Function} ports.t
   * @param {() => any} ports.colours
   * @param {() => import("./record.js").Moment|null} ports.now
   * @param {(lane: any, code: any, event: Event, at?: import("./record.js").Moment) => void} ports.press
   * @param {(id: string) => void} ports.act
   */
  constructor({ desk, t, colours, now, press, act }) {
    Object.assign(this, { desk, t, colours, now, press, act });
    this.node = el("section.card.palette", { "aria-label": t("palette.title") });
    /** Takes the place of the keys in the round of modifiers. @type {import("./round.js").Round|null} */
    this.round = null;
    /** Below the keys, where the pass asks for ratings. @type {import("./rating_form.js").RatingForm|null} */
    this.form = null;
    /** @type {import("./interval_guide.js").IntervalGuide|null} */
    this.guide = null;
    /** Chips of state lanes, to show what runs. @type {{lane: any, buttons: Map<string, {node: HTMLElement, time: HTMLElement}>, on: string|null}[]} */
    this.groups = [];
  }

  build() {
    this.groups = [];
    this.node.toggleAttribute("data-round", this.desk.round);
    if (this.desk.round) {
      this.node.replaceChildren(this.round.node);
      this.round.refresh();
      return;
    }
    this.guide?.showPass();
    this.node.replaceChildren(...this.#parts());
    if (this.desk.activeForms.length) this.node.append(this.form.node);
    else if (!this.desk.activeLanes.length) this.node.append(el("p.mute", {}, this.t("palette.empty")));
    this.form?.refresh();
    if (this.desk.field) this.node.append(this.#hands());
  }

  /** Above the codes of intervals what leads through them. */
  #parts() {
    const lanes = this.desk.activeLanes;
    const first = lanes.findIndex((l) => l.interval_ms);
    const groups = lanes.map((lane) => this.#group(lane));
    if (first < 0 || !this.guide) return groups;
    this.guide.refresh();
    return [...groups.slice(0, first), this.guide.node, ...groups.slice(first)];
  }

  /** A field pass has what a thumb needs beside the codes: take back, and play or pause. */
  #hands() {
    const button = (id, name, cap) => el("button.pad", { "data-act": id, "aria-label": this.t(`transport.${id}`), title: cap ? `${this.t(`transport.${id}`)} (${printed(cap, this.t)})` : null, onclick: () => this.act(id) },
      icon(name), el("span.name", {}, this.t(`transport.${id}`)));
    this.undo = button("undo", "undo", capOf("undo"));
    this.play = button("play", "play", capOf("play"));
    return el("div.hands", {}, this.undo, this.play);
  }

  /** @param {boolean} playing @param {boolean} undo whether there is something to take back */
  showState(playing, undo) {
    if (!this.desk.field || !this.play) return;
    this.undo.disabled = !undo;
    const word = this.t(playing ? "transport.pause" : "transport.play");
    this.play.setAttribute("aria-label", word);
    this.play.replaceChildren(icon(playing ? "pause" : "play"), el("span.name", {}, word));
  }

  /** Restricts the keys to a lane's subject; only where the pass has several. */
  #subject(lane) {
    const several = new Set(this.desk.activeLanes.map((l) => l.subject)).size > 1;
    const subject = this.desk.json.subjects.find((s) => s.id === lane.subject);
    if (!several || !subject) return el("small", {}, lane.subject_label);
    return el("button.subject", {
      "aria-pressed": String(this.desk.subject === lane.subject), title: `${this.t("palette.only_subject", { subject: lane.subject_label })} (${printed(`Shift ${subject.key}`, this.t)})`,
      onclick: () => this.desk.chooseSubject(lane.subject),
    }, lane.subject_label, subject.key ? el("kbd", {}, printed(`Shift ${subject.key}`, this.t)) : null);
  }

  #group(lane) {
    const off = this.desk.subject && this.desk.subject !== lane.subject;
    const kind = lane.interval_ms ? this.t("palette.interval", { length: span(lane.interval_ms) }) : lane.isPoint ? this.t("palette.points") : lane.exclusive ? this.t("palette.one_at_a_time") : this.t("palette.several");
    const group = { lane, buttons: new Map(), on: null };
    const codes = lane.codes.map((code) => this.#code(lane, code, group));
    if (!lane.isPoint) this.groups.push(group);
    return el("div.group", { role: "group", "aria-label": lane.label, "data-off": off ? "" : null },
      el("div.g", {}, el("b", {}, lane.label), this.#subject(lane), el("small", {}, kind)),
      el("div.codes", { style: { "--n": String(columnsFor(lane.codes.length)) } }, ...codes));
  }

  #code(lane, code, group) {
    const time = el("em");
    const star = this.desk.star?.code === code;
    let touched = null;
    const node = el("button.c", {
      title: definitionOf(code, this.t), "data-code": code.id, "data-track": lane.track, "data-subject": lane.subject,
      "aria-keyshortcuts": code.key, "aria-pressed": lane.isPoint ? null : "false", disabled: this.desk.readOnly,
      "data-star": star ? "" : null,
      // What was on the screen when the finger came down counts, not when it went up.
      onpointerdown: () => { touched = this.now(); },
      onclick: (e) => { this.press(lane, code, e, (e.detail && touched) || undefined); touched = null; },
    }, chip(code, this.colours()), star && this.desk.field ? icon("star") : null, el("span.name", {}, code.label), time);
    group.buttons.set(code.id, { node, time });
    return node;
  }

  /** Mark what runs at the playhead, and for how long. */
  showRunning(ms) {
    for (const group of this.groups) for (const [id, { node, time }] of group.buttons) this.#showOne(group, id, node, time, ms);
  }

  #showOne(group, id, node, time, ms) {
    const lane = this.desk.standing.laneByKey.get(group.lane.key);
    const on = lane?.interval_ms ? this.#given(lane, id, ms) : this.#running(lane, id, ms);
    const was = node.classList.contains("on");
    if (Boolean(on) !== was) {
      node.classList.toggle("on", Boolean(on));
      node.setAttribute("aria-pressed", String(Boolean(on)));
    }
    say(time, on && !lane.interval_ms ? span(ms - on.content.onset_ms) : "");
    if (on) time.title = clock(on.content.onset_ms);
  }

  #running(lane, id, ms) {
    const a = lane?.covering(ms, id);
    return a?.content.code === id ? a : null;
  }

  /** Whether the interval that is asked for, or the one on the screen, has a code. */
  #given(lane, id, ms) {
    const { onset_ms } = this.desk.asked(lane) ?? intervalAt(lane.interval_ms, Math.floor(ms / lane.interval_ms));
    return codesAt(lane, onset_ms).find((a) => a.content.code === id) ?? null;
  }

  /** A short sign on the chip that was pressed. */
  flash(lane, code) {
    const node = this.node.querySelector(`[data-track="${CSS.escape(lane.track)}"][data-subject="${CSS.escape(lane.subject)}"][data-code="${CSS.escape(code.id)}"]`);
    // Nothing but opacity is animated: a shadow that fades would be painted anew in each frame.
    node?.animate?.([{ opacity: 1 }, { opacity: 0 }], { duration: this.calm?.() ? 0 : 260, pseudoElement: "::after" });
  }
}
