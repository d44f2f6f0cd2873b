// Bringing in a coding scheme: choose its file, see what came in, or every problem of the file with its place.

import { Api } from "./api.js";
import { el, say } from "./dom.js";
import { translator } from "./strings.js";
import { themeOf } from "./theme.js";

const APP = new URL("../../../", import.meta.url); // /assets/<version>/player/scheme_file.js

/** Where a file is sent. */
export const address = (name) => `api/v1/schemes?${new URLSearchParams({ name })}`;

/** What an answer says: a sentence by its id, its values, and the lines below it. */
export function outcome({ verdict, scheme, errors, warnings }) {
  if (verdict === "accept") return { state: "done", id: "scheme.here", values: { scheme: scheme.id, version: scheme.version }, lines: warnings };
  const lines = errors.map(({ where, message }) => (where ? `${where}: ${message}` : message));
  return { state: "failed", id: errors.length === 1 ? "scheme.problem" : "scheme.problems", values: { n: errors.length }, lines };
}

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any, setTriggerValue: Function}} component */
export function mount({ parentElement, data, setTriggerValue }) {
  const file = new SchemeFile(parentElement, data, setTriggerValue);
  return { update: (next) => file.update(next), destroy: () => file.destroy() };
}

class SchemeFile {
  constructor(parent, data, trigger) {
    Object.assign(this, { parent, data, trigger });
    this.t = translator(data.strings ?? {});
    this.api = new Api(APP);
    this.stop = new AbortController();
    this.build();
  }

  build() {
    const { t } = this;
    const accept = ".yaml,.yml,.json,.boris,.gz,.eaf,.etf,.ecv,.otx,.otb,.odx,.opf,.csv,.tsv";
    this.input = el("input", { type: "file", accept, hidden: true, onchange: () => this.send(this.input.files[0]) });
    this.button = el("button.small", { onclick: () => this.input.click() }, t("scheme.choose"));
    this.word = el("p.told", { role: "status", "aria-live": "polite" });
    this.list = el("ul.problems");
    this.root = el("div.upload.carry", { "data-theme": themeOf(this.parent.host ?? document.body) }, el("div.line", {}, this.button), this.word, this.list, this.input);
    this.parent.append(el("link", { rel: "stylesheet", href: new URL("upload.css", import.meta.url).href }), this.root);
  }

  async send(file) {
    this.input.value = "";
    if (!file) return;
    this.show({ state: "sending", id: "scheme.sending", lines: [] });
    this.button.disabled = true;
    try {
      const answer = await this.api.call("POST", address(file.name), { bytes: file, timeout: 60_000, signal: this.stop.signal });
      this.show(outcome(answer));
      if (answer.verdict === "accept") this.trigger?.("brought", answer.scheme.hash);
    } catch (error) {
      if (error.kind !== "cancelled") this.failed(error);
    }
    this.button.disabled = false;
  }

  failed(error) {
    const id = { signed_out: "scheme.signed_out", unreachable: "scheme.unreachable" }[error.kind];
    this.show({ state: "failed", id: "", lines: [] });
    say(this.word, id ? this.t(id) : error.message);
  }

  show({ state, id, values, lines }) {
    this.root.dataset.state = state;
    say(this.word, id && this.t(id, values));
    this.list.replaceChildren(...lines.map((line) => el("li", {}, line)));
  }

  update(data) {
    this.data = data;
  }

  destroy() {
    this.stop.abort();
    this.root.remove();
  }
}
