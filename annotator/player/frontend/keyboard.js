// Keys as they come from the window, before anything else on the page sees them.

import { belongsToControl, isTyping, meaningOf } from "./keys.js";

/** A key held longer than this ends its state when it comes up, in press-and-hold. */
const HOLD_MS = 350;

export class Keyboard {
  /**
   * @param {object} ports
   * @param {HTMLElement} ports.root
   * @param {import("./desk.js").Desk} ports.desk
   * @param {import("./dialogs.js").Dialogs} ports.dialogs
   * @param {import("./strip.js").Strip} ports.strip
   * @param {{takes: (e: KeyboardEvent) => boolean}[]} ports.first who is asked before the map of keys is
   * @param {(lane: any, code: any, event: Event) => any} ports.press gives the outcome
   * @param {(id: string) => void} ports.release ends what a held key began
   * @param {(id: string) => void} ports.act
   * @param {(target: any) => boolean} ports.leave what Esc closes first
   * @param {AbortSignal} ports.signal
   */
  constructor(ports) {
    Object.assign(this, ports);
    /** Keys that are down: event.code → what they began. @type {Map<string, {id: string, since: number, always: boolean}>} */
    this.held = new Map();
    const on = (target, type, f, capture = false) => target.addEventListener(type, f, { signal: ports.signal, capture });
    on(window, "keydown", (e) => this.#down(e), true);
    on(window, "keyup", (e) => this.#up(e), true);
    on(window, "blur", () => this.#letGo());
    on(this.root, "keydown", (e) => e.stopPropagation()); // what is typed here is no shortcut of the page around
  }

  #down(e) {
    const target = e.composedPath()[0];
    if (this.dialogs.open && e.code === "Escape") {
      take(e);
      this.dialogs.close();
      return;
    }
    if (this.dialogs.open || isTyping(target) || belongsToControl(e, target)) return;
    if (this.strip.wants(e)) return;
    if (this.first.some((who) => who.takes(e))) {
      take(e);
      return;
    }
    if (e.code === "Escape" && this.leave(target)) {
      take(e);
      return;
    }
    this.#mean(e);
  }

  #mean(e) {
    const meaning = meaningOf(e, this.desk.situation);
    if (!meaning) {
      // Streamlit would run the page again on r and open a dialog on c.
      if (/^[rc]$/i.test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey) e.stopImmediatePropagation();
      return;
    }
    take(e);
    if (meaning.kind === "code") this.#code(meaning, e);
    else if (meaning.kind === "subject") this.desk.chooseSubject(meaning.id);
    else this.act(meaning.id);
  }

  #code({ lane, code }, e) {
    if (this.held.has(e.code)) return;
    const outcome = this.press(lane, code, e);
    const holds = code.hold || this.desk.pressAndHold;
    if (holds && outcome?.said === "started") this.held.set(e.code, { id: outcome.annotation, since: e.timeStamp, always: code.hold });
  }

  #up(e) {
    const held = this.held.get(e.code);
    if (!held) return;
    this.held.delete(e.code);
    if (held.always || e.timeStamp - held.since >= HOLD_MS) this.release(held.id);
  }

  /** The window lost the keyboard: a key that is down can no longer be heard coming up. */
  #letGo() {
    for (const { id } of this.held.values()) this.release(id);
    this.held.clear();
  }
}

function take(e) {
  e.preventDefault();
  e.stopImmediatePropagation();
}
