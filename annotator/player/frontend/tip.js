// The small card beside the pointer: what lies under it, from when to when.

import { el } from "./dom.js";
import { clock, span } from "./time.js";

export class Tip {
  /** @param {{desk: import("./desk.js").Desk, t: Function, describe: (a: any) => string}} ports */
  constructor({ desk, t, describe }) {
    Object.assign(this, { desk, t, describe });
    this.node = el("div.tip", { hidden: true });
  }

  hide() {
    this.node.hidden = true;
  }

  /**
   * Onset, offset, duration and modifiers beside a point.
   * @param {any} a annotation @param {{x: number, y: number}} at @param {{width: number, height?: number}} view
   * @param {number} head where a running state ends now, ms
   */
  show(a, { x, y }, view, head) {
    if (!a) return;
    const { content } = a;
    const code = this.desk.standing.codeOf(a);
    const more = [this.describe(a), content.comment].filter(Boolean).join(" · ");
    this.node.replaceChildren(el("b", {}, code?.label ?? content.code), el("span", {}, this.#times(content, head)), ...(more ? [el("span.more", {}, more)] : []));
    this.node.hidden = false;
    this.#place(x, y, view);
  }

  #times(c, head) {
    if (c.offset_ms === c.onset_ms) return clock(c.onset_ms);
    const end = c.offset_ms ?? head;
    return `${clock(c.onset_ms)} – ${c.offset_ms === null ? this.t("tracks.running") : clock(end)} · ${span(Math.max(0, end - c.onset_ms))}`;
  }

  /** Above the pointer, or below it where there is no room; inside the card. */
  #place(x, y, view) {
    const { offsetWidth: wide, offsetHeight: high } = this.node;
    const left = Math.max(4, Math.min(x + 14, view.width - wide - 6));
    const top = y - high - 10 > 0 ? y - high - 10 : Math.min(y + 18, (view.height ?? 200) - high - 2);
    this.node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
}
