// Dialogs: the map of keys, the passes, submitting, what was refused. One native <dialog> serves all.

import { el } from "./dom.js";
import { codedIntervals, gridOf, nextOpen } from "./intervals.js";
import { keyGroup, keyRow } from "./key_rows.js";
import { capOf, printed } from "./keys.js";
import { passName, percent, ROUND } from "./passes.js";
import { doneOf, stretchOf } from "./ratings.js";
import { clock, span } from "./time.js";

export class Dialogs {
  /** @param {{t: Function}} ports */
  constructor({ t }) {
    this.t = t;
    this.box = el("dialog.dialog", { onclick: (e) => { if (e.target === this.box) this.close(); } });
    this.node = this.box;
  }

  get open() {
    return this.box.open;
  }

  close() {
    this.box.close();
  }

  /** Whether the dialog asks about submitting. */
  get submits() {
    return this.box.open && this.box.dataset.about === "submit";
  }

  show(title, body, foot = [], about = "") {
    this.box.dataset.about = about;
    // The focus begins on the dialog itself: no button is offered as the one to press.
    this.box.replaceChildren(el("div.dbox", { tabIndex: -1, autofocus: true },
      el("header.dhead", {}, el("h2", {}, title), el("button.x", { "aria-label": this.t("dialog.close"), onclick: () => this.close() }, "✕")),
      el("div.dbody", { tabIndex: 0 }, ...body), foot.length ? el("footer.dfoot", {}, ...foot) : null));
    this.box.setAttribute("aria-label", title);
    if (this.box.open) this.box.firstChild.focus(); // what had the focus is gone, and keys would go past the dialog
    else this.box.showModal();
  }

  // ---- keys --------------------------------------------------------------------------------

  /**
   * Only some keys, and a few rows of words above them.
   * @param {import("./keys.js").Binding[]} bindings @param {[string, string][]} first [cap, what it does]
   */
  someKeys(bindings, first, title = this.t("keys.writing")) {
    const rows = first.map(([cap, words]) => keyRow(this.t, [cap], words));
    const groups = ["film", "edit", "look"].map((g) => keyGroup(this.t, g, bindings));
    this.show(this.t("keys.title"), [el("div.kcols", {}, el("div.kgroup", {}, el("h3", {}, title), ...rows), ...groups)]);
  }

  // ---- passes ------------------------------------------------------------------------------

  /** @param {any} desk @param {import("./pass_guide.js").PassGuide} guide */
  passes(desk, guide) {
    const card = (pass, i) => {
      const lanes = [...desk.lanes, ...desk.standing.forms].filter((l) => pass.tracks.includes(l.track));
      const names = pass.id === ROUND ? this.t("pass.round_explain") : [...new Set(lanes.map((l) => l.label))].join(" · ");
      return el("button.pass", { "aria-pressed": String(pass.id === desk.pass.id), onclick: () => { this.close(); guide.open(pass.id); } },
        el("b", {}, `${i + 1}. ${passName(pass, this.t)}`), el("span", {}, el("span.mute", {}, names || this.t("pass.no_lanes")), this.#progress(guide, pass)),
        el("span.mute.num", {}, pass.id === ROUND ? "" : `${pass.speed}×`));
    };
    const keys = el("p.mute.keyhint", {}, el("kbd", {}, printed(capOf("previous_pass"), this.t)), " ", el("kbd", {}, printed(capOf("next_pass"), this.t)), ` ${this.t("pass.keys")}`);
    this.show(this.t("pass.title"), [el("p.mute", {}, this.t("pass.explain")), el("div.passes", {}, ...desk.passes.map(card)), ...(desk.passes.length > 1 ? [keys] : [])]);
  }

  /** How far a pass is watched, and of each track that must have a code throughout how much has one. */
  #progress(guide, pass) {
    if (pass.id === ROUND) return null;
    const { watched, coded } = guide.progress(pass);
    const rows = [[this.t("pass.seen"), watched ?? 0], ...coded.map(({ lane, share }) => [this.t("pass.coded", { track: lane.label }), share])];
    return el("span.prows", {}, ...rows.map(([label, share]) => el("span.prow", {}, el("span.plabel", {}, label),
      el("span.meter", { "aria-hidden": "true" }, el("i", { style: { width: `${percent(share)}%` } })), el("span.num", {}, this.t("pass.percent", { percent: percent(share) })))));
  }

  // ---- what is where -----------------------------------------------------------------------

  /** @param {import("./queue.js").Queue} queue */
  queue(queue, desk, say) {
    const body = [el("p", {}, say)];
    if (queue.sentence) body.push(el("p.mute", {}, queue.sentence));
    if (queue.refused.length) body.push(el("h3", {}, this.t("refused.title")), el("p.mute", {}, this.t("refused.explain")));
    for (const record of queue.refused) body.push(this.#refusedRow(record, queue, desk, say));
    this.show(this.t("badge.title"), body);
  }

  #refusedRow(record, queue, desk, say) {
    const content = record.act.edits.map((e) => e.content).find(Boolean);
    const lane = content && desk.standing.laneByKey.get(`${content.track}|${content.subject}`);
    const what = content ? `${lane?.codeById.get(content.code)?.label ?? content.code} · ${clock(content.onset_ms)}` : this.t("refused.change");
    const dismiss = async () => { await queue.dismiss(record); if (this.open) this.queue(queue, desk, say); };
    return el("div.refused", {}, el("div", {}, el("b", {}, what), el("div.mute", {}, record.reason || record.code || "")), el("button.small", { onclick: dismiss }, this.t("refused.dismiss")));
  }

