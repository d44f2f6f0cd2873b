// Bringing in a coding from another computer: choose its file, see what it brought, or what stands in the way.

import { Api } from "./api.js";
import { el, say } from "./dom.js";
import { translator } from "./strings.js";
import { themeOf } from "./theme.js";

const APP = new URL("../../../", import.meta.url); // /assets/<version>/player/carry.js

/** Where a file is sent, with what the person chose about it. */
export function address(session, { coder = null, join = false } = {}) {
  const asked = new URLSearchParams({ ...(coder ? { coder } : {}), ...(join ? { join: "1" } : {}) });
  return `api/v1/sessions/${encodeURIComponent(session)}/codings${asked.size ? `?${asked}` : ""}`;
}

/** What a file brought, as the id of a sentence and its number. */
export function outcome({ outcome: what, acts, waits }) {
  if (what === "same") return { id: "carry.same" };
  if (waits) return { id: "carry.waits" };
  if (what === "new") return { id: "carry.new" };
  return { id: acts === 1 ? "carry.more.one" : "carry.more", n: acts };
}

/** What can be chosen after a refusal: whose the coding is, to join the two, or nothing. */
export function choiceAfter(code) {
  return { coder_unknown: "coder", diverged: "join" }[code] ?? null;
}

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any, setTriggerValue: Function}} component */
export function mount({ parentElement, data, setTriggerValue }) {
  const carry = new Carry(parentElement, data, setTriggerValue);
  return { update: (next) => carry.update(next), destroy: () => carry.destroy() };
}

class Carry {
  constructor(parent, data, trigger) {
    Object.assign(this, { parent, data, trigger, file: null, choices: {} });
    this.t = translator(data.strings ?? {});
    this.api = new Api(APP);
    this.stop = new AbortController();
    this.build();
  }

  build() {
    const { t } = this;
    this.input = el("input", { type: "file", accept: ".attune", hidden: true, onchange: () => this.take(this.input.files[0]) });
    this.button = el("button.small", { onclick: () => this.input.click() }, t("carry.choose"));
    this.word = el("p.told", { role: "status", "aria-live": "polite" });
    this.choice = el("div.line");
    this.root = el("div.upload.carry", { "data-theme": themeOf(this.parent.host ?? document.body) }, el("div.line", {}, this.button), this.word, this.choice, this.input);
    this.parent.append(el("link", { rel: "stylesheet", href: new URL("upload.css", import.meta.url).href }), this.root);
  }

  take(file) {
    this.input.value = "";
    if (!file) return;
    Object.assign(this, { file, choices: {} });
    this.send();
  }

  async send(chosen = {}) {
    this.choices = { ...this.choices, ...chosen };
    this.show("sending", this.t("carry.sending"));
    this.button.disabled = true;
    try {
      const path = address(this.data.session, this.choices);
      const done = await this.api.call("POST", path, { bytes: this.file, timeout: 120_000, signal: this.stop.signal });
      const { id, n } = outcome(done);
      this.show("done", this.t(id, { n }));
      if (done.outcome !== "same") this.trigger?.("brought", done.coding);
    } catch (error) {
      if (error.kind !== "cancelled") this.refused(error);
    }
    this.button.disabled = false;
  }

  refused(error) {
    const known = { signed_out: this.t("carry.signed_out"), unreachable: this.t("carry.unreachable") };
    this.show("failed", known[error.kind] ?? error.message);
    const choice = choiceAfter(error.code);
    if (choice === "coder") this.askWhose();
    if (choice === "join") this.askJoin();
  }

  askWhose() {
    const options = this.data.people.map(({ id, name }) => el("option", { value: id, selected: id === this.data.me }, name));
    const select = el("select.small", { "aria-label": this.t("carry.whose") }, ...options);
    this.choice.replaceChildren(select, el("button.small", { onclick: () => this.send({ coder: select.value }) }, this.t("carry.theirs")));
    select.focus();
  }

  askJoin() {
    const button = el("button.small", { onclick: () => this.send({ join: true }) }, this.t("carry.join"));
    this.choice.replaceChildren(button, el("span.mute", {}, this.t("carry.join.rule")));
    button.focus();
  }

  show(state, text) {
    this.root.dataset.state = state;
    this.choice.replaceChildren();
    say(this.word, text);
  }

  update(data) {
    this.data = data;
  }

  destroy() {
    this.stop.abort();
    this.root.remove();
  }
}
