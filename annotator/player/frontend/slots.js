// The plan as slots: one card for each moment in the order of the meeting, and what belongs into the
// places that are still free. A card says in place what does not fit yet.

import { el, icon, say } from "./dom.js";
import { shownOf } from "./draft.js";
import { MomentStrip } from "./moment_strip.js";
import { ThenChoice } from "./then_choice.js";
import { shortClock, span } from "./time.js";

const KINDS = ["strength", "repair", "challenge"];
/** Further than this a press on the grip is a drag. */
const DRAG_PX = 6;

/**
 * @typedef {object} Hands what a card can ask for
 * @property {(id: string) => void} choose
 * @property {(id: string) => void} play
 * @property {(id: string) => void} remove
 * @property {(id: string) => void} aside it is kept for a later meeting
 * @property {(id: string, to: number) => void} move
 * @property {(id: string, parts: any, join?: string) => void} edit
 * @property {(id: string, edge: string, ms: number) => void} trim
 * @property {(id: string, edge: string, frames: number, ms: number) => void} step
 * @property {() => void} settle a drag or a field is done
 * @property {(ms: number) => void} seek
 */

export class Slots {
  /**
   * @param {{t: Function, url: (path: string) => string, held: any[], language: string, stills: any, limits: any, rules: any, hands: Hands, signal: AbortSignal}} ports
   */
  constructor(ports) {
    Object.assign(this, ports);
    /** @type {Map<string, Slot>} */
    this.cards = new Map();
    this.free = [];
    this.themes = "themes";
    const themes = [];
    for (let n = 0; ports.t(`prepare.theme.${n}`) !== `prepare.theme.${n}`; n += 1) themes.push(el("option", { value: ports.t(`prepare.theme.${n}`) }));
    this.node = el("section.slots", { "aria-label": ports.t("prepare.slots") }, el("datalist", { id: this.themes }, ...themes));
    this.signal.addEventListener("abort", () => { for (const card of this.cards.values()) card.destroy(); });
  }

  /**
   * @param {{moments: any[], language: string, strengths_only: boolean}} content
   * @param {{chosen: string|null, locked: boolean, playing: string|null, problems: Map<string, string[]>, foreign: Set<string>}} state
   */
  show(content, state) {
    const { moments } = content;
    const gone = [...this.cards.keys()].filter((id) => !moments.some((m) => m.id === id));
    for (const id of gone) this.#drop(id);
    const cards = moments.map((m) => this.#card(m));
    this.strengthsOnly = content.strengths_only;
    this.#order(cards, shownOf(moments));
    cards.forEach((card, i) => card.show(moments[i], { ...state, place: i, count: moments.length, moments, language: content.language, strengthsOnly: content.strengths_only }));
  }

  #card(moment) {
    if (!this.cards.has(moment.id)) this.cards.set(moment.id, new Slot(this, moment.id));
    return this.cards.get(moment.id);
  }

  #drop(id) {
    this.cards.get(id).destroy();
    this.cards.delete(id);
  }

  /** Cards first, then the free places; a node that is where it belongs is not touched. */
  #order(cards, count) {
    const most = Math.max(this.rules.most, count);
    while (this.free.length < most - count) this.free.push(el("div.slot.free"));
    while (this.free.length > most - count) this.free.pop().remove();
    const wished = [...cards.map((c) => c.node), ...this.free];
    wished.forEach((node, i) => { if (this.node.children[i] !== node) this.node.insertBefore(node, this.node.children[i] ?? null); });
    this.free.forEach((node, i) => this.#free(node, count + i, count, most));
  }

  #free(node, place, count, most) {
    const turn = !this.strengthsOnly && /repair|challenge/.test(this.rules.order[place] ?? "");
    const which = place === 0 ? "first" : place === most - 1 && count < 2 ? "last" : turn ? "turn" : "more";
    if (node.dataset.which === which && node.childNodes.length) return;
    node.dataset.which = which;
    node.replaceChildren(el("b", {}, this.t(`prepare.free.${which}`)), el("p.mute", {}, this.t(`prepare.free.${which}.why`)));
  }

  showHead(ms, playing) {
    for (const [id, card] of this.cards) card.showHead(playing && id !== playing ? null : ms);
  }

  pictures() {
    for (const card of this.cards.values()) card.strip.draw();
  }

  /** The place of the card under a point. */
  placeAt(x, y) {
    const cards = [...this.cards.values()].sort((a, b) => a.place - b.place);
    const far = cards.map((card) => {
      const box = card.home();
      return Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2);
    });
    return cards[far.indexOf(Math.min(...far))]?.place ?? 0;
  }
}

