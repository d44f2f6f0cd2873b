// What is safe where: the badge tells the truth about every act, and opens the list of refused ones.

import { el, say } from "./dom.js";

/**
 * The one sentence for a queue's state. Pure.
 * @param {{mode: string, pending: number, unkept: number, failures: number, refused: any[]}} queue
 * @param {{locked: boolean, mine: boolean}} desk
 * @returns {{state: string, word: string, n: number}}
 */
export function badgeOf(queue, desk) {
  const n = queue.pending;
  if (queue.mode === "signed_out") return { state: "signed_out", word: n ? "badge.signed_out_kept" : "badge.signed_out", n };
  if (queue.mode === "outdated") return { state: "outdated", word: "badge.outdated", n };
  if (queue.mode === "erased") return { state: "erased", word: "badge.erased", n };
  if (queue.mode === "gone") return { state: "gone", word: "badge.gone", n };
  if (n && queue.unkept && queue.failures) return { state: "unkept", word: "badge.unkept", n };
  if (n && queue.failures) return { state: "kept", word: "badge.kept", n };
  if (n) return { state: "saving", word: "badge.saving", n };
  if (desk.locked) return { state: "submitted", word: "badge.submitted", n };
  if (!desk.mine) return { state: "read_only", word: "badge.read_only", n };
  return { state: "saved", word: "badge.saved", n };
}

export class Badge {
  /** @param {{t: Function, open: () => void}} ports */
  constructor({ t, open }) {
    this.t = t;
    this.word = el("span", { role: "status", "aria-live": "polite" });
    this.dead = el("span.dead", { hidden: true });
    this.node = el("button.badge", { onclick: open, title: t("badge.title") }, el("i", { "aria-hidden": "true" }), this.word, this.dead);
  }

  show(queue, desk) {
    const b = badgeOf(queue, desk);
    // "Saving…" is told only when it lasts: a save takes some milliseconds, and a flicker tells nothing.
    clearTimeout(this.later);
    if (b.state === "saving" && this.state === "saved") this.later = setTimeout(() => this.#put(b, queue), 350);
    else this.#put(b, queue);
    return b;
  }

  #put(b, queue) {
    this.state = b.state;
    this.node.dataset.state = b.state;
    say(this.word, this.t(b.word, { n: b.n }));
    this.dead.hidden = queue.refused.length === 0;
    say(this.dead, this.t("badge.refused", { n: queue.refused.length }));
  }
}