  // ---- submit ------------------------------------------------------------------------------

  /**
   * @param {object} state
   * @param {any} state.desk
   * @param {number} state.head ms
   * @param {number|null} state.early where the coding seems to end before the declared stretch, ms
   * @param {(edge: string, ms: number) => void} state.setWindow
   * @param {(ms: number) => void} state.jump
   * @param {() => Promise<void>} state.submit
   * @param {string} [state.problem]
   */
  submit(state) {
    const { desk } = state;
    const w = desk.standing.window;
    const row = (edge, ms) => el("div.trow", {}, el("span.tl", {}, this.t(`submit.${edge}`)), el("span.num", {}, clock(ms)),
      el("button.small", { disabled: desk.windowFixed, onclick: () => state.setWindow(edge, state.head) }, this.t("submit.to_playhead", { time: clock(state.head) })));
    const open = desk.agreed ? [] : [...this.#early(state), ...this.#running(desk), ...this.#gaps(desk, state.jump), ...this.#openIntervals(desk, state.jump), ...this.#unrated(desk)];
    const body = [el("p", {}, this.t("submit.explain")),
      el("h3", {}, this.t("submit.window")), row("onset", w.onset_ms), row("offset", w.offset_ms),
      el("p.mute", {}, this.t("submit.window_length", { length: span(w.offset_ms - w.onset_ms) })),
      ...(desk.coding.drawn ? [el("p.mute", {}, this.t("submit.window_drawn"))] : []),
      ...open];
    if (state.hints.length) body.push(el("h3", {}, this.t("hint.at_submit", { n: state.hints.length })), ...state.hints);
    if (state.problem) body.push(el("p.problem", { role: "alert" }, state.problem));
    const send = el("button.btn.p", { disabled: desk.readOnly || state.busy, onclick: () => state.submit() }, this.t(state.busy ? "submit.sending" : "submit.send"));
    this.show(this.t("submit.title"), body, [el("button.btn", { onclick: () => this.close() }, this.t("submit.later")), send], "submit");
  }

  #early({ desk, early, setWindow }) {
    if (early === null || desk.windowFixed) return [];
    return [el("p.warn.early", {}, this.t("submit.early", { time: clock(early) }), " ",
      el("button.small", { onclick: () => setWindow("offset", early) }, this.t("submit.end_there", { time: clock(early) })))];
  }

  #running(desk) {
    const n = desk.standing.running.length;
    return n ? [el("p.warn", {}, this.t("submit.running", { n, time: clock(desk.standing.window.offset_ms) }))] : [];
  }

  #gaps(desk, jump) {
    const w = desk.standing.window;
    return desk.lanes.filter((l) => l.exhaustive && !l.isPoint && !l.interval_ms).flatMap((lane) => {
      const gaps = lane.gaps(w.onset_ms, w.offset_ms);
      if (!gaps.length) return [];
      const length = span(gaps.reduce((sum, [a, b]) => sum + b - a, 0));
      return [el("button.gap", { onclick: () => { this.close(); jump(gaps[0][0]); } }, el("b", {}, lane.label),
        el("span", {}, this.t(gaps.length === 1 ? "submit.gap" : "submit.gaps", { n: gaps.length, length })), el("span.mute", {}, this.t("submit.go")))];
    });
  }

  /** Intervals without a code, where each is to have one. */
  #openIntervals(desk, jump) {
    const w = desk.standing.window;
    return desk.lanes.filter((l) => l.interval_ms && l.exhaustive).flatMap((lane) => {
      const { done, all } = codedIntervals(lane, w);
      if (done === all) return [];
      const n = nextOpen([lane], lane.interval_ms, gridOf(lane.interval_ms, w), 0);
      return [el("button.gap", { onclick: () => { this.close(); jump(n * lane.interval_ms); } }, el("b", {}, lane.label),
        el("span", {}, this.t("submit.intervals", { n: all - done })), el("span.mute", {}, this.t("submit.go")))];
    });
  }

  /** Questions without an answer, of the forms that ask about the whole of it. */
  #unrated(desk) {
    return desk.standing.forms.filter((lane) => stretchOf(lane, desk.standing, desk.films, null)).flatMap((lane) => {
      const { done, all } = doneOf(lane, stretchOf(lane, desk.standing, desk.films, null));
      const pass = desk.passes.find((p) => p.tracks.includes(lane.track));
      if (done === all) return [];
      return [el("button.gap", { onclick: () => { this.close(); desk.choosePass(pass?.id); } }, el("b", {}, lane.label),
        el("span", {}, this.t("submit.unrated", { n: all - done })), el("span.mute", {}, this.t("submit.go")))];
    });
  }

  /** After submitting: where to go. */
  submitted(links) {
    const body = [el("p", {}, this.t("submitted.explain"))];
    this.show(this.t("submitted.title"), body, links.map(([label, href]) => el("a.btn", { href }, label)));
  }
}
