// The meeting beside a parent: one picture, one sentence, a few large buttons. It knows nothing but what
// a parent may see. mount → {update, destroy}; every listener ends with destroy.

import { Aloud } from "./aloud.js";
import { Api } from "./api.js";
import { isClosed, toVisit } from "./closed.js";
import { el, icon, say } from "./dom.js";
import { FrameTable } from "./frames.js";
import { Keeper, stateOf } from "./keeper.js";
import { isTyping } from "./keys.js";
import { MeetingEnd } from "./meeting_end.js";
import { MeetingFilm } from "./meeting_film.js";
import { DiskStorage } from "./storage.js";
import { translator } from "./strings.js";
import { coverPage } from "./theme.js";

const APP = new URL("../../../", import.meta.url); // /assets/<version>/player/meeting.js
const RETRY_MS = 3000;
const IDLE_MS = 3000;
const PAUSE_MS = 600;

/** Which key does what; by character where it is a letter, by place otherwise. */
const KEYS = {
  Space: "play", ArrowLeft: "back", ArrowRight: "on", PageDown: "next", PageUp: "previous", Enter: "said", NumpadEnter: "said", Escape: "leave",
  n: "next", p: "previous", s: "slow", l: "loop", h: "still", t: "caption", f: "full", w: "said", v: "aloud",
};
const REPEATING = new Set(["back", "on"]);

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any}} component */
export function mount({ parentElement, data }) {
  const meeting = new Meeting(parentElement, data);
  meeting.start();
  return { update: () => {}, destroy: () => meeting.destroy() };
}

class Meeting {
  constructor(parent, data) {
    Object.assign(this, { parent, data });
    this.t = translator(data.strings ?? {});
    this.stop = new AbortController();
    this.signal = this.stop.signal;
    this.api = new Api(APP);
    this.storage = new DiskStorage();
    this.path = `api/v1/plans/${encodeURIComponent(data.plan)}`;
    this.root = el("div.meeting", { tabIndex: -1, lang: data.language ?? "en" });
    this.at = 0;
    const css = el("link", { rel: "stylesheet", href: new URL("meeting.css", import.meta.url).href });
    // Dark from the first moment; the rest once the style sheet is there.
    Object.assign(this.root.style, { position: "fixed", inset: "0", background: "#1F1C19", zIndex: "1000" });
    this.inner = el("div.inner", { hidden: true });
    this.root.append(this.inner);
    css.onload = css.onerror = () => { this.inner.hidden = false; };
    parent.append(css, this.root);
    this.uncover = coverPage(new URL("assets/fonts/inter.woff2", APP).href);
  }

  // ---- opening -----------------------------------------------------------------------------

  async start() {
    this.#sayOpening("loading", this.t("meeting.loading"));
    try {
      const view = await this.api.get(`${this.path}/meeting`);
      if (this.signal.aborted) return;
      this.view = view;
      await this.#begin();
    } catch (error) {
      if (!this.signal.aborted) this.#failed(error);
    }
  }

