// Linking by two presses: the answer is chosen, the link key pressed, then the cue: by its code's key, by a
// click or tap on it, or by Enter for the one in sight.

import { chip, el, icon } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { cueFrom, cueWith, linked, linkedBy, linksOf, canBeCue, unlinkedAll } from "./links.js";
import { clock } from "./time.js";

const digitOf = (e) => /^(?:Digit|Numpad)([0-9])$/.exec(e.code)?.[1] ?? null;

export class Linking {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {Function} ports.t
   * @param {() => any} ports.colours
   * @param {(id: string, values?: any) => void} ports.toast
   * @param {(a: any) => void} ports.look brings a mark into sight, with a ring; null takes the ring away
   * @param {() => void} ports.begins what lies over the film or list goes
   */
  constructor(ports) {
    Object.assign(this, ports);
    this.node = el("div.linking", { hidden: true, role: "group", "aria-label": ports.t("link.title") });
    this.id = null;
    this.link = null;
    this.cue = null;
  }

  get on() {
    return this.id !== null;
  }

  get #answer() {
    return this.desk.annotation(this.id);
  }

  /** Begin with the chosen mark, or else the latest; again: with its next link, or stop. */
  start() {
    const { desk } = this;
    if (desk.readOnly) return this.toast("said.read_only");
    const a = this.#answer ?? desk.subjectOfRemark;
    if (!a) return this.toast("said.select_first");
    const links = linksOf(desk.standing, a, desk.modifiers);
    if (!links.length) return this.toast("said.no_link");
    const next = this.on ? links[links.indexOf(this.link) + 1] : links[0];
    if (!next) return this.stop();
    this.begins();
    Object.assign(this, { id: a.id, link: next });
    desk.select(a.id);
    return this.#see(cueFrom(desk.standing, a, next, null, -1));
  }

  stop() {
    if (!this.on) return;
    Object.assign(this, { id: null, link: null, cue: null });
    this.node.hidden = true;
    this.node.replaceChildren();
    this.look(null);
  }

  /** What stands changed: the answer may be gone. */
  refresh() {
    if (!this.on) return;
    if (!this.#answer || this.desk.readOnly) this.stop();
    else this.#see(this.desk.annotation(this.cue?.id) ?? cueFrom(this.desk.standing, this.#answer, this.link, null, -1));
  }

  /** A mark was clicked or tapped: whether it was meant as the cue. */
  chooses(a) {
    if (!this.on || !a) return false;
    if (a.id === this.id) this.stop();
    else if (canBeCue(this.#answer, this.link, a)) this.#take(a);
    else this.toast("said.no_cue_there");
    return true;
  }

  /** @param {KeyboardEvent} e */
  takes(e) {
    if (!this.on || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.repeat) return false;
    const { desk, cue } = this;
    if (e.code === "Escape") this.stop();
    else if (e.code === "Enter" || e.code === "NumpadEnter") this.#take(cue);
    else if (e.code === "PageUp" || e.code === "PageDown") this.#step(e.code === "PageUp" ? -1 : 1);
    else if (e.code === "Delete" || e.code === "Backspace") this.#free();
    else {
      const found = this.#codeOf(e);
      if (!found) return false;
      this.#take(cueWith(desk.standing, this.#answer, this.link, found.code.id, found.lane.subject));
    }
    return true;
  }

  /** The code of a cue that a key stands for, whichever pass it belongs to. */
  #codeOf(e) {
    const key = digitOf(e) ?? e.key.toLowerCase();
    for (const lane of this.desk.lanes.filter((l) => this.link.links_to.includes(l.track)))
      for (const code of lane.codes) if (code.key === key) return { lane, code };
    return null;
  }

  #step(by) {
    const { standing } = this.desk;
    this.#see(cueFrom(standing, this.#answer, this.link, this.cue, by) ?? this.cue);
  }

  #take(cue) {
    if (!cue) {
      this.toast("said.no_cue_there");
      return;
    }
    const answer = this.#answer;
    const { link } = this;
    this.stop();
    this.desk.do("link", linked(answer, link, cue));
  }

  #free() {
    const answer = this.#answer;
    const { link } = this;
    this.stop();
    if (linkedBy(answer, link).length) this.desk.do("link", unlinkedAll(answer, link));
  }

  #see(cue) {
    this.cue = cue;
    this.#show();
    this.look(cue);
  }

  #show() {
    const { t, cue, link } = this;
    const { standing } = this.desk;
    const answer = this.#answer;
    const button = (id, name, cap, onclick, more = {}) => el("button.small", { "data-name": `link-${id}`, onclick, title: t(`link.${id}`), "aria-label": t(`link.${id}`), ...more }, name ? icon(name) : t(`link.${id}`), cap ? el("kbd", {}, printed(cap, t)) : null);
    const on = cue && linkedBy(answer, link).includes(cue.id);
    const keys = this.desk.lanes.filter((l) => link.links_to.includes(l.track)).flatMap((l) => l.codes.map((c) => c.key.toUpperCase()));
    this.node.replaceChildren(
      el("span.asks", {}, el("b", {}, `${standing.codeOf(answer).label} ${clock(answer.content.onset_ms)}`), ` · ${link.label} …`),
      cue ? el("span.cue", {}, chip(standing.codeOf(cue), this.colours()), `${standing.codeOf(cue).label} ${clock(cue.content.onset_ms)}`) : el("span.mute", {}, t("modifier.no_cue")),
      el("span.df", {}, button("earlier", "left", capOf("previous"), () => this.#step(-1), { disabled: !cue }), button("later", "right", capOf("next"), () => this.#step(1), { disabled: !cue }),
        button(on ? "let_go" : "take", "", "Enter", () => this.#take(cue), { disabled: !cue }),
        button("free", "bin", "Delete", () => this.#free(), { disabled: !linkedBy(answer, link).length }),
        button("stop", "close", "Esc", () => this.stop())),
      el("span.mute.how", {}, t("link.how", { keys: keys.join(" ") })));
    this.node.hidden = false;
  }
}
