// The line at the top: where one is on the left; what is safe, who codes, keys and submit on the right.

import { el, icon, say } from "./dom.js";
import { passName, percent, ROUND } from "./passes.js";

export class Header {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {Function} ports.t
   * @param {(path: string) => string} ports.url
   * @param {HTMLElement} ports.badge
   * @param {HTMLElement} ports.hints
   * @param {import("./consensus.js").Consensus} ports.consensus
   * @param {(id: "passes"|"hand"|"drawer"|"link"|"keys"|"submit") => void} ports.act
   * @param {(pass: any) => {watched: number|null}} ports.progress
   */
  constructor({ desk, t, url, badge, hints, consensus, act, progress }) {
    Object.assign(this, { desk, t, act, progress });
    const { session } = desk.json;
    this.chip = el("button.chip", { title: t("pass.about"), onclick: () => act("passes") });
    this.submit = el("button.btn.p.submit", { onclick: () => act("submit") }, t("desk.submit"));
    const about = consensus.names ? "" : [session.context, session.age].filter(Boolean).join(" · ");
    const small = (id, name, word, classes) => el(`button.btn.ghost.${classes}`, { "aria-label": t(word), title: t(word), onclick: () => act(id) }, icon(name));
    this.node = el("header.bar", {},
      el("a.backlink", { href: url(`session?id=${encodeURIComponent(session.id)}`), "aria-label": t("desk.back"), title: t("desk.back") }, icon("left")),
      el("b.where", {}, `${session.family_code} · ${session.label}`), about ? el("span.mute.about", {}, about) : null,
      consensus.node, this.chip, el("span.sp"),
      hints, badge, el("span.mute.coder", {}, desk.coding.coder.name),
      desk.field ? small("hand", "hand", "field.hand", "hand") : null,
      small("drawer", "list", "list.title", "drawer"), small("link", "link", "desk.copy_link", "linkb"),
      el("button.btn.keysb", { onclick: () => act("keys") }, el("kbd.q", {}, "?"), t("desk.keys")), this.submit);
  }

  showPass() {
    const { desk, t } = this;
    const { speed } = desk.pass;
    const label = passName(desk.pass, t);
    const told = this.#place(label, speed);
    const seen = desk.round || !desk.activeLanes.length ? null : this.progress(desk.pass).watched;
    const text = seen ? `${told} · ${t("pass.watched", { percent: percent(seen) })}` : told;
    this.chip.style.setProperty("--seen", `${percent(seen ?? 0)}%`);
    const subject = desk.json.subjects.find((s) => s.id === desk.subject);
    say(this.chip, subject ? `${text} · ${t("pass.only", { subject: subject.label })}` : text);
  }

  /** Which time through the film it is, where there are several; the round of modifiers is none. */
  #place(label, speed) {
    const { desk, t } = this;
    if (desk.pass.id === ROUND) return label;
    const times = desk.passes.filter((pass) => pass.id !== ROUND);
    if (times.length < 2) return t("pass.chip_one", { label, speed });
    return t("pass.chip", { n: times.indexOf(desk.pass) + 1, all: times.length, label, speed });
  }
}
