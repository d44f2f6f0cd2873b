// Looking at the coding as it was: a line in place of the banner, with a slider over all acts and a day and
// time. Nothing can be changed meanwhile; one button leads back.

import { el, icon, say } from "./dom.js";
import { capOf, printed } from "./keys.js";

export class PastBar {
  /**
   * @param {object} ports
   * @param {any} ports.desk @param {Function} ports.t @param {(id: string) => void} ports.act
   * @param {(asked: {seq?: number, at?: string}) => Promise<any>} ports.ask the server
   * @param {(id: string) => void} ports.toast
   * @param {string} ports.language
   */
  constructor({ desk, t, act, ask, toast, language }) {
    Object.assign(this, { desk, t, act, ask, toast });
    this.when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    const step = (by, name, word) => el("button.mini", { "aria-label": t(word), title: t(word), onclick: () => this.step(by) }, icon(name));
    this.slider = el("input.acts", { type: "range", min: 0, step: 1, "aria-label": t("past.slider"), oninput: () => this.look({ seq: Number(this.slider.value) }) });
    this.words = el("span.num", { role: "status", "aria-live": "polite" });
    this.day = el("input.inp.day", { type: "datetime-local", "aria-label": t("past.day"), title: t("past.day"), onchange: () => this.#toDay() });
    this.node = el("div.past", { role: "group", "aria-label": t("past.title") }, icon("past"), this.words, step(-1, "left", "past.earlier"), this.slider, step(1, "right", "past.later"), this.day,
      el("button.btn.p", { onclick: () => act("past") }, t("past.back"), el("kbd", {}, printed(capOf("past"), t))));
  }

  /** Into the past, at first as it was before the last act; or back to now. */
  toggle() {
    if (this.desk.past) this.desk.comeBack();
    else this.look({ seq: Math.max(0, this.desk.seq - 1) });
  }

  step(by) {
    const { past } = this.desk;
    if (past) this.look({ seq: Math.max(0, Math.min(past.newest, past.seq + by)) });
  }

  #toDay() {
    if (this.day.value) this.look({ at: new Date(this.day.value).toISOString() });
  }

  /** One question at a time; of those asked meanwhile only the last. */
  async look(asked) {
    if (this.desk.queue?.pending) {
      this.toast("said.wait_saved");
      return;
    }
    this.wanted = asked;
    if (this.asking) return;
    this.asking = true;
    while (this.wanted) {
      const now = this.wanted;
      this.wanted = null;
      try {
        const past = await this.ask(now);
        if (!this.desk.queue?.pending) this.desk.lookAt(past);
      } catch {
        this.toast("said.no_past");
      }
    }
    this.asking = false;
  }

  show() {
    const { past } = this.desk;
    if (!past) return;
    this.slider.max = String(past.newest);
    if (this.slider.value !== String(past.seq)) this.slider.value = String(past.seq);
    say(this.words, this.t(past.seq ? "past.words" : "past.begin", { n: past.seq, all: past.newest, when: this.when.format(new Date(past.at)) }));
  }
}
