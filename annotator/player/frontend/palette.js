// The codes of the active pass as keys one can also press with a finger.

import { chip, el, say } from "./dom.js";
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

export class Palette {
  /** @param {{desk: any, t: Function, colours: () => any, press: (lane: any, code: any, event: PointerEvent|MouseEvent) => void, signal: AbortSignal}} ports */
  constructor({ desk, t, colours, press }) {
    Object.assign(this, { desk, t, colours, press });
    this.node = el("section.card.palette", { "aria-label": t("palette.title") });
    /** Chips of state lanes, to show what runs. @type {{lane: any, buttons: Map<string, {node: HTMLElement, time: HTMLElement}>, on: string|null}[]} */
    this.groups = [];
  }

  build() {
    this.groups = [];
    this.node.replaceChildren(...this.#subjectsBar(), ...this.desk.activeLanes.map((lane) => this.#group(lane)));
    if (!this.desk.activeLanes.length) this.node.append(el("p.mute", {}, this.t("palette.empty")));
  }

  /** Which subject the keys are for, when the pass has several. */
  #subjectsBar() {
    const ids = new Set(this.desk.activeLanes.map((l) => l.subject));
    const subjects = this.desk.json.subjects.filter((s) => ids.has(s.id));
    if (subjects.length < 2) return [];
    const button = (s) => el("button.subject", {
      "aria-pressed": String(this.desk.subject === s.id), title: this.t("palette.only_subject", { subject: s.label }),
      onclick: () => this.desk.chooseSubject(s.id),
    }, s.label, el("kbd", {}, `⇧${s.key ?? ""}`));
    return [el("div.subjects", { role: "group", "aria-label": this.t("palette.subjects") }, ...subjects.map(button))];
  }

  #group(lane) {
    const off = this.desk.subject && this.desk.subject !== lane.subject;
    const kind = lane.isPoint ? this.t("palette.points") : lane.exclusive ? this.t("palette.one_at_a_time") : this.t("palette.several");
    const group = { lane, buttons: new Map(), on: null };
    const codes = lane.codes.map((code) => this.#code(lane, code, group));
    if (!lane.isPoint) this.groups.push(group);
    return el("div.group", { role: "group", "aria-label": lane.label, "data-off": off ? "" : null },
      el("div.g", {}, el("b", {}, lane.label), el("small", {}, `${lane.subject_label} · ${kind}`)),
      el("div.codes", {}, ...codes));
  }

  #code(lane, code, group) {
    const time = el("em");
    const node = el("button.c", {
      title: definitionOf(code, this.t), "data-code": code.id, "data-track": lane.track, "data-subject": lane.subject,
      "aria-keyshortcuts": code.key, "aria-pressed": lane.isPoint ? null : "false", disabled: this.desk.readOnly,
      onclick: (e) => this.press(lane, code, e),
    }, chip(code, this.colours()), el("span.name", {}, code.label), time);
    group.buttons.set(code.id, { node, time });
    return node;
  }

  /** Mark what runs at the playhead, and for how long. */
  showRunning(ms) {
    for (const group of this.groups) for (const [id, { node, time }] of group.buttons) this.#showOne(group, id, node, time, ms);
  }

  #showOne(group, id, node, time, ms) {
    const lane = this.desk.standing.laneByKey.get(group.lane.key);
    const a = lane?.covering(ms, id);
    const on = a?.content.code === id ? a : null;
    const was = node.classList.contains("on");
    if (Boolean(on) !== was) {
      node.classList.toggle("on", Boolean(on));
      node.setAttribute("aria-pressed", String(Boolean(on)));
    }
    say(time, on ? span(ms - on.content.onset_ms) : "");
    if (on) time.title = clock(on.content.onset_ms);
  }

  /** A short sign on the chip that was pressed. */
  flash(lane, code) {
    const node = this.node.querySelector(`[data-track="${CSS.escape(lane.track)}"][data-subject="${CSS.escape(lane.subject)}"][data-code="${CSS.escape(code.id)}"]`);
    node?.animate?.([{ boxShadow: "0 0 0 3px var(--accent)" }, { boxShadow: "0 0 0 3px transparent" }], { duration: this.calm?.() ? 0 : 260 });
  }
}
