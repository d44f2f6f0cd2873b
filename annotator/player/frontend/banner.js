// The line under the header that says why a coding cannot be changed here, and what can be done.

import { el } from "./dom.js";

export class Banner {
  /** @param {{t: Function, takeOver: () => void, links: () => [string, string][]}} ports */
  constructor({ t, takeOver, links }) {
    Object.assign(this, { t, takeOver, links });
    this.node = el("div.banner", { hidden: true });
  }

  /** @param {import("./desk.js").Desk} desk */
  show(desk) {
    this.node.hidden = !desk.readOnly;
    this.node.replaceChildren(...this.#parts(desk));
  }

  #parts(desk) {
    const { t } = this;
    if (desk.locked) return [el("span", {}, t("banner.submitted")), ...this.links().map(([label, href]) => el("a.btn", { href }, label))];
    if (desk.frozen) return [el("span", {}, t("banner.frozen"))];
    if (desk.mine) return [];
    return [el("span", {}, t("banner.elsewhere")), el("button.btn", { onclick: this.takeOver }, t("banner.take_over"))];
  }
}