class Slot {
  constructor(all, id) {
    Object.assign(this, { all, id, t: all.t, hands: all.hands });
    const { t, hands } = this;
    this.strip = new MomentStrip({
      t, stills: all.stills, limits: all.limits, rules: all.rules, onTrim: (edge, ms) => hands.trim(id, edge, ms),
      onStep: (edge, frames, ms) => hands.step(id, edge, frames, ms), onDone: () => hands.settle(), onSeek: (ms) => hands.seek(ms),
    });
    this.problems = el("div.says", { role: "status", "aria-live": "polite" });
    this.node = el("div.slot", { role: "group", "data-moment": id, tabIndex: -1 }, this.#top(), this.strip.node, el("div.line", {}, this.problems, this.time), this.#words());
    this.node.addEventListener("focusin", () => hands.choose(id));
    this.node.addEventListener("pointerdown", () => hands.choose(id));
  }

  // ---- parts -------------------------------------------------------------------------------

  #top() {
    const { t, id, hands } = this;
    const button = (name, word, act) => el("button.mini", { "aria-label": t(word), title: t(word), "data-act": name, onclick: act }, icon(name));
    this.grip = el("button.mini.grip", { "aria-label": t("prepare.drag"), title: t("prepare.drag"), "data-act": "grip" }, icon("grip"));
    this.grip.addEventListener("pointerdown", (e) => this.#grab(e));
    this.number = el("b.n");
    this.kind = el("select.kind", { "aria-label": t("prepare.kind"), title: t("prepare.kind"), onchange: () => hands.edit(id, this.#kindParts()) },
      ...KINDS.map((kind) => el("option", { value: kind }, t(`prepare.kind.${kind}`))));
    this.time = el("span.num.mute.time");
    this.earlier = button("left", "prepare.earlier", () => hands.move(id, this.place - 1));
    this.later = button("right", "prepare.later", () => hands.move(id, this.place + 1));
    this.player = el("button.mini.go", { "data-act": "play", onclick: () => hands.play(id) }, icon("play"));
    this.asiding = button("past", "prepare.aside.put", () => hands.aside(id));
    this.removing = button("close", "prepare.remove", () => hands.remove(id));
    return el("header.sh", {}, this.grip, this.number, this.kind, el("span.sp"), this.player, this.earlier, this.later, this.asiding, this.removing);
  }

  /** What is no challenge needs no counterpart. */
  #kindParts() {
    return this.kind.value === "challenge" ? { kind: "challenge", then: null } : { kind: this.kind.value, counterpart: null };
  }

  #words() {
    const { t } = this;
    this.phrase = this.#field("phrase", "textarea", { rows: 2 });
    this.question = this.#field("question", "textarea", { rows: 1 });
    this.why = this.#field("why", "input", {});
    this.theme = this.#field("theme", "input", {});
    this.theme.setAttribute("list", this.all.themes);
    this.partner = el("select.inp", { "aria-label": t("prepare.counterpart"), onchange: () => this.hands.edit(this.id, { counterpart: this.partner.value || null }) });
    this.pair = el("label.pair", { hidden: true }, el("span.mute", {}, t("prepare.counterpart")), this.partner);
    this.then = new ThenChoice(this.all, (then) => this.hands.edit(this.id, { then }));
    return el("div.words", {}, this.phrase, this.question, this.pair, this.then.node,
      el("div.mine", {}, this.theme, el("div.private", { title: t("prepare.why.explain") }, icon("lock"), this.why, el("span.tag", {}, t("prepare.only_you")))));
  }

  #field(name, tag, props) {
    const { t, id, hands } = this;
    const node = el(`${tag}.inp.${name}`, {
      ...props, dir: "auto", placeholder: t(`prepare.${name}.hint`), "aria-label": t(`prepare.${name}`), maxLength: { why: 2000, theme: 80 }[name] ?? 500, spellcheck: true, autocomplete: "off",
      oninput: () => { hands.edit(id, { [name]: node.value }, name); if (tag === "textarea") fit(node); },
      onblur: () => hands.settle(),
    });
    return node;
  }

  // ---- showing -----------------------------------------------------------------------------

