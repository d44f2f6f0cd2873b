// What stands in place of the desk while it opens, or when it cannot.

import { isClosed, toVisit } from "./closed.js";
import { el } from "./dom.js";
import { themeOf } from "./theme.js";

const RETRY_MS = 3000;
const SENTENCES = { gone: "desk.gone", erased: "cover.erased", signed_out: "desk.signed_out", unreachable: "desk.unreachable" };

export class Opening {
  /**
   * @param {object} ports
   * @param {HTMLElement} ports.root
   * @param {HTMLElement} ports.live what a screen reader is told
   * @param {Function} ports.t
   * @param {(path: string) => string} ports.url
   * @param {() => void} ports.again try once more
   * @param {AbortSignal} ports.signal
   */
  constructor(ports) {
    Object.assign(this, ports);
    ports.signal.addEventListener("abort", () => clearTimeout(this.retry));
  }

  loading() {
    this.#say("loading", this.t("desk.loading"));
  }

  /** One sentence and one or two things to do; a server that does not answer is asked again. */
  failed(error) {
    const kind = error?.kind;
    if (!kind) globalThis.reportError?.(error);
    const back = `sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    let first = el("button.btn.p", { onclick: () => this.again() }, this.t("desk.again"));
    if (kind === "signed_out") first = el("a.btn.p", { href: this.url(back) }, this.t("desk.sign_in"));
    if (isClosed(error)) first = toVisit(error, this);
    const sentence = isClosed(error) ? error.message : this.t(SENTENCES[kind] ?? "desk.failed");
    const home = el("a.btn", { href: this.url("") }, this.t("desk.home"));
    const pointless = kind === "erased" || kind === "gone";
    if (pointless) home.classList.add("p");
    this.#say("failed", sentence, ...(pointless ? [home] : [first, home]));
    if (kind === "unreachable") this.retry = setTimeout(() => this.again(), RETRY_MS);
  }

  #say(state, sentence, ...buttons) {
    clearTimeout(this.retry);
    this.root.dataset.state = state;
    this.root.dataset.theme = themeOf(this.root);
    this.root.replaceChildren(el("div.loading", {}, el("p", {}, sentence), buttons.length ? el("div.rowc", {}, ...buttons) : null), this.live);
  }
}
