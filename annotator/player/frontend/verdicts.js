// The moments at which two codings differ, as a list with a filter, and the panel on which one is decided.

import { chip, el, say } from "./dom.js";
import { beside, EVERYTHING, filtered, KINDS, NONE, nameOf, nextOpen, pairs, WORDS } from "./differing.js";
import { clock, span } from "./time.js";

const MOST_ROWS = 400;

export class Verdicts {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {any} ports.data both records and their differences
   * @param {import("./differing.js").Filter} ports.filter
   * @param {(d: any) => void} ports.choose
   * @param {(word: string) => void} ports.judge
   * @param {() => void} ports.goOn from a decided moment to the next that is open
   * @param {(d: any, note: string) => void} ports.write keep a note that has changed
   * @param {() => void} ports.onFilter
   */
  constructor({ t, data, filter, choose, judge, goOn, write, onFilter }) {
    Object.assign(this, { t, data, filter, choose, judge, goOn, write, onFilter });
    this.codes = new Map(data.lanes.flatMap((l) => l.codes.map((c) => [`${l.track} ${c.id}`, c])));
    this.count = el("span.mute.count", { role: "status" });
    this.everything = el("button.small", { "data-act": "all", hidden: true, onclick: () => this.#narrow({ ...EVERYTHING }) }, t("differ.all"));
    this.rows = el("ul.moments", { "aria-label": t("differ.list") });
    this.filters = el("div.narrowing", {}, ...this.#filters());
    this.panel = el("section.card.judge", { "aria-label": t("differ.decide") }, ...this.#panel());
    this.list = el("section.card.list", {}, el("div.h", {}, el("b", {}, t("differ.title")), this.count, el("span.sp"), this.everything, this.filters), this.rows);
    this.chosen = null;
  }

  dress(colours) {
    this.colours = colours;
    this.refresh();
    this.#showChosen();
  }

  get shown() {
    return filtered(this.data.differences, this.filter, this.chosen);
  }

  beside(by) {
    return beside(this.shown, this.chosen, by);
  }

  // ---- filter ------------------------------------------------------------------------------

  #filters() {
    const { t, data } = this;
    const there = new Set(data.differences.map((d) => d.kind));
    const kinds = KINDS.filter((k) => there.has(k)).map((k) => [k, this.#kind(k)]);
    const named = pairs(data.differences).map((p) => [p.pair, p.codes.map((id) => this.#label(p.track, id)).join(" – ")]);
    const codes = data.lanes.flatMap((l) => l.codes.filter((c) => data.differences.some((d) => d.track === l.track && (d.first === c.id || d.second === c.id))).map((c) => [c.id, c.label]));
    return [
      this.#select("kind", t("differ.any_kind"), kinds),
      this.#select("pair", t("differ.any_pair"), named),
      this.#select("code", t("differ.any_code"), [...new Map(codes)]),
      this.#select("open", t("differ.any_verdict"), [["1", t("differ.undecided")]]),
    ];
  }

  #select(name, any, options) {
    const select = el("select.btn", { "aria-label": any, "data-filter": name, onchange: () => this.#narrow({ ...this.filter, [name]: select.value }) },
      el("option", { value: "" }, any), ...options.map(([value, words]) => el("option", { value }, words)));
    select.value = this.filter[name];
    return select;
  }

  #narrow(filter) {
    this.filter = filter;
    for (const select of this.filters.querySelectorAll("select")) select.value = filter[select.dataset.filter];
    this.onFilter();
    this.refresh();
  }

  // ---- list --------------------------------------------------------------------------------

  refresh() {
    const { shown, t } = this;
    const decided = this.data.differences.filter((d) => d.verdict).length;
    this.everything.hidden = !Object.values(this.filter).some(Boolean);
    say(this.count, t("differ.count", { n: shown.length, all: this.data.differences.length, decided }));
    const rows = shown.slice(0, MOST_ROWS).map((d) => this.#row(d));
    // The buttons below say all of it; the names stand over the columns for the eye.
    if (shown.length) rows.unshift(el("li.heads", { "aria-hidden": "true" }, el("span"), el("span", {}, this.data.first.name), el("span", {}, this.data.second.name)));
    if (shown.length > MOST_ROWS) rows.push(el("li.mute.more", {}, t("differ.more", { n: shown.length - MOST_ROWS })));
    if (!shown.length) rows.push(el("li.mute.more", {}, t(this.data.differences.length ? "differ.none_found" : "differ.none")));
    this.rows.replaceChildren(...rows);
    this.#mark();
  }

  #row(d) {
    const told = `${clock(d.onset_ms)}, ${this.words(d)}, ${this.#kind(d.kind)}${d.verdict ? `, ${this.word(d.verdict.word)}` : ""}`;
    return el("li", {}, el("button.moment", { "data-moment": nameOf(d), "aria-label": told, onclick: () => this.choose(d) },
      el("span.t.num", {}, clock(d.onset_ms)), this.#side(d, "first"), this.#side(d, "second"),
      el("span.mute.num.d", {}, this.#cost(d)), el("span.mark", {}, d.verdict ? this.#short(d.verdict.word) : "")));
  }

  #side(d, side) {
    const code = this.codes.get(`${d.track} ${d[side]}`);
    const value = d.rated ? String(d.rated[side === "first" ? 0 : 1]) : "";
    if (d[side] === NONE || !this.colours) return el("span.side.mute", {}, d[side] === NONE ? this.t("differ.nothing") : d[side]);
    return el("span.side", {}, chip(code, this.colours), el("span.name", {}, value || (code?.label ?? d[side])));
  }

  #cost(d) {
    if (d.rated) return this.t("differ.points", { n: Math.abs(d.rated[0] - d.rated[1]) });
    if (d.is_point) return this.t("differ.a_mark");
    return d.kind === "boundary" ? `${span(d.cost_ms)} ↔` : span(d.cost_ms);
  }

  #short(word) {
    return { first: "1", second: "2", both: "3", unclear: "4" }[word] ?? "";
  }

  select(d) {
    const other = d !== this.chosen;
    if (other) this.leaveNote();
    this.chosen = d;
    if (other && this.filter.open) this.refresh();
    this.#mark();
    this.#showChosen();
  }

  /** What is written of the chosen moment is kept, as soon as one looks elsewhere. */
  leaveNote() {
    const { chosen: d } = this;
    if (d && this.data.may_judge && this.note.value.trim() !== (d.note ?? "")) this.write(d, this.note.value);
    this.note.blur();
  }

  #mark() {
    const name = this.chosen ? nameOf(this.chosen) : "";
    for (const row of this.rows.querySelectorAll(".moment")) {
      const here = row.dataset.moment === name;
      if (here) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      if (here) row.scrollIntoView({ block: "nearest" });
    }
  }

  // ---- deciding ----------------------------------------------------------------------------

  #panel() {
    const { t, data } = this;
    this.head = el("p.what");
    this.buttons = WORDS.map((word, i) => el("button.btn.word", { "data-word": word, "aria-pressed": "false", onclick: () => this.judge(word) }, el("kbd", {}, String(i + 1)), el("span", {}, this.word(word))));
    this.note = el("textarea.inp.note", { rows: 1, maxLength: 2000, placeholder: t("differ.note_placeholder"), "aria-label": t("differ.note"), onblur: () => this.leaveNote() });
    this.standing = el("p.mute.standing", { role: "status" });
    this.on = el("button.btn", { hidden: true, "data-act": "on", onclick: () => this.goOn() }, el("kbd", {}, "⏎"), el("span", {}, t("differ.next_open")));
    const rest = data.may_judge ? [el("div.words", { role: "group", "aria-label": t("differ.decide") }, ...this.buttons), this.note] : [];
    return [this.head, ...rest, el("div.after", {}, this.standing, this.on)];
  }

  /** A verdict in words, with the names of the two. */
  word(word) {
    const { t, data } = this;
    return { first: t("differ.is_right", { name: data.first.name }), second: t("differ.is_right", { name: data.second.name }), both: t("differ.both"), unclear: t("differ.unclear") }[word] ?? word;
  }

  /** What the two say, as a sentence. */
  words(d) {
    const { data } = this;
    const say = (side, i) => (d.rated ? `${this.#label(d.track, d[side])} ${d.rated[i]}` : this.#label(d.track, d[side]));
    return `${data.first.name}: ${say("first", 0)} – ${data.second.name}: ${say("second", 1)}`;
  }

  #showChosen() {
    const { chosen: d, t } = this;
    if (!d) {
      say(this.head, t("differ.choose"));
      this.on.hidden = true;
      return;
    }
    say(this.head, `${this.words(d)} · ${this.#kind(d.kind)}`);
    if (this.note.getRootNode().activeElement !== this.note) this.note.value = d.note ?? "";
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(d.verdict?.word === button.dataset.word));
    const decided = d.verdict ? t("differ.decided_by", { verdict: this.word(d.verdict.word), name: d.verdict.by, at: d.verdict.at.slice(0, 16).replace("T", " ") }) : t("differ.open");
    const who = d.verdict || this.data.may_judge ? "" : ` ${t("differ.who_decides")}`;
    const note = !this.data.may_judge && d.note ? ` “${d.note}”` : "";
    say(this.standing, decided + who + note);
    this.on.hidden = !(d.verdict && this.data.may_judge && nextOpen(this.shown, d));
  }

  #kind(kind) {
    const { t, data } = this;
    return {
      confusion: t("differ.confusion"), boundary: t("differ.boundary", { s: data.boundary_ms / 1000 }), "rating gap": t("differ.rating_gap"),
      "missed by first": t("differ.missed", { name: data.first.name }), "missed by second": t("differ.missed", { name: data.second.name }),
    }[kind];
  }

  #label(track, id) {
    return id === NONE ? this.t("differ.nothing") : this.codes.get(`${track} ${id}`)?.label ?? id;
  }
}
