// What a consensus says of itself on the desk: from whose two codings it comes, and what nobody has decided yet.

import { el, say } from "./dom.js";

/** What is still to decide: the starred marks, by onset. @param {Iterable<any>} annotations */
export function starred(annotations) {
  return [...annotations].filter((a) => a.content.flagged).sort((a, b) => a.content.onset_ms - b.content.onset_ms || (a.id < b.id ? -1 : 1));
}

/** The one to look at after the chosen one, or from a time on; around the end. @param {any[]} open by onset @param {{id: string|null, ms: number}} here */
export function nextStarred(open, { id, ms }) {
  const at = open.findIndex((a) => a.id === id);
  return (at >= 0 ? open[at + 1] : open.find((a) => a.content.onset_ms >= ms)) ?? open[0] ?? null;
}

/** The first pass in which a mark can be worked on. @param {any[]} passes @param {any} a */
export const passOf = (passes, a) => passes.find((p) => p.tracks.includes(a.content.track)) ?? passes[0];

export class Consensus {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {Function} ports.t
   * @param {(a: any) => void} ports.go to a mark, in its pass
   * @param {() => number} ports.now the film's time
   */
  constructor({ desk, t, go, now }) {
    Object.assign(this, { desk, t, go, now });
    const { consensus_of: names } = desk.coding;
    /** The two coders' names; null on everybody's own coding. @type {string[]|null} */
    this.names = names ?? null;
    this.whose = el("span.whose");
    this.undecided = el("span.undecided");
    this.node = el("button.chip.agreed", { hidden: !this.names, title: t("consensus.about"), onclick: () => this.next() }, this.whose, this.undecided);
  }

  get open() {
    return this.names ? starred(this.desk.standing.byId.values()) : [];
  }

  /** To the next starred mark. */
  next() {
    const a = nextStarred(this.open, { id: this.desk.selected, ms: this.now() });
    if (a) this.go(a);
  }

  refresh() {
    if (!this.names) return;
    const [first, second] = this.names;
    const n = this.open.length;
    say(this.whose, `${second ? this.t("consensus.of", { first, second }) : this.t("consensus.of_two")} · `);
    say(this.undecided, n ? this.t("consensus.left", { n }) : this.t("consensus.none"));
  }
}
