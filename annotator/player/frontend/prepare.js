// Preparing a meeting: the film, the suggestions, the plan. mount → {update, destroy}; every listener
// ends with destroy.

import { Api } from "./api.js";
import { Aside } from "./aside.js";
import { isClosed, toVisit } from "./closed.js";
import { Dialogs } from "./dialogs.js";
import { el, icon, say } from "./dom.js";
import { contentOf, Draft, fromSuggestion, keptOf, moved, ownMoment, placeFor, reworded, setAside, shownOf, trimmed, without } from "./draft.js";
import { stateOf } from "./keeper.js";
import { printed } from "./keys.js";
import { Overview } from "./overview.js";
import { PlanSaving } from "./plan_saving.js";
import { PrepareHead } from "./prepare_head.js";
import { needsItself, PREPARE_KEYS, prepareMeaning } from "./prepare_keys.js";
import { newId } from "./record.js";
import { Screen } from "./screen.js";
import { Slots } from "./slots.js";
import { Stills } from "./stills.js";
import { DiskStorage } from "./storage.js";
import { translator } from "./strings.js";
import { Suggestions } from "./suggestions.js";
import { coverPage, themeOf, watchTheme } from "./theme.js";
import { clock, shortClock } from "./time.js";

const APP = new URL("../../../", import.meta.url); // /assets/<version>/player/prepare.js
const RETRY_MS = 3000;
const NARROW_PX = 980;
const NARROW_FILM_PX = 340;
/** So wide that the row under the film finds its place. */
const LEAST_LEFT_PX = 480;
const REWORD_MS = 700;

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any}} component */
export function mount({ parentElement, data }) {
  const prepare = new Prepare(parentElement, data);
  prepare.start();
  return { update: (next) => { prepare.data = next; }, destroy: () => prepare.destroy() };
}

class Prepare {
  constructor(parent, data) {
    Object.assign(this, { parent, data });
    this.t = translator(data.strings ?? {});
    this.stop = new AbortController();
    this.signal = this.stop.signal;
    this.api = new Api(APP);
    this.storage = new DiskStorage();
    this.path = `api/v1/plans/${encodeURIComponent(data.plan)}`;
    this.root = el("div.desk.prep", { tabIndex: -1, lang: data.language ?? "en", dir: data.dir ?? "ltr" });
    this.live = el("div.sr", { role: "status", "aria-live": "polite" });
    this.chosen = null;
    this.playing = null;
    this.looping = false;
    this.begun = null;
    this.#dressed();
    this.uncover = coverPage(new URL("assets/fonts/inter.woff2", APP).href);
  }

