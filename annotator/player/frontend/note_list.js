// The notes by time: a click goes there; each can be changed in place, starred, taken away.

import { el, icon, say } from "./dom.js";
import { printed } from "./keys.js";
import { says } from "./note_book.js";
import { clock } from "./time.js";

export class NoteList {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {() => import("./note_book.js").Note[]} ports.notes
   * @param {(note: any) => void} ports.choose
   * @param {(note: any) => void} ports.change
   * @param {(note: any) => void} ports.remove
   * @param {() => void} ports.bringBack
   * @param {(note: any|null) => void} ports.onEdit at every change of a note that is being changed
   * @param {() => number} ports.now
   */
  constructor(ports) {
    Object.assign(this, ports);
    const { t } = ports;
    this.selected = null;
    /** The note that is being changed, as it is typed now. */
    this.edited = null;
    this.count = el("span.mute.count");
    this.undo = el("button.small.undob", { hidden: true, onclick: () => this.bringBack() }, icon("undo"), t("notes.bring_back"));
    this.rows = el("ol.notes-rows");
    this.empty = el("div.empty", {}, el("p", {}, t("notes.none")), el("p.mute", {}, t("notes.none_more")));
    this.node = el("section.card.notelist", { "aria-label": t("notes.list") },
      el("div.h", {}, el("b", {}, t("notes.list")), this.count, el("span.sp"), this.undo), this.rows, this.empty);
  }

  refresh() {
    const notes = this.notes();
    say(this.count, notes.length ? String(notes.length) : "");
    this.empty.hidden = notes.length > 0;
    this.rows.hidden = notes.length === 0;
    const editor = this.edited && notes.some((n) => n.id === this.edited.id) ? this.#focused() : null;
    this.rows.replaceChildren(...notes.map((n) => this.#row(n)));
    if (editor) this.#resume(editor);
  }

  #focused() {
    const { area } = this;
    return area?.matches(":focus") ? { from: area.selectionStart, to: area.selectionEnd } : null;
  }

  #resume({ from, to }) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
  }

  #row(note) {
    const editing = note.id === this.edited?.id;
    return el("li.note", { "data-id": note.id, "aria-current": note.id === this.selected ? "true" : null, "data-starred": note.starred ? "" : null },
      ...(editing ? this.#editing() : this.#reading(note)));
  }

  #reading(note) {
    const { t } = this;
    const when = note.at_ms === null ? t("notes.whole_film") : clock(note.at_ms);
    const tool = (name, label, f, more = {}) => el("button.mini", { "aria-label": t(label, { time: when }), title: t(label, { time: when }), onclick: f, ...more }, icon(name));
    return [
      el("button.goto", { onclick: () => this.#chosen(note) },
        el("span.num.at", {}, when), el("span.words", {}, note.text || el("span.mute", {}, t("notes.only_star")))),
      tool("star", "notes.star_row", () => this.change({ ...note, starred: !note.starred }), { "aria-pressed": String(note.starred), "data-tool": "star" }),
      tool("pencil", "notes.edit", () => this.edit(note), { "data-tool": "edit" }),
      tool("bin", "notes.remove", () => this.remove(note), { "data-tool": "remove" }),
    ];
  }

  #chosen(note) {
    if (this.selected === note.id) this.edit(note);
    else this.choose(note);
  }

  // ---- changing in place -------------------------------------------------------------------

  /** @param {import("./note_book.js").Note} note @param {boolean} [focus] */
  edit(note, focus = true) {
    if (this.edited && this.edited.id !== note.id) this.#save();
    this.edited = note;
    this.refresh();
    if (focus) this.area.focus();
  }

  #editing() {
    const { t } = this;
    const note = this.edited;
    const when = note.at_ms === null ? t("notes.whole_film") : clock(note.at_ms);
    this.area = el("textarea.inp", {
      value: note.text, rows: 3, maxLength: 4000, "aria-label": t("notes.field"), oninput: () => this.#typed({ text: this.area.value }),
      onkeydown: (e) => this.#key(e),
    });
    return [el("div.noteedit", {},
      el("div.when", {}, el("span.num.at", {}, when),
        el("button.small", { title: t("notes.time_now"), onclick: () => { this.#typed({ at_ms: this.now() }); this.edit(this.edited); } }, t("notes.to_now"))),
      this.area,
      el("div.ends", {}, el("button.small", { onclick: () => this.#leave() }, t("notes.leave")), el("span.sp"),
        el("button.small.keepb", { onclick: () => this.#save() }, t("notes.keep_change"), el("kbd", { "aria-hidden": "true" }, printed("Enter", t)))))];
  }

  #typed(values) {
    this.edited = { ...this.edited, ...values };
    this.onEdit(this.edited);
  }

  #key(e) {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      this.#save();
    } else if (e.key === "Escape") this.#leave();
  }

  #leave() {
    this.edited = null;
    this.onEdit(null);
    this.refresh();
  }

  #save() {
    const note = { ...this.edited, text: this.edited.text.trim() };
    if (!says(note)) {
      this.#leave();
      return;
    }
    this.edited = null;
    this.change(note);
    this.onEdit(null);
  }

  // ---- what is chosen ----------------------------------------------------------------------

  select(id) {
    this.selected = id;
    for (const row of this.rows.children) {
      const on = row.dataset.id === id;
      if (on) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (on) row.scrollIntoView({ block: "nearest" });
    }
  }

  /** Whether a note can be brought back. */
  offerBack(may) {
    this.undo.hidden = !may;
  }
}
