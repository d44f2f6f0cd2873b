// Which moment of an earlier meeting is shown just before one of today's: a list, its picture, and the rule.

import { el, say } from "./dom.js";
import { thenOf } from "./draft.js";

const LETTERS = 60;

export class ThenChoice {
  /**
   * @param {{t: Function, url: (path: string) => string, held: any[], language: string}} ports held: what may be chosen
   * @param {(then: {plan: string, moment: string}|null) => void} choose
   */
  constructor({ t, url, held, language }, choose) {
    Object.assign(this, { t, url, held });
    this.day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
    this.list = el("select.inp", { "aria-label": t("prepare.then"), onchange: () => choose(thenOf(this.held[Number(this.list.value)])) });
    this.picture = el("img.then", { alt: "", hidden: true, decoding: "async", draggable: false });
    this.rule = el("p.mute.rule");
    this.node = el("div.thens", { hidden: true }, el("label.choice", {}, el("span.mute", {}, t("prepare.then")), this.list), this.picture, this.rule);
  }

  show(moment, locked) {
    const chosen = thenOf(moment.then);
    this.node.hidden = moment.kind === "challenge" || (!this.held.length && !chosen);
    if (this.node.hidden) return;
    const at = chosen ? this.held.findIndex((each) => each.plan === chosen.plan && each.moment === chosen.moment) : -1;
    this.#fill(Boolean(chosen) && at < 0);
    this.list.value = chosen ? (at < 0 ? "closed" : String(at)) : "";
    this.list.disabled = locked;
    say(this.rule, this.t(chosen ? "prepare.then.chosen" : "prepare.then.rule"));
    this.#show(this.held[at]);
  }

  /** The list is made once; one that is offered no more stays until another is chosen. */
  #fill(closed) {
    if (this.filled === closed) return;
    this.filled = closed;
    const words = ({ date, phrase }) => `${this.day.format(new Date(`${date.slice(0, 10)}T00:00:00Z`))} · ${phrase.length > LETTERS ? `${phrase.slice(0, LETTERS)}…` : phrase}`;
    this.list.replaceChildren(el("option", { value: "" }, this.t("prepare.then.none")), ...this.held.map((each, i) => el("option", { value: String(i), dir: "auto" }, words(each))),
      ...(closed ? [el("option", { value: "closed" }, this.t("prepare.then.closed"))] : []));
  }

  #show(held) {
    this.picture.hidden = !held;
    if (!held) return;
    const src = this.url(`films/${held.recording}/stills/${held.still_ms}.jpg`);
    if (this.picture.src !== src) this.picture.src = src;
  }
}
