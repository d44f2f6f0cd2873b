// The line under the header that says why a coding cannot be changed here, and what can be done.

import { el } from "./dom.js";

export class Banner {
  /** @param {{t: Function, past: import("./past_bar.js").PastBar, takeOver: () => void, links: () => [string, string][]}} ports */
  constructor({ t, past, takeOver, links }) {
    Object.assign(this, { t, past, takeOver, links });
    this.node = el("div.banner", { hidden: true });
  }

  /** @param {import("./desk.js").Desk} desk */
  show(desk) {
    this.node.hidden = !desk.readOnly;
    this.past.show();
    if (desk.past && this.node.firstChild === this.past.node) return; // a hand may hold its slider
    this.node.replaceChildren(...this.#parts(desk));
  }

  #parts(desk) {
    const { t } = this;
    if (desk.past) return [this.past.node];
    if (desk.locked) return [el("span", {}, t("banner.submitted")), ...this.links().map(([label, href]) => el("a.btn", { href }, label))];
    if (desk.frozen) return [el("span", {}, t("banner.frozen"))];
    if (desk.mine) return [];
    return [el("span", {}, t("banner.elsewhere")), el("button.btn", { onclick: this.takeOver }, t("banner.take_over"))];
  }
}
