// Quiet hints: what the scheme finds worth a second look. A sign at the top says how many; each leads to its
// place. Looked for while the hands rest, one rule at a time, so that no press waits for it.

import { el, say } from "./dom.js";
import { hintsOf } from "./constraints.js";
import { capOf, printed } from "./keys.js";
import { clock } from "./time.js";

const CALM_MS = 500;
const SHOWN = 200;
const whenIdle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 20));

export class Hints {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {Function} ports.t
   * @param {import("./dialogs.js").Dialogs} ports.dialogs
   * @param {(a: any, ms: number) => void} ports.go to a mark, or a time where there is none
   * @param {AbortSignal} ports.signal
   */
  constructor(ports) {
    Object.assign(this, ports);
    this.rules = ports.desk.json.constraints ?? [];
    this.button = el("button.btn.ghost.hints", { hidden: true, onclick: () => this.open(), title: `${ports.t("hint.title")} (${printed(capOf("hints"), ports.t)})` });
    /** @type {import("./constraints.js").Hint[]} */
    this.found = [];
    ports.signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  /** What stands changed. */
  later() {
    if (!this.rules.length) return;
    clearTimeout(this.timer);
    this.round = {};
    this.timer = setTimeout(() => this.#look(this.round, 0, []), CALM_MS);
  }

  #look(round, i, found) {
    if (round !== this.round || this.signal.aborted) return;
    if (i === this.rules.length) {
      this.#show(found);
      return;
    }
    whenIdle(() => this.#look(round, i + 1, [...found, ...hintsOf(this.desk.standing, this.rules[i])]));
  }

  #show(found) {
    this.found = inOrder(found);
    this.button.hidden = found.length === 0;
    say(this.button, this.t("hint.count", { n: found.length }));
  }

  /** Everything there is to ask now that the coding is to be submitted. */
  atTheEnd() {
    return inOrder(this.rules.flatMap((rule) => hintsOf(this.desk.standing, rule, true)));
  }

  open() {
    const found = inOrder(this.rules.flatMap((rule) => hintsOf(this.desk.standing, rule)));
    this.#show(found);
    const body = [el("p.mute", {}, this.t(found.length ? "hint.explain" : "hint.none")), ...this.rows(found)];
    this.dialogs.show(this.t("hint.title"), body, [], "hints");
  }

  /** A button for each, which leads there. @param {import("./constraints.js").Hint[]} found */
  rows(found) {
    const { desk, t } = this;
    const row = ({ rule, annotation, ms }) => el("button.gap.hint", { onclick: () => { this.dialogs.close(); this.go(annotation && desk.annotation(annotation.id), ms); } },
      el("span", {}, this.#words(rule)), el("span.num", {}, [annotation && desk.standing.codeOf(annotation)?.label, clock(ms)].filter(Boolean).join(" · ")), el("span.mute", {}, t("submit.go")));
    const more = found.length - SHOWN;
    return [...found.slice(0, SHOWN).map(row), ...(more > 0 ? [el("p.mute", {}, t("replace.more", { n: more }))] : [])];
  }

  /** The scheme's own words, or ours where it has none. */
  #words(rule) {
    if (rule.label) return rule.label;
    const name = (selector) => {
      const lane = this.desk.json.lanes.find((l) => l.track === selector?.track);
      const codes = lane?.codes.filter((c) => selector.codes?.includes(c.id)).map((c) => c.label) ?? [];
      return codes.join(", ") || lane?.label || "";
    };
    const needs = rule.requires.map((id) => this.desk.modifiers.get(id)?.label ?? id).join(", ");
    return this.t(`hint.${rule.kind}`, { first: name(rule.first ?? rule.event), second: name(rule.second ?? rule.by), needs });
  }
}

/** What the scheme calls an error first, then by time. */
const inOrder = (found) => [...found].sort((a, b) => (a.rule.severity === "error" ? 0 : 1) - (b.rule.severity === "error" ? 0 : 1) || a.ms - b.ms);
