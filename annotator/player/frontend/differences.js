// Where two codings differ, watched: the film, both records under it, the list of moments beside it, and what is decided
// about each. The codings themselves are only read. mount → {update, destroy}; every listener ends with destroy.

import { Beside } from "./beside.js";
import { CodeColours } from "./colours.js";
import { Dialogs } from "./dialogs.js";
import { addressOf, filmAt, filterOf, judging, nameOf, nextOpen, stretchOf, verdictOf } from "./differing.js";
import { el, icon, say } from "./dom.js";
import { filmActions } from "./film_actions.js";
import { FilmPage, mounted } from "./film_page.js";
import { BINDINGS, belongsToControl, isTyping, meaningOf } from "./keys.js";
import { NOTE_ACTIONS } from "./note_keys.js";
import { Screen } from "./screen.js";
import { tokensOf, watchTheme } from "./theme.js";
import { Transport } from "./transport.js";
import { Verdicts } from "./verdicts.js";

const NOBODY = { lanes: [], subjects: [], subject: null, bindings: BINDINGS };
const ACTIONS = new Set([...NOTE_ACTIONS, "nearer", "farther", "pause"].filter((id) => !["flag", "remove", "undo"].includes(id)));
const NARROW_PX = 980;

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any}} component */
export function mount({ parentElement, data }) {
  return mounted(new Differences(parentElement, data));
}

class Differences extends FilmPage {
  constructor(parent, data) {
    super(parent, data, { kind: "differ", sheets: ["differences.css"] });
  }

  dressed() {
    if (this.root.dataset.theme) this.#dress(this.root.dataset.theme);
    this.#resize();
  }

