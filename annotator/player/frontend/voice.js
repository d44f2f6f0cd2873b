// What the desk says about what was done: aloud to a screen reader, and shortly over the film.

import { say } from "./dom.js";
import { clock } from "./time.js";

const TOLD = new Set(["started", "ended", "marked", "recoded", "moved", "removed", "undone", "redone", "discarded"]);
/** What is not seen at a glance on the tracks is said over the film too. */
const SHOWN = new Set(["undone", "redone", "discarded", "removed"]);
const SILENT = new Set(["same", "too_short"]);

export class Voice {
  /** @param {{desk: import("./desk.js").Desk, t: Function, live: HTMLElement, screen: import("./screen.js").Screen}} ports */
  constructor({ desk, t, live, screen }) {
    Object.assign(this, { desk, t, live, screen });
  }

  /** "Together from 00:12.040". @param {import("./record.js").Outcome} outcome */
  announce({ said, annotation }) {
    if (!TOLD.has(said)) return;
    const { code, content } = this.#about(annotation);
    const time = content ? clock((said === "ended" ? content.offset_ms : content.onset_ms) ?? 0) : "";
    say(this.live, this.t(`live.${said}`, { code, time }).replace(/\s+/g, " ").trim());
    if (SHOWN.has(said)) this.toast(`said.${said}`);
  }

  /** Why nothing was done. */
  explain({ said, annotation }) {
    if (SILENT.has(said)) return;
    const { code, content } = this.#about(annotation);
    this.toast(`said.${said}`, { code, time: content ? clock(content.onset_ms) : "" });
  }

  #about(id) {
    const a = this.desk.annotation(id);
    return { content: a?.content ?? null, code: a ? this.desk.standing.codeOf(a)?.label ?? "" : "" };
  }

  toast(id, values = {}) {
    const sentence = this.t(id, values);
    this.screen.flash(sentence);
    say(this.live, sentence);
  }
}