  /** Nothing is seen before the style sheets are there. */
  #dressed() {
    this.root.style.visibility = "hidden";
    let missing = 2;
    const come = () => { missing -= 1; if (!missing) { this.root.style.visibility = ""; this.#resized(); } };
    const sheets = ["desk.css", "prepare.css"].map((name) => el("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href, onload: come, onerror: come }));
    this.parent.append(...sheets, this.root);
  }

  // ---- opening -----------------------------------------------------------------------------

  async start() {
    this.#sayOpening("loading", this.t("prepare.loading"));
    try {
      const { account } = await this.api.me();
      if (this.data.account && account.id !== this.data.account) throw Object.assign(new Error("another account"), { kind: "gone" });
      await this.#open(account, await this.api.get(this.path));
    } catch (error) {
      if (!this.signal.aborted) this.#failedToOpen(error);
    }
  }

  #failedToOpen(error) {
    const kind = error?.kind;
    if (!kind) globalThis.reportError?.(error);
    const sentence = { gone: "prepare.gone", erased: "cover.erased", signed_out: "prepare.signed_out", unreachable: "desk.unreachable" }[kind] ?? "prepare.failed";
    const back = `sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    let first = el("button.btn.p", { onclick: () => this.start() }, this.t("desk.again"));
    if (kind === "signed_out") first = el("a.btn.p", { href: this.api.url(back) }, this.t("desk.sign_in"));
    if (isClosed(error)) first = toVisit(error, { url: (path) => this.api.url(path), t: this.t });
    const says = kind === "refused" || isClosed(error);
    const reason = says && error.message ? error.message : this.t(sentence);
    this.#sayOpening("failed", reason, first, el("a.btn", { href: this.api.url("") }, this.t("desk.home")));
    if (kind === "unreachable") this.retry = setTimeout(() => this.start(), RETRY_MS);
  }

  #sayOpening(state, sentence, ...buttons) {
    clearTimeout(this.retry);
    this.root.dataset.state = state;
    this.root.dataset.theme = themeOf(this.root);
    this.root.replaceChildren(el("div.loading", {}, el("p", {}, sentence), buttons.length ? el("div.rowc", {}, ...buttons) : null), this.live);
  }

  async #open(account, json) {
    this.account = account;
    this.saving = new PlanSaving({
      api: this.api, plan: this.data.plan, account: account.id, storage: this.storage,
      onSaved: (answer) => this.#saved(answer), onChange: () => this.#showSafe(),
    });
    this.saving.keeper.pause = 450;
    Object.assign(this, { json, plan: json.plan, problems: json.problems ?? [], foreign: json.foreign ?? [], rules: json.rules });
    this.draft = new Draft(await this.saving.begin(json.plan));
    if (this.signal.aborted) return;
    this.#build();
    this.#show();
    await this.#loadFilm();
  }

  // ---- building ----------------------------------------------------------------------------

  #build() {
    const { t, json, signal, api } = this;
    const { film } = json;
    this.limits = film
      ? { start: film.shift_ms, end: film.shift_ms + film.duration_ms, shortest: this.rules.shortest_ms, longest: this.rules.longest_ms }
      : { start: 0, end: 0, shortest: this.rules.shortest_ms, longest: this.rules.longest_ms };
    this.stills = new Stills({ url: (path) => api.url(path), recording: film?.recording, shift: film?.shift_ms ?? 0, aspect: film?.width ? film.width / film.height : 16 / 9 });
    this.screen = new Screen({
      api, t, signal, onFrame: (shown) => this.#frame(shown), onState: () => this.#filmState(), onClick: () => this.#act("play"),
      onPictures: (pictures) => this.#pictures(pictures),
    });
    this.film = this.screen.clock;
    this.actions = this.#actions();
    this.dialogs = new Dialogs({ t });
    this.head = new PrepareHead({
      t, url: (path) => api.url(path), facts: this.#facts(), act: (id) => this.#headAct(id),
      edit: (parts, join) => this.#editFacts(parts, join), settle: () => this.#settled(),
    });
    this.suggestions = new Suggestions({ t, stills: this.stills, toggle: (s) => this.#toggle(s), play: (s) => this.#playStretch(s, s), nothing: this.#nothing() });
    this.overview = new Overview({ t, limits: this.limits, onSeek: (ms) => { this.#playing(null); this.film.toTime(ms); } });
    this.slots = new Slots({ t, url: (path) => api.url(path), held: json.held ?? [], language: this.data.language ?? "en", stills: this.stills, limits: this.limits, rules: this.rules, signal, hands: this.#hands() });
    this.aside = new Aside({ t, dialogs: this.dialogs, play: (m) => this.#playStretch(m, m), take: (id) => this.#takeBack(id), drop: (id) => this.#change({ aside: without(this.draft.aside, id) }, null, { now: true }) });
    this.#transport();
    this.#assemble();
    this.suggestions.set(json.suggestions ?? []);
    watchTheme(this.parent.host ?? this.root, (theme) => { this.root.dataset.theme = theme; }, signal);
    this.#listen();
  }

  #facts() {
    const { json, data } = this;
    return {
      plan: data.plan, session: json.session, family: json.family.code, language: data.language ?? "en",
      films: json.films ?? 1, languages: json.languages, unreviewed: json.unreviewed ?? [],
    };
  }

  #hands() {
    return {
      choose: (id) => this.#choose(id),
      play: (id) => { const m = this.draft.moment(id); if (m) this.#playStretch(id, m); },
      remove: (id) => this.#remove(id),
      aside: (id) => { this.#change(setAside(this.draft.content, id), null, { now: true }); this.#tell("prepare.said.aside"); },
      move: (id, to) => this.#move(id, to),
      edit: (id, parts, join) => { if (this.draft.edit(id, parts, join)) this.#changed({ now: !join }); },
      trim: (id, edge, ms) => this.#trim(id, edge, ms),
      step: (id, edge, frames, ms) => this.#step(id, edge, frames, ms),
      settle: () => this.#settled(),
      seek: (ms) => { this.#playing(null); this.film.pause(); this.film.toTime(ms); },
    };
  }

  #nothing() {
    const { t, api, plan } = this;
    const session = encodeURIComponent(plan.session);
    return el("div.card.none", { hidden: true }, el("h2", {}, t("prepare.none")), el("p", {}, t("prepare.none.why")),
      el("div.rowc", {}, el("a.btn.p", { href: api.url(`desk?session=${session}`) }, t("prepare.none.code")), el("a.btn", { href: api.url(`notes?session=${session}`) }, t("prepare.none.notes"))),
      el("p.mute", {}, t("prepare.none.own")));
  }

  #transport() {
    const { t } = this;
    const button = (id, name, classes, ...children) => el(`button.ic${classes}`, { "data-act": id, "aria-label": t(name), title: `${t(name)} (${printed(PREPARE_KEYS.find((b) => b.id === id).cap, t)})`, onclick: () => this.#act(id) }, ...children);
    this.playButton = button("play", "transport.play", ".pl", icon("play"));
    this.loopButton = button("loop", "prepare.loop", "", icon("loop"));
    this.time = el("span.tc", {}, "00:00.000");
    this.begin = button("begin_here", "prepare.begin", ".w.own", el("span", {}, t("prepare.begin")), el("kbd", { "aria-hidden": "true" }, "B"));
    this.end = button("end_here", "prepare.end", ".w.own", el("span", {}, t("prepare.end")), el("kbd", { "aria-hidden": "true" }, "E"));
    this.own = el("span.mute.num.begun");
    this.controls = el("div.tr", { role: "group", "aria-label": t("transport.title") },
      this.playButton, button("step_back", "transport.step_back", "", icon("back")), button("step_on", "transport.step_on", "", icon("on")),
      this.time, el("span.mute.total", {}, t("transport.of", { total: shortClock(this.limits.end - this.limits.start) })),
      this.loopButton, el("span.sp"), this.own, this.begin, this.end);
  }

  #assemble() {
    const { t } = this;
    this.banner = el("div.banner", { hidden: true });
    this.general = el("span.general", { role: "status", "aria-live": "polite" });
    this.root.replaceChildren(
      this.head.bar, this.banner, this.head.about,
      el("div.work", {}, el("div.left", { dir: "ltr" }, this.screen.node, this.overview.node, this.controls), this.suggestions.node),
      el("div.plan", {}, el("div.ph", {}, el("h2", {}, t("prepare.plan")), this.general, this.head.line(this.json.before, this.aside.node)), this.slots.node),
      this.dialogs.node, this.live);
    this.root.dataset.state = "open";
  }

  #listen() {
    const { signal } = this;
    const on = (target, type, f, capture = false) => target.addEventListener(type, f, { signal, capture });
    on(window, "keydown", (e) => this.#key(e), true);
    on(this.root, "keydown", (e) => e.stopPropagation()); // what is typed here is no shortcut of the page around
    on(window, "beforeunload", (e) => { if (this.saving.keeper.pending && !this.saving.keeper.kept) e.preventDefault(); });
    on(document, "visibilitychange", () => { if (document.visibilityState === "hidden") this.saving.keeper.flush(); });
    on(window, "online", () => this.saving.keeper.resume());
    const watcher = new ResizeObserver(() => this.#resized());
    watcher.observe(this.root);
    signal.addEventListener("abort", () => watcher.disconnect());
  }

  #resized() {
    this.root.toggleAttribute("data-narrow", this.root.clientWidth < NARROW_PX);
    const main = this.root.querySelector(".work");
    if (!main) return;
    const { videoWidth, videoHeight } = this.screen.video;
    const aspect = videoWidth ? videoWidth / videoHeight : this.stills.aspect;
    const narrow = this.root.hasAttribute("data-narrow");
    const room = main.clientWidth - 44;
    const height = narrow ? Math.min((main.clientWidth - 32) / aspect, NARROW_FILM_PX) : this.screen.node.clientHeight;
    const set = (name, px) => this.root.style.setProperty(name, `${Math.round(px)}px`);
    set("--film-height", height);
    set("--film-wide", height * aspect);
    set("--film-width", Math.max(LEAST_LEFT_PX, Math.min(height * aspect, room * 0.5)));
  }

  // ---- film --------------------------------------------------------------------------------

  async #loadFilm() {
    const { film } = this.json;
    if (!film) {
      this.screen.tell(this.t("film.none"));
      return;
    }
    const { filmstrip } = film;
    const there = await this.screen.load({
      ...film, urls: { proxy: film.proxy, frames: film.frames, filmstrip: filmstrip?.url ?? `/films/${film.recording}/filmstrip.jpg`, peaks: `/films/${film.recording}/peaks.bin` },
    });
    if (!there) return;
    this.screen.video.addEventListener("loadeddata", () => this.stills.begin(), { once: true, signal: this.signal });
    this.screen.video.addEventListener("loadedmetadata", () => this.#resized(), { signal: this.signal });
    if (this.screen.video.readyState >= 2) this.stills.begin();
    this.film.toTime(this.draft.moments[0]?.onset_ms ?? this.film.frames.start);
    this.#resized();
    this.root.dataset.ready = "";
  }

  #pictures(pictures) {
    this.stills.show(pictures);
    this.slots.pictures();
    this.#resized();
  }

  #frame(shown) {
    Object.assign(this.root.dataset, { frame: String(shown.index), timeMs: String(shown.ms) });
    say(this.time, clock(shown.ms));
    this.overview.showHead(shown.ms);
    this.slots.showHead(shown.ms, typeof this.playing === "string" ? this.playing : null);
  }

  #filmState() {
    const on = this.film.playing;
    this.root.toggleAttribute("data-playing", on);
    if (this.shownPlaying !== on) {
      this.shownPlaying = on;
      this.playButton.replaceChildren(icon(on ? "pause" : "play"));
      this.playButton.setAttribute("aria-label", this.t(on ? "transport.pause" : "transport.play"));
    }
    if (!on && !this.film.bounds) this.playing = null;
    if (this.slots) this.#showPlaying();
  }

  /** Play one stretch; the same again stops it. @param {any} which a moment's id or a suggestion */
  #playStretch(which, { onset_ms, offset_ms }) {
    if (!this.film.frames) return;
    if (this.playing === which && this.film.playing) {
      this.film.pause();
      return;
    }
    this.#playing(which, { onset: onset_ms, offset: offset_ms });
    this.film.toTime(onset_ms);
    this.film.play();
  }

  #playing(which, stretch = null) {
    this.playing = which;
    this.film.bounds = stretch && { ...stretch, once: !this.looping };
    this.#showPlaying();
  }

  #showPlaying() {
    const on = this.film.playing ? this.playing : null;
    this.suggestions.show({ moments: this.draft.moments, playing: on, locked: this.locked });
    this.#showSlots();
    this.loopButton.setAttribute("aria-pressed", String(this.looping));
  }

  // ---- changing ----------------------------------------------------------------------------

  /** A plan is its author's; a lead or supervisor reads it. */
  get mine() {
    return this.plan.author === this.account.id;
  }

  get locked() {
    return this.plan.state === "shown" || !this.mine;
  }

  #change(parts, join, options) {
    if (this.locked) return this.#toast(this.mine ? "prepare.said.locked" : "prepare.said.others");
    if (this.draft.change(parts, join)) this.#changed(options);
    return undefined;
  }

  #changed(options) {
    if (!this.draft.moment(this.chosen)) this.chosen = null;
    this.plan = { ...this.plan, state: this.plan.state === "ready" ? "draft" : this.plan.state };
    this.saving.save(this.draft.content, options);
    this.#show();
  }

  /** A field or a drag is done: the next change is a step of its own. */
  #settled() {
    this.draft.pause();
    if (this.saving.keeper.pending) this.saving.keeper.flush();
  }

  #toggle(suggestion) {
    const kept = keptOf(this.draft.moments, suggestion);
    const later = keptOf(this.draft.aside, suggestion);
    if (kept) this.#remove(kept.id);
    else if (later) this.#takeBack(later.id);
    else this.#add(fromSuggestion(suggestion, newId(), this.draft.moments));
  }

  /** Into this meeting after all, while there is room; what was kept for later is one press away either way. */
  #takeBack(id) {
    const moment = this.draft.aside.find((m) => m.id === id);
    if (moment) this.#add(moment, { aside: without(this.draft.aside, id) });
  }

  #remove(id) {
    this.#change({ moments: without(this.draft.moments, id) }, null, { now: true });
  }

  #add(moment, parts = {}) {
    const { moments } = this.draft;
    if (shownOf(moments) >= this.rules.most) {
      this.#toast("prepare.said.full", { n: this.rules.most });
      return;
    }
    const at = placeFor(moments, moment.kind);
    this.chosen = moment.id;
    this.#change({ ...parts, moments: [...moments.slice(0, at), moment, ...moments.slice(at)] }, null, { now: true });
    this.#tell("prepare.said.added", { n: at + 1 });
  }

  #move(id, to) {
    const next = moved(this.draft.moments, id, to);
    const focused = (this.parent.activeElement ?? document.activeElement)?.closest?.(`[data-moment="${id}"]`) ? this.parent.activeElement : null;
    this.#change({ moments: next }, null, { now: true });
    focused?.focus({ preventScroll: true });
    this.#tell("prepare.said.moved", { n: next.findIndex((m) => m.id === id) + 1 });
  }

  #trim(id, edge, ms, join = `trim.${edge}`) {
    const moment = this.draft.moment(id);
    const { frames } = this.film;
    if (!moment || !frames || this.locked) return;
    const wished = edge === "at" ? frames.msOf(frames.indexAt(ms)) : frames.msOf(frames.nearest(ms));
    const next = trimmed(moment, edge, wished, this.limits);
    if (next[`${edge}_ms`] !== wished) this.#toast("prepare.said.length", { shortest: Math.round(this.limits.shortest / 1000), longest: Math.round(this.limits.longest / 1000) });
    const { onset_ms, offset_ms, at_ms } = next;
    if (this.draft.edit(id, { onset_ms, offset_ms, at_ms }, join)) this.#changed();
    this.film.pause();
    this.#playing(null);
    this.film.toTime(edge === "offset" ? offset_ms - 1 : next[`${edge}_ms`]);
  }

  #step(id, edge, by, ms) {
    const moment = this.draft.moment(id);
    const { frames } = this.film;
    if (!moment || !frames) return;
    const from = moment[`${edge}_ms`];
    this.#trim(id, edge, by ? frames.msOf(frames.nearest(from) + by) : from + ms);
  }

  #editFacts(parts, join) {
    const before = this.draft.content;
    this.#change(parts, join, { now: !join });
    if (!["child", "language", "strengths_only"].some((name) => name in parts)) return;
    this.called ??= before.child;
    clearTimeout(this.rewording);
    this.rewording = setTimeout(() => this.#reword(), REWORD_MS);
  }

  /** The child is called otherwise, or the language is another: sentences that nobody changed follow, and what is suggested. */
  async #reword() {
    if (!(await this.saving.keeper.flush())) return;
    const fresh = await this.api.get(this.path).catch(() => null);
    if (!fresh || this.signal.aborted) return;
    const { content } = this.draft;
    const [moments, aside] = [content.moments, content.aside].map((each) => reworded(each, this.suggestions.all, fresh.suggestions, { from: this.called, to: content.child }));
    this.called = null;
    this.suggestions.set(fresh.suggestions);
    const join = this.draft.joined; // taken back together with what brought it about
    if (this.draft.change({ moments, aside }, join ?? "reword")) this.#changed({ now: true });
    else this.#showPlaying();
  }

  #choose(id) {
    if (this.chosen === id) return;
    this.chosen = id;
    this.#showSlots();
  }

  // ---- an own moment -----------------------------------------------------------------------

  #beginHere() {
    this.begun = this.film.shown.ms;
    this.#showBegun();
  }

  #endHere() {
    const { frames, shown } = this.film;
    if (!frames || this.begun === null) {
      this.#toast("prepare.said.begin_first");
      return;
    }
    const moment = ownMoment({ from: this.begun, to: frames.msOf(shown.index + 1), at: this.begun }, this.rules, this.limits, newId());
    this.begun = null;
    this.#showBegun();
    this.#add(moment);
  }

  #showBegun() {
    say(this.own, this.begun === null ? "" : this.t("prepare.begun", { time: clock(this.begun) }));
    this.begin.setAttribute("aria-pressed", String(this.begun !== null));
    this.overview.showBegun(this.begun);
  }

  // ---- keys --------------------------------------------------------------------------------

  #key(e) {
    const target = e.composedPath()[0];
    if (this.root.dataset.state !== "open") return;
    if (e.code === "Escape") {
      this.#escape(e, target);
      return;
    }
    if (this.dialogs.open || needsItself(e, target)) return;
    const meaning = prepareMeaning(e);
    if (!meaning) {
      // Streamlit would run the page again on r and open a dialog on c.
      if (/^[rc]$/i.test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey) e.stopImmediatePropagation();
      return;
    }
    e.preventDefault();
    e.stopImmediatePropagation();
    if (meaning.id === "keep" || meaning.id === "look") this.#suggestionKey(meaning);
    else this.#act(meaning.id);
  }

  #escape(e, target) {
    if (this.dialogs.open) this.dialogs.close();
    else if (this.root.contains(target) && target !== this.root) target.blur();
    else if (this.begun !== null) {
      this.begun = null;
      this.#showBegun();
    } else return;
    e.preventDefault();
    e.stopImmediatePropagation();
  }

  #suggestionKey({ id, n }) {
    const suggestion = this.suggestions.all[n];
    if (!suggestion) return;
    if (id === "keep") this.#toggle(suggestion);
    else this.#playStretch(suggestion, suggestion);
  }

  #act(id) {
    this.actions[id]?.();
  }

  /** What each key and button does. @returns {Record<string, () => void>} */
  #actions() {
    const chosen = (f) => () => { const m = this.draft.moment(this.chosen); if (m) f(m); else this.#toast("prepare.said.choose_first"); };
    const freely = (f) => () => { this.#playing(null); f(); };
    const step = (by) => freely(() => this.film.step(by));
    const jump = (ms) => freely(() => this.film.jump(ms));
    const set = (edge, ms) => chosen((m) => this.#trim(m.id, edge, ms(), null));
    return {
      play: () => { if (this.film.playing) this.film.pause(); else freely(() => this.film.play())(); },
      step_back: step(-1), step_on: step(1), second_back: jump(-1000), second_on: jump(1000), jump_back: jump(-5000), jump_on: jump(5000),
      begin_here: () => this.#beginHere(), end_here: () => this.#endHere(), loop: () => this.#loop(),
      play_moment: chosen((m) => this.#playStretch(m.id, m)), previous: () => this.#goSlot(-1), next: () => this.#goSlot(1),
      earlier: chosen((m) => this.#move(m.id, this.draft.moments.indexOf(m) - 1)), later: chosen((m) => this.#move(m.id, this.draft.moments.indexOf(m) + 1)),
      set_onset: set("onset", () => this.film.shown.ms), set_at: set("at", () => this.film.shown.ms),
      set_offset: set("offset", () => this.film.frames.msOf(this.film.shown.index + 1)),
      write: chosen((m) => this.slots.cards.get(m.id)?.phrase.focus()), remove: chosen((m) => this.#remove(m.id)),
      undo: () => this.#back("undo"), redo: () => this.#back("redo"), keys: () => this.#showKeys(),
    };
  }

  #loop() {
    this.looping = !this.looping;
    if (this.film.bounds) this.film.bounds.once = !this.looping;
    this.#showPlaying();
  }

  #goSlot(by) {
    const { moments } = this.draft;
    if (!moments.length) return;
    const at = moments.findIndex((m) => m.id === this.chosen);
    const next = moments[at < 0 ? (by > 0 ? 0 : moments.length - 1) : Math.max(0, Math.min(moments.length - 1, at + by))];
    this.#choose(next.id);
    this.slots.cards.get(next.id)?.node.focus({ preventScroll: false });
    this.film.pause();
    this.#playing(null);
    this.film.toTime(next.onset_ms);
  }

  #back(which) {
    if (this.locked) return;
    if (this.draft[which]()) {
      this.#changed({ now: true });
      this.#toast(`said.${which === "undo" ? "undone" : "redone"}`);
    } else this.#toast(`said.nothing_to_${which}`);
  }

  #showKeys() {
    const row = (caps, words) => el("div.krow", {}, el("span.kcap", {}, ...caps.map((c) => el("kbd", {}, printed(c, this.t)))), el("span", {}, words));
    const group = (name, extra) => el("div.kgroup", {}, el("h3", {}, this.t(`prepare.keys.${name}`)), ...extra,
      ...PREPARE_KEYS.filter((b) => b.group === name).map((b) => row([b.cap], this.t(`prepare.key.${b.id}`))));
    this.dialogs.show(this.t("keys.title"), [el("div.kcols", {},
      group("choose", [row(["1", "…", "6"], this.t("prepare.key.keep")), row(["Shift 1"], this.t("prepare.key.look"))]), group("moment", []), group("film", []))]);
  }

  // ---- saving ------------------------------------------------------------------------------

  #saved(answer) {
    if (this.signal.aborted) return;
    const { plan, problems } = answer;
    this.plan = { ...plan };
    this.problems = problems ?? this.problems;
    this.foreign = answer.foreign ?? this.foreign;
    if (this.slots) this.#show();
  }

  #showSafe() {
    const state = this.saving ? stateOf([this.saving.keeper]) : "saved";
    this.root.dataset.badge = state;
    if (!this.slots) return;
    this.#showHead();
    this.#showBanner(state);
  }

  /** What a person must decide or do is said in place, above everything. */
  #showBanner(state) {
    if (this.bannered === state) return;
    this.bannered = state;
    const { t } = this;
    const asks = {
      conflict: [el("button.btn.p", { onclick: () => this.saving.keepMine() }, t("prepare.conflict.mine")), el("button.btn", { onclick: () => this.#takeTheirs() }, t("prepare.conflict.theirs"))],
      signed_out: [el("button.btn.p", { onclick: () => this.#signIn() }, t("cover.sign_in", { name: this.account.name }))],
      outdated: [el("button.btn.p", { onclick: () => location.reload() }, t("cover.reload"))],
      refused: [el("button.btn", { onclick: () => this.saving.keeper.resume() }, t("desk.again"))],
      gone: [],
      erased: [el("a.btn.p", { href: this.api.url("") }, t("cover.home"))],
    }[state];
    this.banner.hidden = !asks;
    if (asks) this.banner.replaceChildren(el("span", { role: "alert" }, state === "refused" && this.saving.keeper.sentence ? this.saving.keeper.sentence : t(`safe.${state}.long`)), ...asks);
  }

  async #takeTheirs() {
    const fresh = await this.saving.takeTheirs().catch(() => null);
    if (!fresh) {
      this.#toast("desk.unreachable");
      return;
    }
    Object.assign(this, { plan: fresh.plan, problems: fresh.problems ?? [] });
    this.draft.reset(contentOf(fresh.plan));
    this.suggestions.set(fresh.suggestions ?? []);
    this.#show();
  }

  async #signIn() {
    try {
      const { account } = await this.api.signIn(this.account.id);
      if (account.id !== this.account.id) throw new Error("another account");
      await this.saving.keeper.resume();
    } catch (error) {
      this.#toast(error?.kind === "unreachable" ? "desk.unreachable" : "cover.cannot_sign_in");
    }
  }

  #headAct(id) {
    if (id === "ready") this.#makeReady();
    else if (id === "preview") this.#preview();
    else if (id === "release") this.#release();
    else if (id === "badge") this.dialogs.show(this.t("badge.title"), [el("p", {}, this.t(`safe.${this.root.dataset.badge}.long`))]);
    else if (id === "meetings") this.dialogs.show(this.t("prepare.meetings.why"), this.head.lookingBack(this.json.before));
    else this.#act(id);
  }

  /** Declares the plan ready, or says what is missing. @returns {Promise<boolean>} */
  async #makeReady() {
    if (!(await this.saving.keeper.flush())) {
      this.#toast("prepare.said.not_saved");
      return false;
    }
    try {
      const answer = await this.api.post(`${this.path}/ready`);
      this.saving.revision = answer.plan.revision;
      this.#saved(answer);
      if (answer.plan.state === "draft") this.#toastText(answer.problems[0]?.message ?? this.t("prepare.failed"));
      else this.#tell("prepare.said.ready");
      return answer.plan.state !== "draft";
    } catch (error) {
      this.#toastText(error?.kind === "unreachable" ? this.t("desk.unreachable") : error.message);
      return false;
    }
  }

  /** A supervisor agrees to the moments as they stand. */
  async #release() {
    try {
      this.#saved(await this.api.post(`${this.path}/release`));
    } catch (error) {
      this.#toastText(error?.kind === "unreachable" ? this.t("desk.unreachable") : error.message);
    }
  }

  /** The parent's view is the meeting itself: what a parent may see is decided by the same rules. */
  async #preview() {
    if (await this.#makeReady()) location.assign(this.head.view.href);
  }

  // ---- showing -----------------------------------------------------------------------------

  #show() {
    this.#showHead();
    this.#showPlaying();
    this.overview.show(this.suggestions.all, this.draft.moments);
    this.aside.show(this.draft.aside, this.locked);
    this.root.dataset.moments = String(this.draft.moments.length);
    this.root.dataset.plan = this.plan.state;
  }

  #showHead() {
    const safe = stateOf([this.saving.keeper]);
    const { own, general } = this.#byPlace();
    const first = this.problems[0]?.message ?? "";
    const returned = this.plan.returned ? this.t("prepare.returned", { words: this.plan.returned }) : "";
    say(this.general, [returned, ...general].filter(Boolean).join(" "));
    this.beside = own;
    this.head.show(this.draft.content, {
      safe, plan: this.plan.state, open: !this.problems.length && this.draft.moments.length > 0, why: first,
      locked: this.locked, mine: this.mine, asked: this.#asked(), forced: this.rules.strengths_only_forced === true, undo: this.draft.past.length > 0, redo: this.draft.future.length > 0,
    });
  }

  /** Whether the plan waits for somebody else to agree. */
  #asked() {
    return this.problems.some((problem) => problem.code === "needs_release");
  }

  #showSlots() {
    this.slots.show(this.draft.content, {
      chosen: this.chosen, locked: this.locked, playing: this.film.playing ? this.playing : null, problems: this.beside ?? new Map(), foreign: this.#foreign(),
    });
  }

  /** What to say of moments with a sentence that nobody has in the parent's language yet, by their ids. */
  #foreign() {
    const names = new Intl.DisplayNames([this.data.language ?? "en"], { type: "language", fallback: "code" });
    const language = names.of(this.plan.language);
    const untranslated = this.foreign.map(({ where }) => this.plan.moments[Number(/\[(\d+)\]/.exec(where)?.[1])]?.id);
    return new Map(untranslated.filter((id) => this.draft.moment(id)).map((id) => [id, this.t("prepare.foreign", { language })]));
  }

  /** Each problem beside the moment it is about; the rest above the plan. */
  #byPlace() {
    const own = new Map();
    const general = [];
    const { moments } = this.plan;
    for (const { where, message } of this.problems) {
      const index = /moments?\[(\d+)\]/.exec(where ?? "")?.[1];
      const moment = index === undefined ? this.draft.moments.find((m) => (where ?? "").includes(m.id)) : moments[Number(index)];
      if (moment && this.draft.moment(moment.id)) own.set(moment.id, [...(own.get(moment.id) ?? []), message]);
      else general.push(message);
    }
    return { own, general };
  }

  #toast(id, values = {}) {
    this.#toastText(this.t(id, values));
  }

  #toastText(sentence) {
    this.screen.flash(sentence);
    say(this.live, sentence);
  }

  #tell(id, values = {}) {
    say(this.live, this.t(id, values));
  }

  destroy() {
    if (this.saving?.keeper.pending) this.saving.keeper.flush();
    this.stop.abort();
    clearTimeout(this.retry);
    clearTimeout(this.rewording);
    this.uncover();
    this.root.remove();
  }
}