  get #path() {
    return `api/v1/codings/${encodeURIComponent(this.data.first)}/beside/${encodeURIComponent(this.data.second)}`;
  }

  // ---- opening -----------------------------------------------------------------------------

  async open() {
    this.found = await this.api.get(this.#path, { timeout: 60_000 });
    if (this.signal.aborted) return;
    this.#build();
    const at = this.found.differences.find((d) => nameOf(d) === this.data.at) ?? this.verdicts.shown[0] ?? null;
    await this.#loadFilm(filmAt(this.found.recordings, this.data.t_ms ?? at?.onset_ms ?? this.found.window.onset_ms));
    if (this.signal.aborted) return;
    if (Number.isInteger(this.data.t_ms)) this.#atTime(this.data.t_ms);
    else if (at) await this.#choose(at, Boolean(this.data.at));
  }

  #build() {
    const { t, signal, api, found } = this;
    this.screen = new Screen({ api, t, signal, onFrame: (shown) => this.#frame(shown), onState: () => this.#filmState(), onClick: () => this.#act("play"), onPictures: () => {} });
    this.film = this.screen.clock;
    this.dialogs = new Dialogs({ t });
    this.transport = new Transport({ t, act: (id) => this.#act(id) });
    this.beside = new Beside({ t, data: found, seek: (ms) => this.#seek(ms), signal });
    this.verdicts = new Verdicts({ t, data: found, filter: filterOf(this.data.filter ?? {}), choose: (d) => this.#choose(d), judge: (word) => this.#judge(word), goOn: () => this.#goOn(), write: (d, note) => this.#write(d, note), onFilter: () => this.#address() });
    const setSpeed = (rate) => { this.film.rate = rate; this.#filmState(); };
    this.actions = {
      ...filmActions(this.film, setSpeed),
      previous: () => this.#step(-1), next: () => this.#step(1), nearer: () => this.beside.zoom(1.6), farther: () => this.beside.zoom(1 / 1.6),
      keys: () => this.dialogs.someKeys(BINDINGS.filter((b) => ACTIONS.has(b.id)), this.#ownKeys(), t("differ.deciding")),
    };
    this.#assemble();
  }

  #ownKeys() {
    const { t } = this;
    const words = ["first", "second", "both", "unclear"].map((word, i) => [String(i + 1), this.verdicts.word(word)]);
    return [...(this.found.may_judge ? [...words, ["Backspace", t("differ.take_back")], ["N", t("differ.note")], ["Enter", t("differ.on")]] : []), [";", t("differ.again")]];
  }

  #assemble() {
    const { t, found } = this;
    const back = this.api.url(`compare?session=${encodeURIComponent(found.session.id)}&a=${encodeURIComponent(found.first.id)}&b=${encodeURIComponent(found.second.id)}`);
    this.make = el("button.btn.p", { hidden: !found.may_judge, "data-act": "consensus", title: t("differ.consensus_title"), onclick: () => this.#consensus() }, t("differ.consensus"));
    const head = el("header.bar", {},
      el("a.backlink", { href: back, "aria-label": t("differ.back"), title: t("differ.back") }, icon("left")),
      el("b.where", {}, `${found.session.family_code} · ${found.session.label}`), el("span.mute.about", {}, `${found.first.name} – ${found.second.name}`),
      el("span.chip.still", {}, t("differ.title")), el("span.sp"),
      el("button.btn.keysb", { onclick: () => this.#act("keys") }, el("kbd.q", {}, "?"), t("desk.keys")), this.make);
    this.main = el("div.work", {}, el("div.left", {}, this.screen.node, this.transport.node), el("aside", {}, this.verdicts.panel, this.verdicts.list));
    this.root.replaceChildren(head, this.main, this.beside.node, this.dialogs.node, this.live);
    this.root.dataset.state = "open";
    const on = (target, type, f, capture = false) => target.addEventListener(type, f, { signal: this.signal, capture });
    on(window, "beforeunload", (e) => { this.verdicts.leaveNote(); if (this.pending) e.preventDefault(); });
    on(window, "keydown", (e) => this.#key(e), true);
    on(this.root, "keydown", (e) => e.stopPropagation());
    const watcher = new ResizeObserver(() => this.#resize());
    for (const node of [this.root, this.screen.node]) watcher.observe(node);
    this.signal.addEventListener("abort", () => watcher.disconnect());
    watchTheme(this.parent.host ?? this.root, (theme) => this.#dress(theme), this.signal);
    if (found.gone) this.screen.flash(t("differ.gone", { n: found.gone }));
    this.#filmState();
    this.#tell();
  }

  // ---- size and theme ----------------------------------------------------------------------

  #dress(theme) {
    this.root.dataset.theme = theme;
    const tokens = tokensOf(this.root);
    this.beside?.dress(tokens);
    this.verdicts?.dress(new CodeColours(tokens.panel));
  }

  #resize() {
    if (!this.screen) return;
    const { clientWidth: wide } = this.root;
    this.root.toggleAttribute("data-narrow", wide < NARROW_PX);
    const room = this.main.clientHeight - 58;
    const film = Math.max(360, Math.min(room * this.screen.aspect, wide - 460));
    this.root.style.setProperty("--film-width", wide < NARROW_PX ? "100%" : `${Math.round(film)}px`);
    this.root.style.setProperty("--film-height", `${Math.round((wide - 32) / this.screen.aspect)}px`);
    this.beside.resize();
  }

  // ---- film --------------------------------------------------------------------------------

  async #loadFilm(film) {
    if (!film) {
      this.screen.tell(this.t("film.none"));
      this.root.dataset.ready = "";
      return;
    }
    if (this.loaded === film.id) return;
    this.loaded = film.id;
    this.transport.showTotal(film.duration_ms);
    if (!(await this.screen.load(film))) return;
    this.#resize();
    this.root.dataset.ready = "";
  }

  #frame(shown) {
    this.root.dataset.frame = String(shown.index);
    this.root.dataset.timeMs = String(shown.ms);
    this.transport.showTime(shown.ms);
    this.beside.moveHead(shown.ms);
  }

  #filmState() {
    const { film } = this;
    this.root.toggleAttribute("data-playing", film.playing);
    this.transport.show({ playing: film.playing, rate: film.rate, loop: false, hold: false, readOnly: true, undo: false, redo: false, flagged: false });
  }

  #seek(ms) {
    this.film.bounds = null;
    this.film.toTime(ms);
  }

  // ---- moments -----------------------------------------------------------------------------

  /** Show a moment: from 3 s before, with both records at it. */
  async #choose(d, plays = true) {
    await this.#loadFilm(filmAt(this.found.recordings, d.onset_ms));
    this.verdicts.select(d);
    this.beside.choose(d);
    this.#address();
    Object.assign(this.root.dataset, { moment: nameOf(d) });
    if (!this.film.frames) return;
    const stretch = stretchOf(d, this.found.window);
    this.film.bounds = { ...stretch, once: true };
    this.film.toTime(stretch.onset);
    if (plays) this.film.play();
  }

  /** A time that the address names: the film there, with what differs there, if anything does. */
  #atTime(ms) {
    const here = this.found.differences.find((d) => d.onset_ms <= ms && ms < Math.max(d.offset_ms, d.onset_ms + 1)) ?? null;
    this.verdicts.select(here);
    this.beside.choose(here);
    this.#seek(ms);
    this.beside.moveHead(ms);
  }

  #step(by) {
    const d = this.verdicts.beside(by);
    if (d) this.#choose(d);
  }

  #address() {
    const { chosen, filter } = this.verdicts;
    history.replaceState(history.state, "", addressOf(location.search, filter, chosen ? nameOf(chosen) : ""));
  }

  // ---- deciding ----------------------------------------------------------------------------

  async #judge(word) {
    const d = this.verdicts.chosen;
    if (!d || !this.found.may_judge || this.sending) return;
    this.sending = true;
    const { note: before } = d;
    const note = this.verdicts.note.value;
    try {
      d.note = note.trim(); // so that it is not sent a second time as the field is left
      const kept = await this.#send(() => verdictOf(d, word, note));
      Object.assign(d, { verdict: kept.verdict, note: kept.note });
      this.#kept(d, word);
    } catch (error) {
      d.note = before;
      this.#refused(error);
    } finally {
      this.sending = false;
    }
  }

  /** A note about a moment, decided or not; what cannot be kept is in the field again, and said. */
  async #write(d, note) {
    const before = d.note;
    d.note = note.trim();
    try {
      const kept = await this.#send(() => verdictOf(d, d.verdict?.word ?? "open", note));
      Object.assign(d, { verdict: kept.verdict, note: kept.note });
      this.#say(this.t("differ.note_kept"));
    } catch (error) {
      d.note = before;
      if (this.verdicts.chosen !== d) this.verdicts.select(d);
      this.verdicts.note.value = note;
      this.#refused(error);
    }
  }

  /** One after another, so that a note never comes behind the decision that followed it. */
  #send(made) {
    const post = () => this.api.post(`${this.#path}/verdicts`, made());
    this.pending = (this.pending ?? 0) + 1;
    this.sent = (this.sent ?? Promise.resolve()).then(post, post);
    this.sent.catch(() => { this.sent = null; }).finally(() => { this.pending -= 1; });
    return this.sent;
  }

  /** It stays on the screen, decided or taken back, so that a note or another verdict is about this one. */
  #kept(d, word) {
    this.verdicts.refresh();
    this.verdicts.select(this.verdicts.chosen);
    this.#tell();
    const { t, verdicts } = this;
    const further = nextOpen(verdicts.shown, d) ? t("differ.go_on") : t("differ.all_decided");
    this.#say(word === "open" ? t("differ.taken_back") : `${verdicts.word(word)} · ${further}`);
    if (verdicts.buttons.includes(verdicts.panel.getRootNode().activeElement)) verdicts.on.focus();
  }

  /** From what is decided to the next that is open; what is open is played again. */
  async #goOn() {
    await this.sent?.catch(() => {});
    const { chosen, shown } = this.verdicts;
    const next = !chosen || chosen.verdict ? nextOpen(shown, chosen) : chosen;
    if (next) this.#choose(next);
    else this.#say(this.t("differ.all_decided"));
  }

  #tell() {
    this.root.dataset.decided = String(this.found.differences.filter((d) => d.verdict).length);
  }

  #refused(error) {
    const { t } = this;
    this.#say(error?.kind === "refused" && error.message ? error.message : t("differ.not_saved"));
  }

  #say(sentence) {
    say(this.live, sentence);
    this.screen.flash(sentence);
  }

  async #consensus() {
    this.make.disabled = true;
    this.verdicts.leaveNote();
    try {
      await this.sent;
      const { coding } = await this.api.post(`${this.#path}/consensus`, {}, { timeout: 60_000 });
      location.assign(this.api.url(`desk?coding=${encodeURIComponent(coding)}`));
    } catch (error) {
      this.#refused(error);
      this.make.disabled = false;
    }
  }

  // ---- keys --------------------------------------------------------------------------------

  #act(id) {
    if (id === "keys" || this.film.frames) this.actions[id]?.();
  }

  #key(e) {
    const target = e.composedPath()[0];
    if (this.dialogs.open) {
      if (e.code === "Escape") take(e, () => this.dialogs.close());
      return;
    }
    if (target === this.verdicts.note) {
      const leaves = e.code === "Escape" || (["Enter", "NumpadEnter"].includes(e.code) && !e.shiftKey && !e.isComposing);
      if (leaves) take(e, () => this.verdicts.note.blur());
      return;
    }
    if (isTyping(target) || belongsToControl(e, target)) return;
    const own = judging(e);
    if (own) {
      take(e, () => this.#own(own));
      return;
    }
    const meaning = meaningOf(e, NOBODY);
    if (meaning?.kind === "action" && ACTIONS.has(meaning.id)) take(e, () => this.#act(meaning.id));
  }

  #own(meaning) {
    const { chosen } = this.verdicts;
    if (meaning.kind === "on") this.#goOn();
    else if (meaning.kind === "again" && chosen) this.#choose(chosen);
    else if (meaning.kind === "note" && this.found.may_judge) this.verdicts.note.focus();
    else if (meaning.kind === "back" && chosen?.verdict) this.#judge("open");
    else if (meaning.kind === "word") this.#judge(meaning.word);
  }
}

function take(e, work) {
  e.preventDefault();
  e.stopImmediatePropagation();
  work();
}
