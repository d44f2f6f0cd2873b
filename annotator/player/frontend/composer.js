// The one field in which notes are written. The first letter takes the film's time; the film plays on.

import { el, icon, say } from "./dom.js";
import { printed } from "./keys.js";
import { begun, says } from "./note_book.js";
import { clock, shortClock } from "./time.js";

export class Composer {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {() => number} ports.now the film's time, ms
   * @param {(note: any) => void} ports.keep
   * @param {(note: any|null) => void} ports.onDraft at every change
   */
  constructor({ t, now, keep, onDraft }) {
    Object.assign(this, { t, now, onKeep: keep, onDraft });
    /** @type {import("./note_book.js").Note|null} half-written */
    this.note = null;
    this.time = el("button.timechip.num", { title: t("notes.time_now"), "aria-label": t("notes.time_now"), onclick: () => this.#setTime(this.now()) });
    this.whole = el("button.small.whole", { title: t("notes.whole_title"), onclick: () => this.#setTime(this.note?.at_ms === null ? this.now() : null) }, t("notes.whole"));
    this.star = el("button.small.starb", { "aria-pressed": "false", title: t("notes.star_title"), onclick: () => this.toggleStar() }, icon("star"), t("notes.star"));
    this.field = el("textarea.inp.notefield", { rows: 3, maxLength: 4000, placeholder: t("notes.placeholder"), "aria-label": t("notes.field"), oninput: () => this.#typed() });
    this.done = el("button.btn.p.keepb", { onclick: () => this.keep() }, t("notes.keep"), el("kbd", { "aria-hidden": "true" }, printed("Enter", t)));
    this.node = el("section.card.composer", { "aria-label": t("notes.field") },
      el("div.when", {}, this.time, this.whole, el("span.sp"), this.star), this.field,
      el("div.ends", {}, el("span.mute.hint", {}, t("notes.hint")), el("span.sp"), this.done));
    this.#show();
  }

  get empty() {
    return this.field.value === "";
  }

  #typed() {
    const text = this.field.value;
    this.note = { ...(this.note ?? begun(this.now())), text };
    this.#changed();
  }

  toggleStar() {
    const note = this.note ?? begun(this.now());
    this.note = { ...note, starred: !note.starred };
    this.#changed();
  }

  #setTime(at_ms) {
    this.note = { ...(this.note ?? begun(at_ms)), at_ms };
    this.#changed();
    this.field.focus();
  }

  /** Nothing in it is no draft; the next first letter takes its own time. */
  #changed() {
    const holds = says(this.note) || this.note?.at_ms === null || this.field.value !== "";
    if (!holds) this.note = null;
    this.#show();
    this.onDraft(says(this.note) ? this.note : null);
  }

  /** Take up what was half-written. @param {import("./note_book.js").Note} note */
  resume(note) {
    this.note = note;
    this.field.value = note.text;
    this.#show();
  }

  keep() {
    if (!says(this.note)) return;
    const note = { ...this.note, text: this.field.value.trim() };
    this.note = null;
    this.field.value = "";
    this.#show();
    this.onKeep(note);
  }

  showTime() {
    if (!this.note) this.#show();
  }

  #show() {
    const { note, t } = this;
    const at = note ? note.at_ms : this.now();
    say(this.time, at === null ? t("notes.whole_film") : note ? clock(at) : shortClock(at));
    this.time.toggleAttribute("data-caught", Boolean(note));
    this.whole.setAttribute("aria-pressed", String(at === null));
    this.star.setAttribute("aria-pressed", String(Boolean(note?.starred)));
    this.done.disabled = !says(note);
  }
}
