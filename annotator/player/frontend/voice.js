// What the desk says about what was done: aloud to a screen reader, and shortly over the film.

import { RATED } from "./ratings.js";
import { clock } from "./time.js";

const TOLD = new Set(["started", "ended", "marked", "recoded", "moved", "removed", "undone", "redone", "discarded", "split", "merged", "moved_many", "removed_many", "recoded_many", "copied_marks", "replaced", "rated", "unrated", "linked", "unlinked"]);
/** What is not seen at a glance on the tracks is said over the film too. */
const SHOWN = new Set(["undone", "redone", "discarded", "removed", "split", "merged", "removed_many", "recoded_many", "copied_marks", "replaced", "linked", "unlinked"]);
const SILENT = new Set(["same", "too_short"]);

export class Voice {
  /** @param {{desk: import("./desk.js").Desk, t: Function, live: HTMLElement, screen: import("./screen.js").Screen}} ports */
  constructor({ desk, t, live, screen }) {
    Object.assign(this, { desk, t, live, screen });
  }

  /** "Together from 00:12.040". @param {import("./record.js").Outcome} outcome */
  announce(outcome) {
    const { said } = outcome;
    if (!TOLD.has(said)) return;
    const { code, content } = this.#about(outcome);
    const time = content ? clock((said === "ended" ? content.offset_ms : content.onset_ms) ?? 0) : "";
    this.#speak(this.t(`live.${said}`, { code, time, n: outcome.n ?? 1, ...this.#valueOf(content) }).replace(/\s+/g, " ").trim());
    if (SHOWN.has(said)) this.screen.flash(this.t(`said.${said}`, { code, time, n: outcome.n ?? 1 }));
  }

  /** What a rating says. */
  #valueOf(content) {
    const value = content?.modifiers?.[RATED];
    return { value: value === undefined ? this.t("rating.cannot") : value };
  }

  /** Why nothing was done. */
  explain(outcome) {
    if (SILENT.has(outcome.said)) return;
    const { code, content } = this.#about(outcome);
    this.toast(`said.${outcome.said}`, { code, time: content ? clock(content.onset_ms) : "", n: outcome.n ?? 1 });
  }

  /** The mark that something is about: one that stands, or the content that did not fit. */
  #about({ annotation, content = null }) {
    const a = content ? { content } : this.desk.annotation(annotation);
    return { content: a?.content ?? null, code: a ? this.desk.standing.codeOf(a)?.label ?? "" : "" };
  }

  toast(id, values = {}) {
    const sentence = this.t(id, values);
    this.screen.flash(sentence);
    this.#speak(sentence);
  }

  /** Where one came to by a key, which sight shows by a ring around the mark. */
  reached(a) {
    const { code, content } = this.#about({ annotation: a.id });
    this.#speak(this.t(content.offset_ms === content.onset_ms ? "live.marked" : "live.started", { code, time: clock(content.onset_ms) }));
  }

  /** The same sentence again is spoken again: a screen reader speaks only what is new. */
  #speak(sentence) {
    this.live.textContent = this.live.textContent === sentence ? `${sentence}\u00a0` : sentence;
  }
}
