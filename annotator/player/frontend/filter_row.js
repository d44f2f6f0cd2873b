// The row under the words of the list's filter: track, person, code, ★, comment.

import { el } from "./dom.js";
import { codesFor, NOTHING } from "./filters.js";

export class FilterRow {
  /** @param {{desk: any, t: Function, change: (parts: any) => void}} ports */
  constructor({ desk, t, change }) {
    Object.assign(this, { desk, t, change });
    const once = (pairs) => [...new Map(pairs)];
    const select = (name, word, options) => el("select.btn", { "aria-label": t(`filter.by_${name}`), "data-name": name, onchange: (e) => this.#set({ [name]: e.target.value }) }, ...this.#options(word, options));
    this.track = select("track", "filter.track", once(desk.lanes.map((l) => [l.track, l.label])));
    this.subject = select("subject", "filter.subject", desk.json.subjects.map((s) => [s.id, s.label]));
    this.code = select("code", "filter.code", []);
    const toggle = (name, word, ...words) => el("button.small", { "aria-label": t(word), title: t(word), "aria-pressed": "false", "data-name": name, onclick: (e) => this.#press(e.currentTarget, name) }, ...words);
    this.flagged = toggle("flagged", "filter.flagged", "★");
    this.comment = toggle("comment", "filter.comment", t("filter.comment_short"));
    this.node = el("div.narrowing", { hidden: true, role: "group", "aria-label": t("list.more") }, this.track, this.subject, this.code, this.flagged, this.comment);
    this.now = NOTHING;
  }

  #options(word, pairs) {
    return [el("option", { value: "" }, this.t(word)), ...pairs.map(([value, label]) => el("option", { value }, label))];
  }

  #press(button, name) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    this.#set({ [name]: on });
  }

  /** The codes follow the track and the person; one that is no longer offered is no longer asked for. */
  #set(parts) {
    this.now = { ...this.now, ...parts };
    this.#offerCodes();
    this.now = { ...this.now, code: this.code.value };
    const { words: _words, ...rest } = this.now;
    this.change(rest);
  }

  #offerCodes() {
    const codes = codesFor(this.desk.lanes, this.now).map((c) => [c.id, c.label]);
    this.code.replaceChildren(...this.#options("filter.code", codes));
    this.code.value = codes.some(([id]) => id === this.now.code) ? this.now.code : "";
  }

  /** Shown, or folded away with nothing asked for. */
  show(open) {
    this.node.hidden = !open;
    if (open) {
      this.#offerCodes();
      return;
    }
    this.now = NOTHING;
    for (const s of [this.track, this.subject, this.code]) s.value = "";
    for (const b of [this.flagged, this.comment]) b.setAttribute("aria-pressed", "false");
  }
}
