// The lines at the top of a preparation: where one is, what is safe, what the meeting is about, and when
// it is ready.

import { el, icon, say } from "./dom.js";
import { printed } from "./keys.js";

export class PrepareHead {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {(path: string) => string} ports.url
   * @param {{family: string, session: {id: string, label: string, date: string}, plan: string, languages: string[], unreviewed: string[], language: string}} ports.facts
   * @param {(parts: any, join?: string) => void} ports.edit
   * @param {() => void} ports.settle
   * @param {(id: "undo"|"redo"|"keys"|"ready"|"preview"|"release"|"badge"|"meetings") => void} ports.act
   */
  constructor({ t, url, facts, edit, settle, act }) {
    Object.assign(this, { t, url, facts, act });
    this.undo = el("button.btn.ghost", { "aria-label": t("transport.undo"), title: `${t("transport.undo")} (${printed("Ctrl Z", t)})`, onclick: () => act("undo") }, icon("undo"));
    this.redo = el("button.btn.ghost", { "aria-label": t("transport.redo"), title: `${t("transport.redo")} (${printed("Ctrl Shift Z", t)})`, onclick: () => act("redo") }, icon("redo"));
    this.word = el("span", { role: "status", "aria-live": "polite" });
    this.badge = el("button.badge", { onclick: () => act("badge") }, el("i", { "aria-hidden": "true" }), this.word);
    this.view = el("a.btn.view", { href: url(`meeting?plan=${encodeURIComponent(facts.plan)}`), onclick: (e) => { if (this.view.dataset.draft !== undefined) { e.preventDefault(); act("preview"); } } });
    this.sheet = el("a.btn.sheet", { href: url(`sheets/${encodeURIComponent(facts.plan)}.html`), hidden: true }, t("prepare.sheet"));
    this.ready = el("button.btn.p.ready", { onclick: () => act("ready") }, t("prepare.ready"));
    this.release = el("button.btn.p", { hidden: true, onclick: () => act("release") }, t("prepare.release"));
    this.bar = this.#bar();
    this.about = this.#about(edit, settle);
  }

