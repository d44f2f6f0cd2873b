// Signed out, or an old page: said in place, with the one thing that helps; what one does goes on being taken.
// Erased: nothing is to be seen or taken any more, so that covers everything.

import { el, say } from "./dom.js";

export class Cover {
  /**
   * @param {object} ports
   * @param {import("./api.js").Api} ports.api
   * @param {Function} ports.t
   * @param {{id: string, name: string}} ports.account
   * @param {() => void} ports.onSignedIn
   */
  constructor({ api, t, account, onSignedIn }) {
    Object.assign(this, { api, t, account, onSignedIn });
    this.node = el("div.cover", { hidden: true });
    this.mode = "ok";
  }

  /** @param {string} mode of the queue: ok, signed_out, outdated, gone or erased */
  show(mode) {
    if (this.mode === mode) return;
    this.mode = mode;
    this.node.hidden = mode === "ok";
    if (mode === "ok") return;
    this.says = el("span", { role: "alert" }, this.t(`cover.${mode}`));
    this.node.replaceChildren(this.says, this.#help(mode));
    if (mode === "erased") this.#darken();
  }

  #help(mode) {
    if (mode === "erased") return el("a.btn.p", { href: this.api.url("") }, this.t("cover.home"));
    return mode === "outdated"
      ? el("button.btn.p", { onclick: () => location.reload() }, this.t("cover.reload"))
      : el("button.btn.p", { onclick: () => this.#signIn() }, this.t("cover.sign_in", { name: this.account.name }));
  }

  /** Nothing of the film stays in this page, nor can anything behind the cover be reached. */
  #darken() {
    this.node.classList.add("all");
    for (const sibling of this.node.parentElement?.children ?? []) {
      if (sibling === this.node) continue;
      sibling.inert = true;
      for (const film of sibling.querySelectorAll("video")) {
        film.removeAttribute("src");
        film.load();
      }
    }
    this.node.querySelector("a").focus();
  }

  async #signIn() {
    try {
      const { account } = await this.api.signIn(this.account.id);
      if (account.id !== this.account.id) throw new Error("another account");
      this.onSignedIn();
    } catch (error) {
      say(this.says, this.t(error?.kind === "unreachable" ? "cover.unreachable" : "cover.cannot_sign_in"));
    }
  }
}
