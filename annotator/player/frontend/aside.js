// What is kept of this film for a later meeting: a button says how many, its dialog has a line for each,
// taken into the plan, let go or watched by one press.

import { el, icon, say } from "./dom.js";
import { shortClock } from "./time.js";

export class Aside {
  /**
   * @param {{t: Function, dialogs: import("./dialogs.js").Dialogs, take: (id: string) => void, drop: (id: string) => void,
   *          play: (moment: any) => void}} ports
   */
  constructor(ports) {
    Object.assign(this, ports);
    this.list = el("ul.aside");
    this.node = el("button.btn.ghost.asides", { hidden: true, title: this.t("prepare.aside.why"), onclick: () => this.#open() });
  }

  #open() {
    this.dialogs.show(this.t("prepare.aside.title"), [el("p.mute", {}, this.t("prepare.aside.why")), this.list]);
  }

  /** @param {any[]} moments @param {boolean} locked */
  show(moments, locked) {
    const key = JSON.stringify([moments, locked]);
    if (key === this.shown) return;
    this.shown = key;
    const { t } = this;
    this.node.hidden = !moments.length;
    say(this.node, t(moments.length === 1 ? "prepare.aside.one" : "prepare.aside", { n: moments.length }));
    const focused = this.list.contains(this.list.getRootNode().activeElement);
    this.list.replaceChildren(...moments.map((m) => this.#line(m, locked)));
    if (!moments.length && this.list.isConnected) this.dialogs.close();
    else if (focused) this.list.querySelector("button")?.focus();
  }

  #line(m, locked) {
    const { t } = this;
    const button = (act, word, sign, f) => el("button.mini", { "data-act": act, "aria-label": t(word), title: t(word), onclick: f, disabled: locked && act !== "look" }, icon(sign));
    const words = [m.theme, m.phrase || m.why].filter(Boolean).join(": ");
    return el("li", { "data-aside": m.id }, el("span.num.mute", {}, shortClock(m.at_ms)), el("span.w", { dir: "auto", title: words }, words || t(`prepare.kind.${m.kind}`)),
      button("look", "prepare.play", "play", () => { this.dialogs.close(); this.play(m); }),
      button("take", "prepare.aside.take", "plus", () => this.take(m.id)), button("drop", "prepare.aside.drop", "close", () => this.drop(m.id)));
  }
}