  show(moment, { chosen, locked, playing, problems, foreign, place, count, moments, language, strengthsOnly }) {
    const { t } = this;
    this.place = place;
    const first = place === 0;
    const last = count > 1 && place === count - 1;
    say(this.number, String(place + 1));
    say(this.time, `${shortClock(moment.onset_ms)} · ${span(moment.offset_ms - moment.onset_ms)}`);
    this.node.setAttribute("aria-label", t("prepare.slot", { n: place + 1, kind: t(`prepare.kind.${moment.kind}`) }));
    this.node.toggleAttribute("data-chosen", chosen === this.id);
    this.node.dataset.kind = moment.kind;
    this.kind.value = moment.kind;
    this.kind.options[2].hidden = this.kind.options[2].disabled = strengthsOnly && moment.kind !== "challenge";
    this.#playing(playing === this.id);
    this.strip.show(moment, { locked });
    for (const name of ["phrase", "question", "why", "theme"]) this.#fill(this[name], moment[name] ?? "", ["why", "theme"].includes(name) ? "" : language);
    this.#partners(moment, moments);
    this.then.show(moment, locked);
    this.#lock(locked, first, place === count - 1);
    this.#say([...(problems.get(this.id) ?? []), ...(foreign.has(this.id) ? [foreign.get(this.id)] : [])], first, last);
  }

  #playing(on) {
    if (this.goes === on) return;
    this.goes = on;
    this.player.replaceChildren(icon(on ? "pause" : "play"));
    const name = this.t(on ? "transport.pause" : "prepare.play");
    this.player.setAttribute("aria-label", name);
    this.player.title = name;
  }

  #fill(node, text, language) {
    if (node.value !== text) node.value = text;
    node.lang = language;
    if (node.tagName === "TEXTAREA") fit(node);
  }

  #partners(moment, moments) {
    this.pair.hidden = moment.kind !== "challenge";
    if (this.pair.hidden) return;
    const others = moments.map((m, i) => [m, i]).filter(([m]) => m.id !== moment.id && m.kind !== "challenge");
    this.partner.replaceChildren(el("option", { value: "" }, this.t("prepare.counterpart.none")),
      ...others.map(([m, i]) => el("option", { value: m.id }, this.t("prepare.counterpart.of", { n: i + 1 }))));
    this.partner.value = moment.counterpart ?? "";
  }

  #lock(locked, first, last) {
    this.earlier.disabled = locked || first;
    this.later.disabled = locked || last;
    for (const node of [this.kind, this.asiding, this.removing, this.grip, this.partner]) node.disabled = locked;
    for (const node of [this.phrase, this.question, this.why, this.theme]) node.readOnly = locked;
  }

  /** What does not fit yet; else what this place is for. */
  #say(sentences, first, last) {
    const { t } = this;
    const place = first ? "prepare.place.first" : last ? "prepare.place.last" : "";
    const key = JSON.stringify([sentences, place]);
    if (key === this.told) return;
    this.told = key;
    this.node.toggleAttribute("data-asks", sentences.length > 0);
    this.problems.replaceChildren(...(sentences.length ? sentences.map((s) => el("p.ask", { dir: "auto", title: s }, s)) : place ? [el("p.mute", {}, t(place))] : []));
  }

  showHead(ms) {
    this.strip.showHead(ms);
  }

  // ---- reordering by hand ------------------------------------------------------------------

  home() {
    const box = this.node.getBoundingClientRect();
    const { x = 0, y = 0 } = this.lifted ?? {};
    return { left: box.left - x, right: box.right - x, top: box.top - y, bottom: box.bottom - y };
  }

  #grab(e) {
    if (e.button !== 0 || this.grip.disabled) return;
    const from = { x: e.clientX, y: e.clientY };
    this.grip.setPointerCapture(e.pointerId);
    const move = (m) => this.#carry(m.clientX - from.x, m.clientY - from.y, m);
    const end = (m) => {
      this.grip.removeEventListener("pointermove", move);
      const to = this.lifted && m.type === "pointerup" ? this.all.placeAt(m.clientX, m.clientY) : this.place;
      this.#carry(0, 0, null);
      if (to !== this.place) this.hands.move(this.id, to);
    };
    this.grip.addEventListener("pointermove", move);
    for (const type of ["pointerup", "pointercancel"]) this.grip.addEventListener(type, end, { once: true });
  }

  #carry(x, y, event) {
    if (event && !this.lifted && Math.hypot(x, y) < DRAG_PX) return;
    this.lifted = event ? { x, y } : null;
    this.node.style.transform = event ? `translate(${x}px, ${y}px)` : "";
    this.node.toggleAttribute("data-lifted", Boolean(event));
    const target = event ? this.all.placeAt(event.clientX, event.clientY) : null;
    for (const card of this.all.cards.values()) card.node.toggleAttribute("data-target", target !== null && card !== this && card.place === target);
  }

  destroy() {
    this.strip.destroy();
    this.node.remove();
  }
}

/** A field as high as its text. */
function fit(node) {
  if (CSS.supports("field-sizing", "content")) return;
  node.style.height = "auto";
  node.style.height = `${node.scrollHeight + 2}px`;
}
