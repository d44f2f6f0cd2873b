// The suggestions beside the film: a still and one sentence each. One press keeps one, or lets it go.

import { keptOf } from "./draft.js";
import { el, icon, say } from "./dom.js";
import { shortClock } from "./time.js";

export class Suggestions {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {import("./stills.js").Stills} ports.stills
   * @param {(suggestion: any) => void} ports.toggle keeps it, or takes it out of the plan
   * @param {(suggestion: any) => void} ports.play
   * @param {HTMLElement} ports.nothing what is shown while there is none
   */
  constructor({ t, stills, toggle, play, nothing }) {
    Object.assign(this, { t, stills, toggle, play, nothing });
    /** @type {any[]} */
    this.all = [];
    this.cards = [];
    this.list = el("div.sgrid");
    this.node = el("section.suggestions", { "aria-label": t("prepare.suggestions") }, this.list, nothing);
  }

  /** @param {any[]} suggestions */
  set(suggestions) {
    for (const card of this.cards) this.stills.forget(card.still);
    this.all = suggestions;
    this.cards = suggestions.map((s, i) => this.#card(s, i));
    this.list.replaceChildren(...this.cards.map((c) => c.node));
    this.list.hidden = !suggestions.length;
    this.nothing.hidden = suggestions.length > 0;
  }

  #card(suggestion, i) {
    const { t } = this;
    const still = this.stills.make();
    still.at(suggestion.at_ms);
    const mark = el("span.kept", { hidden: true });
    const key = el("kbd.key", { "aria-hidden": "true" }, String(i + 1));
    const body = el("button.keep", { "aria-pressed": "false", title: suggestion.shows?.join(" · ") ?? "", onclick: () => this.toggle(suggestion) },
      still.node, key, mark,
      el("span.said", {}, el("span.reason", { dir: "auto" }, suggestion.reason),
        el("span.mute.num.when", {}, `${shortClock(suggestion.at_ms)} · ${t(`prepare.kind.${suggestion.kind}`)}`, suggestion.untranslated ? el("span.tag", { title: t("prepare.foreign.why") }, t("prepare.foreign.tag")) : null)));
    const look = el("button.mini.look", { "aria-label": t("prepare.look", { n: i + 1 }), title: t("prepare.look", { n: i + 1 }), onclick: () => this.play(suggestion) }, icon("play"));
    return { suggestion, still, mark, body, look, node: el("div.sug", { "data-suggestion": suggestion.id }, body, look) };
  }

  /** @param {{moments: any[], playing: any, locked: boolean}} state */
  show({ moments, playing, locked }) {
    for (const card of this.cards) {
      const kept = keptOf(moments, card.suggestion);
      card.node.toggleAttribute("data-kept", Boolean(kept));
      card.body.setAttribute("aria-pressed", String(Boolean(kept)));
      card.body.disabled = locked;
      card.mark.hidden = !kept;
      if (kept) say(card.mark, this.t("prepare.kept", { n: moments.indexOf(kept) + 1 }));
      const on = playing === card.suggestion;
      if (card.on !== on) card.look.replaceChildren(icon(on ? "pause" : "play"));
      card.on = on;
    }
  }
}
