// Find and change over a coding: what, among which marks, and every change in a list before it is made.

import { el } from "./dom.js";
import { MOST_EDITS } from "./edits.js";
import { codesFor, conditions } from "./filters.js";
import { toldOf } from "./looking_back.js";
import { CHANGES, replaced } from "./replacing.js";
import { clock } from "./time.js";

/** More rows than this are not read; the number says how many there are. */
const ROWS = 100;

export class ReplaceDialog {
  /** @param {{desk: any, dialogs: any, film: any, list: any, t: Function}} ports */
  constructor(ports) {
    Object.assign(this, ports);
  }

  open() {
    const { desk, t } = this;
    this.what = this.#select("replace.what", CHANGES.map((id) => [id, t(`replace.${id}`)]));
    this.among = this.#select("replace.among", this.#scopes().map(({ id, marks }) => [id, t(`replace.${id}`, { n: marks.length })]));
    this.from = this.#select("replace.from", [["", t("replace.any_code")], ...codesFor(desk.lanes, {}).map((c) => [c.id, c.label])]);
    this.from.value = desk.selection?.content.code ?? "";
    this.to = this.#select("replace.to", codesFor(desk.lanes, {}).map((c) => [c.id, c.label]));
    const field = (word, more) => el("input.inp", { "aria-label": t(word), oninput: () => this.#show(), ...more });
    this.ms = field("replace.ms", { type: "number", step: 1, value: "0" });
    this.find = field("replace.find", { type: "text", maxLength: 200 });
    this.put = field("replace.put", { type: "text", maxLength: 200 });
    this.rows = el("div.changes", { tabIndex: 0, role: "region", "aria-label": t("replace.preview") });
    this.count = el("p", { role: "status", "aria-live": "polite" });
    this.apply = el("button.btn.p", { onclick: () => this.#apply() }, t("replace.do"));
    this.fields = el("div.asked");
    this.dialogs.show(t("replace.title"), [this.fields, this.count, this.rows], [el("button.btn", { onclick: () => this.dialogs.close() }, t("copy.cancel")), this.apply], "replace");
    this.#show();
  }

  #select(word, options) {
    return el("select.btn", { "aria-label": this.t(word), onchange: () => this.#show() }, ...options.map(([value, label]) => el("option", { value }, label)));
  }

  /** Several chosen marks, else what the list shows, else everything. */
  #scopes() {
    const { desk, list } = this;
    const scopes = [];
    if (desk.chosen.size > 1) scopes.push({ id: "chosen", marks: desk.chosenMarks });
    if (conditions(list.filter)) scopes.push({ id: "listed", marks: list.rows });
    return [...scopes, { id: "all", marks: desk.standing.all }];
  }

  get #wish() {
    return { what: this.what.value, from: this.from.value, to: this.to.value, ms: Math.round(Number(this.ms.value)) || 0, find: this.find.value, put: this.put.value };
  }

  #outcome() {
    const { desk, film } = this;
    const { marks } = this.#scopes().find((s) => s.id === this.among.value) ?? { marks: [] };
    return replaced(desk.standing, marks, this.#wish, { frames: film.frames, modifiers: desk.modifiers });
  }

  #show() {
    if (this.asked !== this.what.value || !this.fields.children.length) this.#ask();
    this.#offerTo();
    this.#preview(this.#outcome());
  }

  /** The questions that belong to a change; built only when another is chosen, so that a field that is typed in stays. */
  #ask() {
    const row = (word, control) => el("label.trow", {}, el("span.tl", {}, this.t(word)), control);
    const more = { code: [["replace.to", this.to]], shift: [["replace.ms", this.ms]], comment: [["replace.find", this.find], ["replace.put", this.put]] }[this.what.value] ?? [];
    const asked = [["replace.among", this.among], ["replace.what", this.what], ["replace.from", this.from], ...more];
    const held = this.fields.getRootNode().activeElement === this.what;
    this.fields.replaceChildren(...asked.map(([word, control]) => row(word, control)));
    if (held) this.what.focus(); // it was taken out and put in again
    this.asked = this.what.value;
  }

  /** Only codes of tracks that have the one to be found. */
  #offerTo() {
    const lanes = this.desk.lanes.filter((lane) => !this.from.value || lane.codeById.has(this.from.value));
    const codes = codesFor(lanes, {}).filter((c) => c.id !== this.from.value);
    const { value } = this.to;
    this.to.replaceChildren(...codes.map((c) => el("option", { value: c.id }, c.label)));
    if (codes.some((c) => c.id === value)) this.to.value = value;
  }

  #preview(outcome) {
    const { desk, t } = this;
    const many = outcome.edits.length;
    const tooMany = many > MOST_EDITS;
    this.apply.disabled = !many || tooMany || desk.readOnly;
    this.count.classList.toggle("problem", tooMany || outcome.said === "no_room" || outcome.said === "outside_film");
    this.count.textContent = tooMany ? t("said.too_many", { n: MOST_EDITS }) : many ? this.#counted(outcome) : this.#why(outcome);
    const words = { lane: (c) => desk.standing.laneByKey.get(`${c.track}|${c.subject}`), modifiers: desk.modifiers, t };
    const line = (edit) => el("div.change", {}, el("span.num.mute", {}, clock(edit.before.onset_ms)), el("b", {}, words.lane(edit.before)?.codeById.get(edit.before.code)?.label ?? edit.before.code), el("span", {}, toldOf(edit, words).join(" · ")));
    this.rows.replaceChildren(...outcome.edits.slice(0, ROWS).map(line), ...(many > ROWS ? [el("p.mute", {}, t("replace.more", { n: many - ROWS }))] : []));
    this.rows.hidden = !many;
  }

  /** How many marks change, and how many neighbours go along. */
  #counted({ n, edits }) {
    const along = edits.length - n;
    return this.t("replace.count", { n }) + (along > 0 ? ` ${this.t("replace.along", { n: along })}` : "");
  }

  #why({ said, annotation, content }) {
    const c = content ?? this.desk.annotation(annotation)?.content;
    const code = c ? this.desk.standing.laneByKey.get(`${c.track}|${c.subject}`)?.codeById.get(c.code)?.label ?? c.code : "";
    return this.t(said === "same" ? "said.none_found" : `said.${said}`, { code, time: c ? clock(c.onset_ms) : "" });
  }

  #apply() {
    if (this.desk.do("replace", this.#outcome())) this.dialogs.close();
  }
}
