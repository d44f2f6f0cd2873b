// The map of keys on the desk: what holds, whose keys they are, changing them, and the reaction time.

import { chip, el, icon } from "./dom.js";
import { bindingsOf, capOfChord, chordText, PROFILES, refusal } from "./key_profiles.js";
import { keyGroup, keyRow } from "./key_rows.js";
import { printed, useBindings } from "./keys.js";
import { ReactionGame } from "./reaction_game.js";

const GROUPS = ["film", "mark", "edit", "several", "look"];
/** Keys that only accompany another one. */
const ALONE = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"]);

export class KeyMap {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {import("./dialogs.js").Dialogs} ports.dialogs
   * @param {import("./api.js").Api} ports.api
   * @param {Function} ports.t
   * @param {() => any} ports.colours
   * @param {() => void} ports.changed other keys hold now: print them anew
   * @param {AbortSignal} ports.signal
   */
  constructor({ desk, dialogs, api, t, colours, changed, signal }) {
    Object.assign(this, { desk, dialogs, api, t, colours, changed });
    this.keys = desk.json.keys ?? { profile: "attune", changed: {} };
    this.layout = new Map();
    this.changing = false;
    /** The action that waits for its new key. */
    this.waits = null;
    this.problem = "";
    this.#hold();
    navigator.keyboard?.getLayoutMap?.().then((layout) => { if (!signal.aborted) { this.layout = new Map(layout); this.#hold(); } }, () => {});
    dialogs.box.addEventListener("keydown", (e) => this.#pressed(e), { signal });
    dialogs.box.addEventListener("close", () => this.#closed(), { signal });
  }

  #hold() {
    this.desk.bindings = bindingsOf(this.keys, this.layout);
    useBindings(this.desk.bindings);
    this.changed();
  }

  open() {
    this.changing = false;
    this.#show();
  }

  #closed() {
    this.waits = null;
    this.problem = "";
    this.game?.stop();
    this.game = null;
  }

  #show() {
    const { desk, t } = this;
    const change = this.changing ? (id) => this.#changer(id) : undefined;
    const groups = GROUPS.map((g) => keyGroup(t, g, desk.bindings, change));
    const codes = desk.activeLanes.map((lane) => el("div.kgroup", {}, el("h3", {}, lane.label),
      ...lane.codes.map((code) => el("div.krow", {}, el("span.kcap", {}, chip(code, this.colours())), el("span", {}, code.label)))));
    const people = desk.json.subjects.filter((s) => s.key).map((s) => keyRow(t, [`Shift ${s.key}`], t("keys.subject", { subject: s.label })));
    const columns = this.changing ? groups : [...codes, ...groups, el("div.kgroup", {}, el("h3", {}, t("keys.subjects")), ...people)];
    this.dialogs.show(t("keys.title"), [this.#tools(), this.#hint(), el("div.kcols", {}, ...columns)], [], "keys");
  }

  #tools() {
    const { t } = this;
    const profiles = el("select.btn", { "aria-label": t("keys.profile"), "data-name": "profile", onchange: (e) => this.#keep({ profile: PROFILES[e.target.selectedIndex], changed: {} }) },
      ...PROFILES.map((p) => el("option", { selected: p === this.keys.profile }, t(`keys.profile.${p}`))));
    const own = Object.keys(this.keys.changed).length;
    return el("div.ktools", {}, el("label.klabel", {}, t("keys.profile"), profiles),
      el("button.small", { "aria-pressed": String(this.changing), "data-name": "change", onclick: () => { this.changing = !this.changing; this.waits = null; this.problem = ""; this.#show(); } }, icon("pencil"), t("keys.change")),
      own ? el("button.small", { "data-name": "reset", onclick: () => this.#keep({ profile: this.keys.profile, changed: {} }) }, icon("undo"), t("keys.reset")) : null,
      el("span.sp"),
      el("button.small", { "data-name": "reaction", onclick: () => this.#measure() }, t("reaction.button", { ms: this.desk.coding.rt_offset_ms ?? 0 })));
  }

  #hint() {
    const says = this.problem || (this.changing ? this.t(this.waits ? "keys.press" : "keys.change_hint", { action: this.waits ? this.t(`action.${this.waits}`) : "" }) : "");
    return el("p", { className: this.problem ? "problem" : "mute", role: "status", hidden: !says, "data-name": "key-hint" }, says);
  }

  #changer(id) {
    const waits = this.waits === id;
    return el("button.mini.kchange", {
      "aria-pressed": String(waits), "aria-label": this.t("keys.change_one", { action: this.t(`action.${id}`) }), title: this.t("keys.change_one", { action: this.t(`action.${id}`) }), "data-change": id,
      onclick: () => { this.waits = waits ? null : id; this.problem = ""; this.#show(); },
    }, icon("pencil"));
  }

  /** The next press is the new key; one that cannot be is refused, and another may be tried. */
  #pressed(e) {
    if (!this.waits || this.dialogs.box.dataset.about !== "keys" || ALONE.has(e.key) || e.code === "Escape" || e.code === "Tab") return;
    e.preventDefault();
    e.stopPropagation();
    if (e.repeat) return;
    this.#offer(chordText(e), e);
  }

  #offer(chord, e) {
    const { t, waits } = this;
    const cap = printed(capOfChord(chord, this.layout), t);
    const no = e.altKey ? { why: "browser" } : refusal(waits, chord, this.desk.bindings);
    if (no) {
      this.problem = t(`keys.no_${no.why}`, { key: cap, action: no.id ? t(`action.${no.id}`) : "" });
      this.#show();
    } else this.#keep({ profile: this.keys.profile, changed: { ...this.keys.changed, [waits]: chord } });
  }

  /** Kept with the account, and then they hold. */
  async #keep(keys) {
    try {
      await this.api.put("api/v1/me/keys", keys);
      this.keys = keys;
      this.problem = "";
      this.waits = null;
      this.#hold();
    } catch (error) {
      this.problem = error.kind === "refused" ? error.message : this.t("keys.not_kept");
    }
    if (this.dialogs.open) this.#show();
  }

  #measure() {
    this.game = new ReactionGame({
      dialogs: this.dialogs, t: this.t, now: this.desk.coding.rt_offset_ms ?? 0, back: () => this.open(),
      keep: async (ms) => {
        await this.api.put("api/v1/me/reaction", { rt_offset_ms: ms });
        this.desk.coding.rt_offset_ms = ms;
      },
    });
    this.game.open();
  }
}
