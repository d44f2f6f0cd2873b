// A small game that measures how long somebody takes to press when a light comes on.

import { el } from "./dom.js";
import { judged, medianOf, ROUNDS, waitOf } from "./reaction.js";

export class ReactionGame {
  /**
   * @param {object} ports
   * @param {import("./dialogs.js").Dialogs} ports.dialogs
   * @param {Function} ports.t
   * @param {number} ports.now the reaction time that holds, ms
   * @param {(ms: number) => Promise<void>} ports.keep
   * @param {() => void} ports.back to the map of keys
   */
  constructor({ dialogs, t, now, keep, back }) {
    Object.assign(this, { dialogs, t, now, keep, back });
    this.listening = new AbortController();
    this.lamp = el("button.lamp", { "aria-label": t("reaction.lamp"), onpointerdown: (e) => this.#press(e) });
    this.says = el("p", { role: "status" });
    this.ended = true;
  }

  open() {
    this.ended = true;
    const begin = el("button.btn.p", { "data-name": "begin", onclick: () => this.#begin() }, this.t("reaction.begin"));
    this.#show([el("p", {}, this.t("reaction.explain")), el("p.mute", {}, this.t("reaction.now", { ms: this.now }))], [this.#backButton(), ...(this.now ? [this.#keepButton(0)] : []), begin]);
    this.dialogs.box.addEventListener("keydown", (e) => this.#press(e), { signal: this.listening.signal });
  }

  stop() {
    this.ended = true;
    clearTimeout(this.timer);
    this.listening.abort();
  }

  #show(body, foot) {
    this.dialogs.show(this.t("reaction.title"), body, foot, "reaction");
  }

  #backButton() {
    return el("button.btn", { onclick: () => { this.stop(); this.back(); } }, this.t("reaction.back"));
  }

  #begin() {
    this.times = [];
    this.rounds = 0;
    this.ended = false;
    this.#show([el("div.lampbox", {}, this.lamp), this.says], [this.#backButton()]);
    this.says.textContent = this.t("reaction.wait");
    this.lamp.focus();
    this.#wait();
  }

  #wait() {
    this.lit = null;
    this.lamp.removeAttribute("data-lit");
    this.timer = setTimeout(() => this.#light(), waitOf(Math.random()));
  }

  /** The light counts from the picture that shows it. */
  #light() {
    this.lamp.setAttribute("data-lit", "");
    requestAnimationFrame((at) => { this.lit = at; });
    this.timer = setTimeout(() => this.#answer({ why: "late" }), 2000);
  }

  #press(e) {
    if (this.ended || e.repeat || e.code === "Escape" || e.code === "Tab") return;
    if (e.type === "keydown") { e.preventDefault(); e.stopPropagation(); }
    this.#answer(judged(this.lit, e.timeStamp));
  }

  #answer(found) {
    clearTimeout(this.timer);
    if (found.ms !== undefined) this.times.push(found.ms);
    this.rounds += 1;
    this.says.textContent = this.t(found.why ? `reaction.${found.why}` : "reaction.took", { ms: found.ms, n: this.rounds, all: ROUNDS });
    if (this.rounds < ROUNDS) this.#wait();
    else this.#end();
  }

  #end() {
    this.ended = true;
    this.lamp.removeAttribute("data-lit");
    const ms = medianOf(this.times);
    const again = el("button.btn", { onclick: () => this.#begin() }, this.t("reaction.again"));
    const body = ms === null ? [el("p", {}, this.t("reaction.too_few"))] : [el("p", {}, this.t("reaction.found", { ms, n: this.times.length })), el("p.mute", {}, this.t("reaction.means"))];
    this.#show([...body, this.says], [this.#backButton(), again, ...(ms === null ? [] : [this.#keepButton(ms)])]);
    this.says.textContent = "";
  }

  #keepButton(ms) {
    const keep = async () => {
      const kept = await this.keep(ms).then(() => true, () => false);
      if (!kept) this.says.textContent = this.t("keys.not_kept");
      else { this.stop(); this.back(); }
    };
    return el(`button.btn${ms ? ".p" : ""}`, { "data-name": ms ? "use" : "none", onclick: keep }, ms ? this.t("reaction.use", { ms }) : this.t("reaction.none"));
  }
}