  #sayOpening(state, sentence, ...buttons) {
    clearTimeout(this.retry);
    this.root.dataset.state = state;
    this.inner.replaceChildren(el("div.opening", {}, el("p", {}, sentence), buttons.length ? el("div.row", {}, ...buttons) : null));
  }

  #failed(error) {
    const kind = error?.kind;
    if (!kind) globalThis.reportError?.(error);
    const sentence = { gone: "meeting.gone", erased: "meeting.gone", closed: "meeting.closed", signed_out: "meeting.signed_out", unreachable: "meeting.unreachable" }[kind] ?? "meeting.trouble";
    const back = `sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    let first = el("button.big.p", { onclick: () => this.start() }, this.t("meeting.again"));
    if (kind === "signed_out") first = el("a.big.p", { href: this.api.url(back) }, this.t("meeting.sign_in"));
    if (isClosed(error)) first = toVisit(error, { url: (path) => this.api.url(path), t: this.t, word: "meeting.to_visit", look: "a.big.p" });
    const home = kind === "gone" || kind === "erased" || isClosed(error);
    this.#sayOpening("failed", kind === "refused" && error.message ? error.message : this.t(sentence), first, el("a.big", { href: home ? this.api.url("") : this.#wayOut }, this.t("meeting.leave")));
    if (kind === "unreachable") this.retry = setTimeout(() => this.start(), RETRY_MS);
  }

  async #begin() {
    const { view } = this;
    this.root.lang = view.language;
    this.root.dir = view.dir;
    await this.#keepers();
    this.#build();
    if (!view.moments.length) {
      this.#sayOpening("empty", this.t("meeting.empty"), el("a.big.p", { href: this.#wayOut }, this.t("meeting.leave")));
      return;
    }
    await Promise.all([...this.films].map(([id, film]) => this.#load(film, view.earlier[id] ?? view)));
    if (this.signal.aborted) return;
    this.inner.replaceChildren(this.stage, this.end.node, this.leaving);
    this.root.dataset.state = "open";
    this.#go(0);
    this.#listen();
    this.root.focus({ preventScroll: true });
  }

  async #load(film, { film: path, frames, shift_ms }) {
    const table = FrameTable.read(await this.api.bytes(frames), shift_ms);
    if (!this.signal.aborted) film.load(this.api.url(path), table);
  }

  // ---- what is typed -----------------------------------------------------------------------

  /** One keeper for what was said about each moment, one for what comes after; what an earlier page left goes first. */
  async #keepers() {
    const { view, storage } = this;
    const owner = (thing) => `${this.data.account}|meeting:${view.plan}|${thing}`;
    const make = (thing, send) => new Keeper({ owner: owner(thing), storage, send, pause: PAUSE_MS, onChange: () => this.#showSafe() });
    const answered = view.moments.filter((m) => m.side !== "then");
    this.saids = new Map(answered.map((m) => [m.id, make(m.id, (said) => this.api.put(`${this.path}/moments/${encodeURIComponent(m.id)}/said`, { said }))]));
    this.closing = make("closing", (closing) => this.api.post(`${this.path}/close`, closing));
    for (const moment of answered) moment.said = await this.#left(this.saids.get(moment.id), moment.said);
    const { step, wish, goal, goal_number } = view;
    Object.assign(view, await this.#left(this.closing, { step, wish, goal, goal_number }));
  }

  async #left(keeper, saved) {
    const left = await keeper.left();
    if (left === null || JSON.stringify(left) === JSON.stringify(saved)) {
      if (left !== null) keeper.drop();
      return saved;
    }
    keeper.set(left, { now: true });
    return left;
  }

  get #all() {
    return [...(this.saids?.values() ?? []), ...(this.closing ? [this.closing] : [])];
  }

  #showSafe() {
    const state = stateOf(this.#all);
    this.root.dataset.badge = state;
    clearTimeout(this.telling);
    const tell = () => {
      // Before anything is typed there is nothing to tell.
      const word = (keeper) => (keeper?.n ? this.t(`meeting.safe.${stateOf([keeper])}`) : "");
      if (this.state) say(this.state, word(this.saids.get(this.moment?.id)));
      this.end?.tell(word(this.closing));
    };
    if (state === "saving") this.telling = setTimeout(tell, 350);
    else tell();
  }

  // ---- building ----------------------------------------------------------------------------

  #build() {
    const { t, view, signal } = this;
    // Each moment of then has a film of its own beside today's.
    this.films = new Map(["", ...Object.keys(view.earlier)].map((id) => [id, this.#newFilm()]));
    this.film = this.films.get("");
    this.aloud = new Aloud({ language: view.language, signal, onChange: () => this.#showFilm() });
    this.side = el("p.side", { lang: view.language, hidden: true });
    this.caption = el("p.cap", { dir: "auto", lang: view.language, "aria-live": "polite" });
    this.end = new MeetingEnd({
      t, view, sheet: this.api.url(`sheets/${encodeURIComponent(view.plan)}.html`), change: (closing) => this.closing.set(closing),
      back: () => this.#act("previous"), done: () => this.#done(), leave: () => this.#leaveNow(),
    });
    this.leaving = this.#leavingNode();
    this.stage = el("section.stage", {}, ...[...this.films.values()].map((film) => film.node), el("div.corner", {}, this.#button("leave", "close", ".over"), this.#button("full", "full", ".over")), el("div.under", {}, this.side, this.caption), this.#saidNode(), this.#bar());
  }

  #newFilm() {
    const film = new MeetingFilm({ t: this.t, signal: this.signal, onState: () => this.#showFilm() });
    film.video.addEventListener("click", () => this.#act("play"), { signal: this.signal });
    return film;
  }

  #button(id, name, classes = "", glyph = null) {
    const label = this.t(`meeting.${id}`);
    const node = el(`button.b${classes}`, { "aria-label": label, title: label, "data-act": id, onclick: () => this.#act(id) }, glyph ?? icon(name));
    this.buttons ??= {};
    this.buttons[id] = node;
    return node;
  }

  #bar() {
    this.dots = el("ul.dots", { "aria-hidden": "true" }, ...this.view.moments.map(() => el("li")), el("li.rest"));
    const half = el("span.half", { "aria-hidden": "true" }, "½×");
    return el("div.bar", { role: "group", "aria-label": this.t("meeting.controls") },
      el("div.grp.first", {}, this.#button("previous", "left"), this.#button("said", "chat", ".quiet")),
      el("div.grp.mid", {}, this.#button("still", "still", ".quiet"), this.#button("back", "back", ".quiet"), this.#button("slow", "", "", half),
        this.#button("play", "play", ".p"), this.#button("loop", "loop"), this.#button("on", "on", ".quiet"), this.#button("caption", "words", ".quiet"), this.#button("aloud", "aloud", ".quiet")),
      el("div.grp.last", {}, this.dots, this.#button("next", "right")));
  }

  #saidNode() {
    const { t, view } = this;
    this.question = el("label.q", { dir: "auto", lang: view.language, for: "said" });
    this.said = el("textarea", { id: "said", rows: 1, dir: "auto", lang: view.language, maxLength: 500, autocomplete: "off", oninput: () => this.#typed() });
    this.state = el("span.state", { role: "status", "aria-live": "polite" });
    // A tablet has no Escape: the button says where to go on.
    const keep = el("button.big.p", { onclick: () => this.#closeSaid() }, t("meeting.done"));
    this.panel = el("div.said", { hidden: true, role: "group", "aria-label": t("meeting.said") },
      this.question, el("div.line", {}, this.said, keep), this.state);
    return this.panel;
  }

  #leavingNode() {
    const { t } = this;
    this.stay = el("button.big.p", { onclick: () => this.#askLeave(false) }, t("meeting.stay"));
    return el("div.leaving", { hidden: true, role: "alertdialog", "aria-modal": "true", "aria-label": t("meeting.leave_really") },
      el("div.sheet", {}, el("p", {}, t("meeting.leave_really")), el("div.row", {}, this.stay, el("button.big", { onclick: () => this.#leaveNow() }, t("meeting.leave")))));
  }

  #listen() {
    const { signal, root } = this;
    const on = (target, type, f, capture = false) => target.addEventListener(type, f, { signal, capture });
    on(window, "keydown", (e) => this.#key(e), true);
    on(root, "keydown", (e) => e.stopPropagation());
    // A click does not take the keys away from the film.
    on(root, "mousedown", (e) => { if (e.target.closest(".bar button, .corner button")) e.preventDefault(); });
    for (const type of ["pointermove", "pointerdown", "keydown"]) on(window, type, () => this.#awake());
    on(document, "fullscreenchange", () => this.#showFull());
    on(document, "visibilitychange", () => { if (document.hidden) this.#flush(); else this.#stayLit(); });
    on(window, "pagehide", () => this.#flush());
    on(window, "online", () => { for (const keeper of this.#all) keeper.resume(); });
    this.#awake();
    this.#stayLit();
  }

  #flush() {
    for (const keeper of this.#all) if (keeper.pending) keeper.flush();
  }

  /** A screen that goes dark in the middle of a talk would be a pity; where it cannot be asked, nothing is lost. */
  async #stayLit() {
    this.light = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  #awake() {
    this.root.removeAttribute("data-idle");
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.root.setAttribute("data-idle", ""), IDLE_MS);
  }

  // ---- moments -----------------------------------------------------------------------------

  get moment() {
    return this.view.moments[this.at];
  }

  /** Place `moments.length` is the end. */
  #go(at) {
    const { moments } = this.view;
    this.#closeSaid();
    this.aloud.stop();
    this.at = Math.max(0, Math.min(at, moments.length));
    const over = this.at === moments.length;
    this.stage.hidden = over;
    this.end.open(over ? "form" : null);
    this.root.dataset.at = over ? "end" : this.moment.id;
    if (over) {
      this.film.close();
      this.#showSafe();
      return;
    }
    const { side } = this.moment;
    this.root.dataset.side = side;
    this.side.hidden = !side;
    say(this.side, side ? this.t(`meeting.${side}`) : "");
    say(this.caption, this.moment.phrase);
    this.#turnTo(this.films.get(this.moment.id) ?? this.films.get(""));
    this.film.loop = false;
    this.film.open(this.moment);
    this.#showFilm();
    [...this.dots.children].forEach((dot, i) => dot.classList.toggle("on", i === this.at));
    this.buttons.previous.disabled = this.at === 0;
    const last = this.at === moments.length - 1;
    this.buttons.next.setAttribute("aria-label", this.t(last ? "meeting.to_the_end" : "meeting.next"));
    this.buttons.next.title = this.t(last ? "meeting.to_the_end" : "meeting.next");
  }

  #turnTo(film) {
    if (film !== this.film) this.film.close();
    this.film = film;
    for (const each of this.films.values()) each.node.hidden = each !== film;
  }

  #showFilm() {
    if (!this.buttons?.play) return;
    const { playing } = this.film;
    this.root.toggleAttribute("data-playing", playing);
    if (this.shownPlaying !== playing) {
      this.shownPlaying = playing;
      this.buttons.play.replaceChildren(icon(playing ? "pause" : "play"));
      this.buttons.play.setAttribute("aria-label", this.t(playing ? "meeting.pause" : "meeting.play"));
      this.buttons.play.title = this.t(playing ? "meeting.pause" : "meeting.play");
    }
    const pressed = (id, on) => this.buttons[id].setAttribute("aria-pressed", String(on));
    pressed("slow", this.film.slow);
    pressed("loop", this.film.loop);
    pressed("caption", !this.root.hasAttribute("data-wordless"));
    pressed("said", !this.panel.hidden);
    pressed("aloud", this.aloud.reading);
    this.buttons.aloud.hidden = this.aloud.voice === null;
    // The talk comes after both.
    this.buttons.said.disabled = this.moment?.side === "then";
    this.buttons.said.toggleAttribute("data-said", Boolean(this.moment?.said));
  }

  // ---- keys and buttons --------------------------------------------------------------------

  #key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const target = e.composedPath()[0];
    const letter = e.key.length === 1 ? e.key.toLowerCase() : "";
    const id = KEYS[letter] ?? KEYS[e.code];
    if (isTyping(target)) {
      this.#keyWhileTyping(e, id, target);
      return;
    }
    if (["BUTTON", "A"].includes(target.tagName) && ["Enter", "NumpadEnter", "Space"].includes(e.code)) return;
    if (!id) {
      if (/^[rc]$/i.test(e.key)) e.stopImmediatePropagation(); // Streamlit's own
      return;
    }
    e.preventDefault();
    e.stopImmediatePropagation();
    this.#awake();
    if (!e.repeat || REPEATING.has(id)) this.#act(id);
  }

  #keyWhileTyping(e, id, target) {
    if (id !== "leave" && !(target === this.said && e.key === "Enter" && !e.shiftKey)) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (target === this.said) this.#closeSaid();
    else target.blur();
  }

  #act(id) {
    if (!this.leaving.hidden) {
      if (id === "leave") this.#askLeave(false);
      return;
    }
    if (this.at === this.view.moments.length && !["previous", "leave", "full"].includes(id)) return;
    const { film } = this;
    ({
      play: () => film.toggle(), back: () => film.step(-1), on: () => film.step(1), still: () => film.still(),
      slow: () => { film.slow = !film.slow; }, loop: () => { film.loop = !film.loop; },
      caption: () => this.root.toggleAttribute("data-wordless"), said: () => this.#openSaid(), aloud: () => this.#readAloud(),
      previous: () => this.#go(this.at - 1), next: () => this.#go(this.at + 1),
      full: () => this.#full(), leave: () => this.#askLeave(true),
    })[id]();
    if (this.moment) this.#showFilm();
  }

  /** The film's own sound waits: two voices at once are none. */
  #readAloud() {
    if (!this.aloud.voice) return;
    this.film.video.pause();
    this.aloud.toggle(this.moment.phrase);
  }

  #full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  #showFull() {
    const on = Boolean(document.fullscreenElement);
    this.buttons.full.replaceChildren(icon(on ? "small" : "full"));
    this.buttons.full.setAttribute("aria-pressed", String(on));
  }

  // ---- what the parent says ----------------------------------------------------------------

  #openSaid() {
    if (this.moment.side === "then") return;
    if (!this.panel.hidden) {
      this.#closeSaid();
      return;
    }
    this.film.video.pause();
    say(this.question, this.moment.question || this.t("meeting.said.ask"));
    this.said.value = this.moment.said;
    this.panel.hidden = false;
    this.#showSafe();
    this.said.focus();
  }

  #typed() {
    this.moment.said = this.said.value;
    this.saids.get(this.moment.id).set(this.said.value);
  }

  #closeSaid() {
    if (!this.panel || this.panel.hidden) return;
    this.panel.hidden = true;
    const keeper = this.saids.get(this.moment.id);
    if (keeper.pending) keeper.flush();
    this.root.focus({ preventScroll: true });
    this.#showFilm();
  }

  // ---- the end -----------------------------------------------------------------------------

  async #done() {
    this.closing.set(this.end.closing, { now: true });
    this.end.open("thanks");
  }

  /** Beside a parent nothing else may appear by one stray key. */
  #askLeave(open) {
    if (open && this.at === this.view.moments.length && !this.end.thanks.hidden) {
      this.#leaveNow();
      return;
    }
    this.leaving.hidden = !open;
    this.film.video.pause();
    if (open) this.stay.focus();
    else this.root.focus({ preventScroll: true });
  }

  get #wayOut() {
    return this.api.url(`prepare?plan=${encodeURIComponent(this.data.plan)}`);
  }

  async #leaveNow() {
    this.#flush();
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => {});
    location.assign(this.#wayOut);
  }

  destroy() {
    this.#flush();
    this.stop.abort();
    clearTimeout(this.retry);
    clearTimeout(this.idle);
    this.light?.release?.();
    this.uncover();
    this.root.remove();
  }
}
