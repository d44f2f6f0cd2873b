// After the moments: what the parent wants to try, what to film next, their goal in their own words and,
// if they like, their own number for it. Then a calm last screen.

import { el, icon, say } from "./dom.js";

const FIELDS = ["step", "wish", "goal"];

export class MeetingEnd {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {any} ports.view
   * @param {string} ports.sheet address
   * @param {(closing: any) => void} ports.change kept and saved as it is typed
   * @param {() => void} ports.back to the moments
   * @param {() => void} ports.done
   * @param {() => void} ports.leave
   */
  constructor({ t, view, sheet, change, back, done, leave }) {
    Object.assign(this, { t, change });
    const { language } = view;
    this.closing = { step: view.step, wish: view.wish, goal: view.goal, goal_number: view.goal_number };
    this.fields = Object.fromEntries(FIELDS.map((name) => [name, this.#field(name, language)]));
    const ends = { 1: t("meeting.number.first"), 10: t("meeting.number.last") };
    this.numbers = Array.from({ length: 10 }, (_, i) => i + 1).map((n) =>
      el("button.number", { "aria-pressed": "false", "aria-label": ends[n] ? `${n}, ${ends[n]}` : null, onclick: () => this.#number(n) }, String(n)));
    this.state = el("span.state", { role: "status", "aria-live": "polite" });
    const day = view.date ? new Date(`${view.date}T12:00:00`) : null;
    const date = day && !Number.isNaN(day.getTime()) ? new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" }).format(day) : "";
    this.form = el("div.closing", {},
      el("h1", { dir: "auto", lang: language }, t("meeting.you_and", { child: view.child })), el("p.date", {}, date),
      ...FIELDS.map((name) => el("label.ask", {}, el("span", {}, t(`meeting.${name}`)), this.fields[name])),
      el("div.ask", { role: "group", "aria-label": t("meeting.number") }, el("span", {}, t("meeting.number")), el("div.numbers", {}, ...this.numbers),
        el("div.ends", { "aria-hidden": "true" }, el("span", {}, ends[1]), el("span", {}, ends[10]))),
      el("div.foot", {}, el("button.b", { "aria-label": t("meeting.previous"), title: t("meeting.previous"), onclick: back }, icon("left")), this.state, el("button.big.p", { onclick: done }, t("meeting.done"))));
    this.thanks = el("div.thanks", { hidden: true, tabIndex: -1 }, el("h1", {}, t("meeting.thanks")), el("p", {}, t("meeting.thanks.more")),
      el("div.row", {}, el("a.big.p", { href: sheet, onclick: (e) => this.#toSheet(e, sheet) }, t("meeting.sheet")), el("button.big", { onclick: leave }, t("meeting.leave"))));
    this.node = el("section.end", { hidden: true }, this.form, this.thanks);
    this.show(this.closing);
  }

  #field(name, language) {
    const node = el("textarea", { rows: 1, dir: "auto", lang: language, maxLength: 500, autocomplete: "off", oninput: () => this.#put({ [name]: node.value }) });
    node.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
      e.preventDefault();
      const next = FIELDS[FIELDS.indexOf(name) + 1];
      if (next) this.fields[next].focus();
      else node.blur();
    });
    return node;
  }

  /** In the meeting's place: the way back from the sheet leads to before it, not to its first picture. */
  #toSheet(e, sheet) {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    location.replace(sheet);
  }

  /** Pressed again it is taken back: nobody has to have a number. */
  #number(n) {
    this.#put({ goal_number: this.closing.goal_number === n ? null : n });
    this.#showNumber();
  }

  #put(parts) {
    this.closing = { ...this.closing, ...parts };
    this.change(this.closing);
  }

  show(closing) {
    this.closing = closing;
    for (const name of FIELDS) this.fields[name].value = closing[name];
    this.#showNumber();
  }

  #showNumber() {
    this.numbers.forEach((node, i) => node.setAttribute("aria-pressed", String(this.closing.goal_number === i + 1)));
  }

  tell(sentence) {
    say(this.state, sentence);
  }

  /** @param {"form"|"thanks"|null} page */
  open(page) {
    this.node.hidden = page === null;
    this.form.hidden = page !== "form";
    this.thanks.hidden = page !== "thanks";
    if (page === "thanks") this.thanks.focus();
  }
}
