// What every page with a film begins and ends with: its style sheets, what stands there while it opens, one way out.

import { Api } from "./api.js";
import { el } from "./dom.js";
import { Opening } from "./opening.js";
import { translator } from "./strings.js";
import { coverPage } from "./theme.js";

/** Where the program is; this file is /assets/<version>/player/film_page.js */
const APP = new URL("../../../", import.meta.url);

/** What Streamlit asks of a component, of a page that has just been made: mount → {update, destroy}. @param {FilmPage} page */
export function mounted(page) {
  page.start();
  return { update: (next) => page.update(next), destroy: () => page.destroy() };
}

export class FilmPage {
  /**
   * @param {ShadowRoot|HTMLElement} parent
   * @param {any} data what the server gave the component; `strings`, `language` and `account` are read here
   * @param {{kind?: string, sheets?: string[]}} look the class of the page, and its style sheets beside the desk's
   */
  constructor(parent, data, { kind = "", sheets = [] } = {}) {
    Object.assign(this, { parent, data });
    this.t = translator(data.strings ?? {});
    this.stop = new AbortController();
    this.signal = this.stop.signal;
    this.api = new Api(APP);
    this.root = el(kind ? `div.desk.${kind}` : "div.desk", { tabIndex: -1, lang: data.language ?? "en" });
    this.live = el("div.sr", { role: "status", "aria-live": "polite" });
    this.opens = new Opening({ root: this.root, live: this.live, t: this.t, url: (path) => this.api.url(path), again: () => this.start(), signal: this.signal });
    this.#dress(["desk.css", ...sheets]);
    this.uncover = coverPage(new URL("assets/fonts/inter.woff2", APP).href);
  }

  /** Nothing is seen before the style sheets are there. */
  #dress(names) {
    this.root.style.visibility = "hidden";
    let missing = names.length;
    const come = () => {
      missing -= 1;
      if (missing) return;
      this.root.style.visibility = "";
      this.dressed();
    };
    const sheets = names.map((name) => el("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href, onload: come, onerror: come }));
    this.parent.append(...sheets, this.root);
  }

  /** The style sheets are there: what takes its colours and sizes from them can. */
  dressed() {}

  /** Open the page, once more after it could not be. */
  async start() {
    this.opens.loading();
    try {
      const { account } = await this.api.me();
      if (this.data.account && account.id !== this.data.account) throw Object.assign(new Error("another account"), { kind: "gone" });
      await this.open(account);
    } catch (error) {
      if (!this.signal.aborted) this.opens.failed(error);
    }
  }

  /** Fetch what the page shows and build it. @param {{id: string}} _account who is signed in */
  async open(_account) {}

  update(next) {
    this.data = next;
  }

  destroy() {
    this.stop.abort();
    this.uncover();
    this.root.remove();
  }
}
