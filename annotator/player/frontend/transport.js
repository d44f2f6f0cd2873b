// The row under the film: play, step, time, loop, speed, undo, show this. Each button prints its key.

import { el, icon, say } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { clock, shortClock } from "./time.js";

export class Transport {
  /** @param {{t: Function, act: (id: string) => void}} ports */
  constructor({ t, act }) {
    Object.assign(this, { t, act });
    this.play = this.#button("play", "ic pl", icon("play"));
    this.time = el("span.tc", { "data-time": "" }, "00:00.000");
    this.total = el("span.mute.total");
    /** Of the film, ms. */
    this.length = 0;
    this.loop = this.#button("loop", "ic w", icon("loop"), el("span.wd", {}, t("transport.loop")));
    this.speed = el("button.ic.w.speed", { title: `${t("transport.speed")} (${capOf("slower")} ${capOf("faster")} ${capOf("normal_speed")})`, onclick: () => act("normal_speed") }, "1×");
    this.hold = this.#button("hold", "ic", icon("hold"));
    this.undo = this.#button("undo", "ic", icon("undo"));
    this.redo = this.#button("redo", "ic", icon("redo"));
    this.flag = this.#button("flag", "ic w", icon("star"), el("span.wd", {}, t("transport.flag")));
    this.node = el("div.tr", { role: "group", "aria-label": t("transport.title") },
      this.play, this.#button("step_back", "ic", icon("back")), this.#button("step_on", "ic", icon("on")),
      this.time, this.total, el("span.sp"),
      this.loop, this.#speedGroup(), this.hold, this.undo, this.redo, this.flag);
  }

  #button(id, classes, ...children) {
    const cap = { loop: capOf("loop_mark"), hold: "" }[id] ?? capOf(id);
    const name = this.t(`transport.${id}`);
    return el(`button.${classes.replaceAll(" ", ".")}`, {
      "aria-label": name, title: cap ? `${name} (${printed(cap, this.t)})` : name, "data-act": id, onclick: () => this.act(id),
    }, ...children, cap ? el("kbd", { "aria-hidden": "true" }, short(cap)) : null);
  }

  #speedGroup() {
    const step = (id, sign) => el("button.ic.n", { "aria-label": this.t(`transport.${id}`), title: `${this.t(`transport.${id}`)} (${printed(capOf(id), this.t)})`, onclick: () => this.act(id) }, sign);
    return el("span.speeds", { role: "group", "aria-label": this.t("transport.speed") }, step("slower", "−"), this.speed, step("faster", "+"));
  }

  showTime(ms) {
    say(this.time, clock(ms));
  }

  showTotal(ms) {
    this.length = ms;
    say(this.total, this.t("transport.of", { total: shortClock(ms) }));
  }

  /** @param {{playing: boolean, rate: number, loop: boolean, hold: boolean, undo: boolean, redo: boolean, flagged: boolean, readOnly: boolean}} state */
  show(state) {
    if (this.playing !== state.playing) {
      this.playing = state.playing;
      this.play.replaceChildren(icon(state.playing ? "pause" : "play"), el("kbd", { "aria-hidden": "true" }, short(capOf("play"))));
      this.play.setAttribute("aria-label", this.t(state.playing ? "transport.pause" : "transport.play"));
    }
    say(this.speed, `${state.rate}×`);
    this.speed.toggleAttribute("data-on", state.rate !== 1);
    this.#pressed(this.loop, state.loop);
    this.#pressed(this.hold, state.hold);
    this.#pressed(this.flag, state.flagged);
    this.undo.disabled = !state.undo || state.readOnly;
    this.redo.disabled = !state.redo || state.readOnly;
    this.flag.disabled = state.readOnly;
    this.hold.disabled = state.readOnly;
  }

  #pressed(button, on) {
    button.setAttribute("aria-pressed", String(on));
  }
}

/** A key's name as small as it still reads. */
const short = (cap) => cap.replace("Space", "␣").replace("Ctrl Shift ", "⌃⇧").replace("Ctrl ", "⌃");