  #bar() {
    const { t, facts, url } = this;
    const { family, session } = facts;
    return el("header.bar", {},
      el("a.backlink", { href: url(`session?id=${encodeURIComponent(session.id)}`), "aria-label": t("desk.back"), title: t("desk.back") }, icon("left")),
      el("b.where", {}, [family, session.label].filter(Boolean).join(" · ")), el("span.chip.what", {}, t("prepare.title")), el("span.mute.about", {}, session.date), el("span.sp"),
      this.badge, this.undo, this.redo,
      el("button.btn.keysb", { onclick: () => this.act("keys") }, el("kbd.q", {}, "?"), t("desk.keys")), this.sheet, this.view, this.release, this.ready);
  }

  #about(edit, settle) {
    const { t, facts } = this;
    const typed = (name, field = name) => {
      const node = el(`input.inp.${name}`, {
        dir: "auto", autocomplete: "off", maxLength: name === "child" ? 80 : 500, placeholder: t(`prepare.${name}.hint`),
        oninput: () => edit({ [field]: node.value }, field), onblur: settle,
      });
      return node;
    };
    this.child = typed("child");
    this.goal = typed("goal");
    this.question = typed("question_of_family", "question");
    this.later = typed("later");
    this.language = el("select.inp", { onchange: () => edit({ language: this.language.value }) });
    this.draftWords = el("span.tag.mute", { title: t("prepare.unreviewed.why") }, t("prepare.unreviewed"));
    this.languages(facts.languages);
    this.strengths = el("input", { type: "checkbox", onchange: () => edit({ strengths_only: this.strengths.checked }) });
    const labelled = (word, node, classes = "") => el(`label.f${classes}`, {}, el("span.mute", {}, t(word)), node);
    return el("div.facts", {},
      labelled("prepare.child", this.child), labelled("prepare.language", this.language), this.draftWords, facts.films > 1 ? el("span.tag.mute", {}, t("prepare.first_film", { n: facts.films })) : null, labelled("prepare.question_of_family", this.question, ".wide"), labelled("prepare.goal", this.goal, ".wide"),
      el("label.f.tick", { title: t("prepare.strengths_only.why") }, this.strengths, el("span", {}, t("prepare.strengths_only"))));
  }

  /** What the last meeting left for this one, and what this one leaves for the next. */
  line(before, aside) {
    const { t } = this;
    const left = ["step", "wish", "number", "later"].filter((name) => before?.[name]).map((name) => t(`prepare.before.${name}`, { words: before[name] }));
    const n = before?.meetings.length ?? 0;
    const meetings = n ? el("button.btn.ghost.meetings", { title: t("prepare.meetings.why"), onclick: () => this.act("meetings") }, t(n === 1 ? "prepare.meetings.one" : "prepare.meetings", { n })) : null;
    return el("div.beyond", {}, left.length ? el("span.mute.past", { dir: "auto", title: left.join(" ") }, left.join(" ")) : null, meetings, aside, el("label.f.next", {}, el("span.mute", {}, t("prepare.later_label")), this.later));
  }

  /** The meetings that were held, the last one first: what each was about, what was said, what was agreed. */
  lookingBack(before) {
    const { t } = this;
    const line = (name, words) => (words ? el("p", { dir: "auto" }, t(`prepare.meetings.${name}`, { words })) : null);
    const moment = ({ theme, phrase, said }) => el("li", { dir: "auto" }, theme ? el("b", {}, `${theme}: `) : null, phrase, line("said", said));
    return before.meetings.map((m) => el("section.meeting", {}, el("h3", {}, m.day), line("question", m.question), el("ol", {}, ...m.moments.map(moment)),
      m.aside?.length ? el("div", {}, el("p", {}, t("prepare.meetings.aside")), el("ul", {}, ...m.aside.map((words) => el("li", { dir: "auto" }, words)))) : null,
      ...["step", "wish", "later", "goal", "number"].map((name) => line(name, m[name]))));
  }

  languages(codes) {
    const names = new Intl.DisplayNames([this.facts.language], { type: "language", fallback: "code" });
    this.language.replaceChildren(...codes.map((code) => el("option", { value: code }, names.of(code) ?? code)));
  }

  /**
   * @param {import("./draft.js").Content} content
   * @param {{safe: string, plan: string, open: boolean, why: string, locked: boolean, mine: boolean, asked: boolean, forced: boolean, undo: boolean, redo: boolean}} state
   */
  show(content, state) {
    for (const name of ["child", "goal", "question", "later"]) {
      const node = this[name];
      if (node.value !== (content[name] ?? "")) node.value = content[name] ?? "";
      node.readOnly = state.locked;
    }
    if (this.language.value !== content.language) this.#choose(content.language);
    this.language.disabled = state.locked;
    this.draftWords.hidden = !this.facts.unreviewed.includes(content.language);
    this.strengths.checked = content.strengths_only || state.forced;
    this.strengths.disabled = state.locked || state.forced;
    this.undo.disabled = !state.undo || state.locked;
    this.redo.disabled = !state.redo || state.locked;
    this.#safe(state.safe);
    this.#readiness(state);
  }

  #choose(language) {
    if (![...this.language.options].some((o) => o.value === language)) this.language.append(el("option", { value: language }, language));
    this.language.value = language;
  }

  /** "Saving" is told only when it lasts: a save takes some milliseconds. */
  #safe(state) {
    clearTimeout(this.telling);
    const put = () => {
      this.told = state;
      this.badge.dataset.state = state;
      say(this.word, this.t(`safe.${state}`));
      this.badge.title = this.t(`safe.${state}.long`);
    };
    if (state === "saving" && this.told === "saved") this.telling = setTimeout(put, 350);
    else put();
  }

  #readiness({ plan, open, why, locked, mine, asked }) {
    const { t } = this;
    const done = plan !== "draft";
    say(this.view, t(done && !locked ? "prepare.meeting" : "prepare.preview"));
    this.view.classList.toggle("p", plan === "ready");
    this.view.toggleAttribute("data-draft", !done);
    this.view.hidden = !mine;
    this.sheet.hidden = !done || !mine;
    this.ready.hidden = done || !mine;
    this.release.hidden = mine || !asked;
    this.ready.setAttribute("aria-disabled", String(!open));
    this.ready.title = open ? "" : why;
  }
}
