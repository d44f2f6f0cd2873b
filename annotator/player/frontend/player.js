// The desk: puts the parts together. mount → {update, destroy}; every listener ends with destroy.

import { Api } from "./api.js";
import { Badge, badgeOf } from "./badge.js";
import { Peaks } from "./canvas.js";
import { FilmClock, nextSpeed } from "./clock.js";
import { CodeColours } from "./colours.js";
import { describer } from "./describe.js";
import { Desk } from "./desk.js";
import { Details } from "./details.js";
import { Dialogs } from "./dialogs.js";
import { el, icon, say } from "./dom.js";
import { Editor } from "./editor.js";
import { FrameTable } from "./frames.js";
import { belongsToControl, isTyping, meaningOf } from "./keys.js";
import { List } from "./list.js";
import { Palette } from "./palette.js";
import { addressOf, Place } from "./place.js";
import { Queue } from "./queue.js";
import * as rules from "./record.js";
import { DiskStorage } from "./storage.js";
import { translator } from "./strings.js";
import { Strip } from "./strip.js";
import { coverPage, watchTheme } from "./theme.js";
import { clock, grouped } from "./time.js";
import { Tracks } from "./tracks.js";
import { Transport } from "./transport.js";

const APP = new URL("../../../", import.meta.url); // /assets/<version>/player/player.js
const HOLD_MS = 350;
const LEAD_IN_MS = 1000;
const TOKENS = ["paper", "panel", "ink", "muted", "line", "accent", "soft", "ruler", "tick", "sound", "shade", "loop", "head", "hatch"];

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any, setTriggerValue?: Function}} component */
export function mount({ parentElement, data, setTriggerValue }) {
  const player = new Player(parentElement, data, setTriggerValue);
  player.start();
  return { update: (next) => player.update(next), destroy: () => player.destroy() };
}

class Player {
  constructor(parent, data, trigger) {
    Object.assign(this, { parent, data, trigger });
    this.t = translator(data.strings ?? {});
    this.stop = new AbortController();
    this.signal = this.stop.signal;
    this.api = new Api(APP);
    this.tab = rules.newId();
    this.colours = new CodeColours("#FFFFFF");
    this.root = el("div.desk", { "data-state": "loading", tabIndex: -1, lang: data.language ?? "en" });
    this.live = el("div.sr", { role: "status", "aria-live": "polite" });
    this.root.append(el("div.loading", {}, el("p", {}, this.t("desk.loading"))), this.live);
    const css = el("link", { rel: "stylesheet", href: new URL("desk.css", import.meta.url).href });
    this.root.style.visibility = "hidden";
    css.onload = css.onerror = () => { this.root.style.visibility = ""; this.#resized(); };
    parent.append(css, this.root);
    this.uncover = coverPage(new URL("assets/fonts/inter.woff2", APP).href);
  }

  // ---- opening -----------------------------------------------------------------------------

  async start() {
    try {
      const me = await this.api.me();
      this.account = me.account;
      await this.#open();
    } catch (error) {
      this.#failedToOpen(error);
    }
  }

  #failedToOpen(error) {
    if (this.signal.aborted) return;
    const kind = error?.kind;
    if (!kind) globalThis.reportError?.(error);
    const sentence = kind === "gone" ? "desk.gone" : kind === "signed_out" ? "desk.signed_out" : kind === "unreachable" ? "desk.unreachable" : "desk.failed";
    const again = el("button.btn.p", { onclick: () => { this.#loading(); this.start(); } }, this.t("desk.again"));
    const signIn = el("a.btn", { href: this.api.url(`sign-in?next=${encodeURIComponent(location.pathname + location.search)}`) }, this.t("desk.sign_in"));
    this.root.dataset.state = "failed";
    this.root.replaceChildren(el("div.loading", {}, el("p", {}, this.t(sentence)), el("div.rowc", {}, kind === "signed_out" ? signIn : again, el("a.btn", { href: this.api.url("") }, this.t("desk.home")))), this.live);
    if (kind === "unreachable") this.retry = setTimeout(() => this.start(), 3000);
  }

  #loading() {
    this.root.dataset.state = "loading";
    this.root.replaceChildren(el("div.loading", {}, el("p", {}, this.t("desk.loading"))), this.live);
  }

  async #open() {
    if (this.data.account && this.account.id !== this.data.account) throw Object.assign(new Error(), { kind: "gone" });
    this.queue = this.#makeQueue();
    await this.queue.start();
    await this.queue.drained(3000); // what an earlier page left is sent first
    const json = await this.api.desk(this.data.coding);
    if (this.signal.aborted) return;
    this.desk = new Desk(json);
    this.desk.frozen = this.data.read_only === true;
    this.desk.queue = this.queue;
    this.desk.tell = (what, detail) => this.#heard(what, detail);
    this.desk.replay(this.queue.waiting);
    this.#build();
    this.#restore();
    this.#startEditor();
    await this.#loadFilm();
  }

  #makeQueue() {
    return new Queue({
      owner: `${this.account.id}|${this.data.coding}`, tab: this.tab, storage: new DiskStorage(),
      post: (acts) => this.api.acts(this.data.coding, acts),
      onChange: () => this.#showBadge(), onRefused: () => this.#refused(),
      onAnswer: (answer) => this.#answered(answer),
    });
  }

  #startEditor() {
    const claim = (takeOver) => this.api.claim(this.data.coding, this.tab, takeOver);
    const onFailure = (error) => this.queue.halt(error?.kind);
    this.editor = new Editor({ claim, onChange: (mine) => this.#editorChanged(mine), onFailure, signal: this.signal, coding: this.data.coding, memory: sessionStorage });
    if (!this.desk.readOnly) this.editor.start();
  }

  // ---- building ----------------------------------------------------------------------------

  #build() {
    const { t, desk, signal } = this;
    this.video = el("video", { playsInline: true, preload: "auto", disablePictureInPicture: true, tabIndex: -1, "aria-label": t("film.label") });
    this.film = new FilmClock(this.video, { onFrame: (s) => this.#frame(s), onState: () => this.#filmState() }, signal);
    this.describe = describer(desk.modifiers, desk, t);
    const act = (id) => this.#action(id);
    const colours = () => this.colours;
    this.palette = new Palette({ desk, t, colours, press: (lane, code, e) => this.#tapped(lane, code, e), signal });
    this.list = new List({ desk, t, colours, describe: this.describe, onSeek: (a) => this.film.toTime(a.content.onset_ms), onOpen: (a) => this.#openDetails(a), signal });
    this.transport = new Transport({ t, act });
    this.details = new Details({ desk, film: this.film, t, colours, act, signal });
    this.strip = new Strip({ desk, t, colours, signal });
    this.tracks = new Tracks({ desk, film: this.film, t, open: (id) => this.#openDetails(desk.annotation(id)), signal });
    Object.assign(this.tracks, { describe: this.describe, onView: () => this.place?.later() });
    this.dialogs = new Dialogs({ t });
    this.badge = new Badge({ t, open: () => this.dialogs.queue(this.queue, desk, t(badgeOf(this.queue, desk).word + ".long", { n: this.queue.pending })) });
    this.#assemble();
    this.#listen();
    this.palette.build();
    this.list.refresh();
    this.#showBadge();
    watchTheme(this.parent.host ?? this.root, (theme) => this.#dress(theme), signal);
  }

  #assemble() {
    const { t } = this;
    this.frameBadge = el("div.fl", {}, "");
    this.message = el("div.message", { hidden: true });
    this.hint = el("div.start", { hidden: true }, el("p", {}, t(matchMedia("(pointer: coarse)").matches ? "desk.empty_touch" : "desk.empty")));
    this.banner = el("div.banner", { hidden: true });
    this.toast = el("div.toast", { hidden: true });
    this.cover = el("div.cover", { hidden: true });
    this.screen = el("div.film", {}, this.video, this.hint, this.message, this.frameBadge, this.toast, this.strip.node);
    this.left = el("div.left", {}, this.screen, this.transport.node);
    this.side = el("aside", {}, this.palette.node, this.list.node, this.details.node);
    this.main = el("main", {}, this.left, this.side);
    this.root.replaceChildren(this.#header(), this.banner, this.main, this.tracks.node, this.dialogs.node, this.cover, this.live);
    this.root.dataset.state = "open";
  }

  #header() {
    const { session } = this.desk.json;
    const { t } = this;
    this.chip = el("button.chip", { title: t("pass.title"), onclick: () => this.dialogs.passes(this.desk, (id) => this.#choosePass(id)) });
    this.submitButton = el("button.btn.p.submit", { onclick: () => this.#submitDialog() }, t("desk.submit"));
    const about = [session.context, session.age].filter(Boolean).join(" · ");
    return el("header.bar", {},
      el("a.backlink", { href: this.api.url(`session?id=${encodeURIComponent(session.id)}`), "aria-label": t("desk.back"), title: t("desk.back") }, icon("left")),
      el("b.where", {}, `${session.family_code} · ${session.label}`), about ? el("span.mute.about", {}, about) : null, this.chip, this.#filmChooser(), el("span.sp"),
      this.badge.node, el("span.mute.coder", {}, this.desk.coding.coder.name),
      el("button.btn.ghost.drawer", { "aria-label": t("list.title"), title: t("list.title"), onclick: () => this.root.toggleAttribute("data-drawer") }, icon("list")),
      el("button.btn.ghost.linkb", { "aria-label": t("desk.copy_link"), title: t("desk.copy_link"), onclick: () => this.#copyLink() }, icon("link")),
      el("button.btn.keysb", { onclick: () => this.#action("keys") }, el("kbd.q", {}, "?"), t("desk.keys")), this.submitButton);
  }

  #filmChooser() {
    const { recordings } = this.desk.json;
    if (recordings.length < 2) return null;
    const select = el("select.btn", { "aria-label": this.t("film.choose"), onchange: () => this.#loadFilm(recordings[select.selectedIndex]) }, ...recordings.map((r) => el("option", {}, r.name)));
    return select;
  }

  #dress(theme) {
    this.root.dataset.theme = theme;
    const style = getComputedStyle(this.root);
    const tokens = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]));
    this.colours = new CodeColours(/^#/.test(tokens.panel) ? tokens.panel : "#FFFFFF");
    this.tracks.painter.dress(tokens, this.colours);
    this.palette.build();
    this.list.refresh();
    this.tracks.draw();
  }

  #resized() {
    if (!this.tracks) return;
    const style = getComputedStyle(this.root);
    this.root.style.setProperty("--tracks", `${this.tracks.wished + 2}px`);
    const narrow = this.root.clientWidth < 980;
    this.root.toggleAttribute("data-narrow", narrow);
    this.#fitFilm(narrow);
    if (!this.tracks.painter.tokens || this.tokensOf !== style.getPropertyValue("--panel")) {
      this.tokensOf = style.getPropertyValue("--panel");
      this.#dress(this.root.dataset.theme ?? "light");
    }
    this.tracks.resize();
  }

  /** The film as large as its height allows, without bars beside it; the rest is for codes and list. */
  #fitFilm(narrow) {
    const room = this.main.clientWidth - 44;
    if (narrow) this.root.style.setProperty("--film-height", `${Math.round((this.main.clientWidth - 32) / (this.aspect ?? 16 / 9))}px`);
    const height = this.screen.clientHeight;
    const wished = Math.round(height * (this.aspect ?? 16 / 9));
    const width = Math.max(Math.min(wished, room * 0.66, room - 380), Math.min(560, room * 0.5));
    this.root.style.setProperty("--film-width", narrow ? "100%" : `${Math.round(width)}px`);
  }

  // ---- film --------------------------------------------------------------------------------

  async #loadFilm(recording = this.desk.json.recordings[0]) {
    if (!recording) {
      this.#say(this.t("film.none"));
      return;
    }
    this.recording = recording;
    this.aspect = recording.width && recording.height ? recording.width / recording.height : 16 / 9;
    this.transport.showTotal(recording.duration_ms);
    this.tracks.setLimits(this.#limits());
    this.video.src = this.api.url(recording.urls.proxy);
    this.#resized();
    try {
      const frames = FrameTable.read(await this.api.bytes(recording.urls.frames), recording.shift_ms);
      if (this.signal.aborted) return;
      this.film.load(frames);
      this.tracks.setLimits(this.#limits());
      this.#goToStart();
    } catch {
      this.#say(this.t("film.no_frames"));
    }
    this.#loadPictures(recording);
  }

  #limits() {
    const films = this.desk.json.recordings;
    const start = Math.min(...films.map((r) => r.shift_ms));
    const end = Math.max(...films.map((r) => r.shift_ms + r.duration_ms), this.desk.standing.window.offset_ms);
    return { start, end: Math.max(end, start + 1000) };
  }

  #goToStart() {
    const place = this.desk.coding.place ?? {};
    const ms = this.data.t_ms ?? place.t_ms ?? this.film.frames.start;
    if (place.zoom && this.data.t_ms === null) this.tracks.zoom(place.zoom, this.tracks.view.left);
    this.film.toTime(ms);
    this.tracks.reveal(ms);
    this.#resized();
    this.root.dataset.ready = "";
  }

  async #loadPictures(recording) {
    const image = new Image();
    image.src = this.api.url(recording.urls.filmstrip);
    const [peaks] = await Promise.all([
      this.api.bytes(recording.urls.peaks).then((b) => Peaks.read(b)).catch(() => null),
      image.decode().catch(() => { image.broken = true; }),
    ]);
    if (this.signal.aborted) return;
    this.tracks.painter.showFilm({ image: image.broken ? null : image, shift: recording.shift_ms, duration_ms: recording.duration_ms, ...recording.filmstrip }, peaks);
    this.#resized();
    this.tracks.draw();
  }

  #frame(shown) {
    const { root } = this;
    root.dataset.frame = String(shown.index);
    root.dataset.timeMs = String(shown.ms);
    const playing = this.film.playing;
    this.transport.showTime(shown.ms);
    say(this.frameBadge, this.t("film.frame", { n: grouped(shown.index) }));
    this.tracks.moveHead(shown.ms, playing);
    this.palette.showRunning(shown.ms);
    this.list.showTime(shown.ms);
    if (!playing) this.#stoodStill();
  }

  #stoodStill() {
    this.place?.later();
    clearTimeout(this.address);
    this.address = setTimeout(() => {
      if (!this.signal.aborted && !this.film.playing) history.replaceState(history.state, "", addressOf(location.href, this.data.coding, this.film.shown.ms));
    }, 600);
  }

  #filmState() {
    this.#showTransport();
    this.root.toggleAttribute("data-playing", this.film.playing);
    this.root.dataset.speed = String(this.film.rate);
    if (!this.film.playing) this.#stoodStill();
  }

  #showTransport() {
    this.transport.show({
      playing: this.film.playing, rate: this.film.rate, loop: Boolean(this.tracks.loop?.offset), hold: this.desk.pressAndHold,
      undo: Boolean(this.desk.history.last), redo: Boolean(this.desk.history.lastUndone), flagged: Boolean(this.desk.selection?.content.flagged), readOnly: this.desk.readOnly,
    });
  }

  #checkPicture() {
    this.filmTries = 0;
    this.#say(this.video.videoWidth === 0 ? this.t("film.sound_only") : "");
  }

  /** The film stopped coming. Cut off, it goes on by itself at the same frame; unplayable, it says so. */
  async #filmFailed() {
    const resume = this.film.playing;
    this.filmTries = (this.filmTries ?? 0) + 1;
    const there = await fetch(this.video.currentSrc || this.video.src, { headers: { Range: "bytes=0-0" } }).then((r) => r.ok, () => false);
    if (this.signal.aborted) return;
    if (there && this.filmTries > 2) {
      this.#say(this.t("film.cannot_play"));
      return;
    }
    if (!there) this.#say(this.t("film.waiting"));
    this.retry = setTimeout(() => this.film.reload(resume), there ? 100 : 1500);
  }

  #say(sentence) {
    this.message.textContent = sentence;
    this.message.hidden = !sentence;
  }

  // ---- listening ---------------------------------------------------------------------------

  #listen() {
    const { signal } = this;
    const on = (target, type, f, more = {}) => target.addEventListener(type, f, { signal, ...more });
    on(window, "keydown", (e) => this.#keydown(e), { capture: true });
    on(window, "keyup", (e) => this.#keyup(e), { capture: true });
    on(window, "blur", () => this.#letGo());
    on(this.root, "keydown", (e) => e.stopPropagation()); // what is typed here is no shortcut of the page around
    on(window, "beforeunload", (e) => { if (this.queue.pending) e.preventDefault(); });
    on(window, "online", () => this.queue.resume());
    on(this.video, "loadeddata", () => this.#checkPicture());
    on(this.video, "error", () => this.#filmFailed());
    on(this.screen, "click", (e) => { if (e.target === this.video) this.#action("play"); });
    // A click does not take the focus from the keys: the desk keeps it.
    on(this.root, "mousedown", (e) => { if (e.target.closest("button") && !e.target.closest("dialog, .details, .strip")) e.preventDefault(); });
    this.list.close.addEventListener("click", () => this.root.removeAttribute("data-drawer"), { signal });
    const watcher = new ResizeObserver(() => this.#resized());
    watcher.observe(this.root);
    watcher.observe(this.tracks.box);
    watcher.observe(this.screen);
    signal.addEventListener("abort", () => watcher.disconnect());
    this.place = new Place({ read: () => this.#placeNow(), save: (p) => this.api.place(this.data.coding, p), signal });
  }

  #placeNow() {
    if (!this.film?.frames || this.desk.readOnly) return null;
    const { view, limits } = this.tracks;
    const whole = (limits.end - limits.start) / Math.max(1, view.width - view.left - 12);
    return { t_ms: this.film.shown.ms, pass: this.desk.pass.id, speed: this.film.rate, zoom: Math.round((whole / view.scale) * 100) / 100 };
  }

  #restore() {
    const place = this.desk.coding.place ?? {};
    if (place.pass) this.desk.pass = this.desk.passes.find((p) => p.id === place.pass) ?? this.desk.pass;
    this.film.rate = place.speed ?? this.desk.pass.speed ?? 1;
    this.#showPass();
    this.#showMode();
  }

  // ---- keys --------------------------------------------------------------------------------

  #keydown(e) {
    const target = e.composedPath()[0];
    if (this.dialogs.open && e.code === "Escape") {
      e.preventDefault();
      e.stopImmediatePropagation();
      this.dialogs.close();
      return;
    }
    if (this.dialogs.open || isTyping(target) || belongsToControl(e, target)) return;
    if (this.strip.open && this.strip.node.contains(target) && /^(Arrow|Digit|Numpad\d|Escape)/.test(e.code)) return;
    if (e.code === "Escape" && this.#escaped(target)) {
      e.stopImmediatePropagation();
      e.preventDefault();
      return;
    }
    const meaning = meaningOf(e, this.desk.situation);
    if (!meaning) {
      if (/^[rc]$/i.test(e.key) && !e.ctrlKey && !e.metaKey && !e.altKey) e.stopImmediatePropagation(); // Streamlit's own
      return;
    }
    e.stopImmediatePropagation();
    e.preventDefault();
    if (meaning.kind === "code") this.#pressed(meaning.lane, meaning.code, e);
    else if (meaning.kind === "subject") this.desk.chooseSubject(meaning.id);
    else this.#action(meaning.id);
  }

  /** Esc first closes what is open, then leaves a focused control, then discards. */
  #escaped(target) {
    if (this.tracks.stopDrag()) return true;
    if (this.strip.open) return this.strip.hide(), true;
    if (this.details.open) return this.details.hide(), true;
    if (this.root.hasAttribute("data-drawer")) return this.root.removeAttribute("data-drawer"), true;
    if (this.root.contains(target) && target !== this.root && target.matches?.("button, a, [role=listbox]")) return target.blur(), true;
    return false;
  }

  #pressed(lane, code, e) {
    if (!this.film.frames || this.held.has(e.code)) return;
    const at = this.desk.momentOf(this.film);
    const outcome = this.desk.press(lane, code, at);
    performance.measure("attune:key-to-drawn", { start: e.timeStamp, end: performance.now() });
    this.#afterPress(lane, code, outcome);
    const holds = code.hold || this.desk.pressAndHold;
    if (holds && outcome.said === "started" && e.type === "keydown") this.held.set(e.code, { id: outcome.annotation, since: e.timeStamp, hold: code.hold });
  }

  held = new Map();

  #keyup(e) {
    const held = this.held.get(e.code);
    if (!held) return;
    this.held.delete(e.code);
    if (!held.hold && e.timeStamp - held.since < HOLD_MS) return;
    this.desk.release(held.id, this.desk.momentOf(this.film));
  }

  /** The window lost the keyboard: a key held down can no longer be heard coming up. */
  #letGo() {
    for (const { id } of this.held.values()) this.desk.release(id, this.desk.momentOf(this.film));
    this.held.clear();
  }

  #tapped(lane, code, e) {
    if (!this.film.frames) return;
    const outcome = this.desk.press(this.desk.standing.laneByKey.get(lane.key), code, this.desk.momentOf(this.film));
    performance.measure("attune:key-to-drawn", { start: e.timeStamp, end: performance.now() });
    this.#afterPress(lane, code, outcome);
  }

  #afterPress(lane, code, outcome) {
    if (!outcome.edits.length) return;
    this.palette.flash(lane, code);
    const made = outcome.said === "started" || outcome.said === "marked";
    if (made && code.modifiers?.length && !this.desk.readOnly) this.strip.offer(outcome.annotation);
    else this.strip.hide();
  }

  // ---- actions -----------------------------------------------------------------------------

  #action(id) {
    const f = this.actions[id];
    if (f) f();
  }

  actions = {
    none: () => {},
    play: () => { this.film.bounds = this.tracks.loop?.offset ? { ...this.tracks.loop, once: false } : null; this.film.playing ? this.film.pause() : this.film.play(); },
    step_back: () => this.film.step(-1),
    step_on: () => this.film.step(1),
    second_back: () => this.film.jump(-1000),
    second_on: () => this.film.jump(1000),
    jump_back: () => this.film.jump(-5000),
    jump_on: () => this.film.jump(5000),
    to_start: () => this.film.toFrame(0),
    to_end: () => this.film.toFrame(Infinity),
    slower: () => this.#setSpeed(nextSpeed(this.film.rate, -1)),
    faster: () => this.#setSpeed(nextSpeed(this.film.rate, 1)),
    normal_speed: () => this.#setSpeed(1),
    loop: () => this.#toggleLoop(),
    loop_mark: () => this.#markLoop(),
    replay: () => this.#replay(),
    stop_last: () => this.desk.do("press", rules.stopLast(this.desk.standing, this.desk.activeLanes, this.desk.momentOf(this.film))),
    discard_last: () => this.#discard(),
    choose_modifiers: () => { if (this.strip.open) this.strip.focus(); else this.#openDetails(this.desk.subjectOfRemark); },
    flag: () => this.#flag(),
    comment: () => this.#comment(),
    previous: () => this.#go(-1),
    next: () => this.#go(1),
    set_onset: () => this.#setEdge("onset"),
    set_offset: () => this.#setEdge("offset"),
    remove: () => { const a = this.desk.selection; if (a) this.desk.do("remove", rules.erased(a)); else this.#toast("said.select_first"); },
    undo: () => this.desk.undo(),
    redo: () => this.desk.redo(),
    hold: () => { this.desk.pressAndHold = !this.desk.pressAndHold; this.#showTransport(); this.#toast(this.desk.pressAndHold ? "said.hold_on" : "said.hold_off"); },
    keys: () => this.dialogs.keys(this.desk, this.colours),
  };

  #setSpeed(rate) {
    this.film.rate = rate;
    this.#showTransport();
    this.place?.later();
  }

  /** Loop the selected annotation; without one, from the playhead on until a second mark. */
  #toggleLoop() {
    if (this.tracks.loop) return this.#setLoop(null);
    const c = this.desk.selection?.content;
    if (c && c.offset_ms !== c.onset_ms) return this.#setLoop({ onset: c.onset_ms, offset: c.offset_ms ?? this.film.shown.ms + 1 });
    return this.#markLoop();
  }

  /** First a beginning, then an end, then none. */
  #markLoop() {
    const ms = this.film.shown.ms;
    const { loop } = this.tracks;
    if (!loop) {
      this.#setLoop({ onset: ms, offset: null });
      this.#toast("said.loop_in");
    } else if (loop.offset === null && ms !== loop.onset) this.#setLoop({ onset: Math.min(loop.onset, ms), offset: Math.max(loop.onset, ms) });
    else this.#setLoop(null);
  }

  #setLoop(loop) {
    this.tracks.loop = loop;
    this.film.bounds = loop?.offset ? { ...loop, once: false } : null;
    this.#showTransport();
    this.tracks.drawTop();
  }

  #replay() {
    const c = this.desk.subjectOfRemark?.content;
    if (!c || !this.film.frames) return this.#toast("said.select_first");
    const end = c.offset_ms === null ? this.film.frames.end : Math.max(c.offset_ms, c.onset_ms + LEAD_IN_MS);
    this.film.bounds = { onset: Math.max(this.film.frames.start, c.onset_ms - LEAD_IN_MS), offset: end, once: true };
    this.film.toTime(this.film.bounds.onset);
    return this.film.play();
  }

  #discard() {
    if (this.desk.selection) return this.desk.select(null);
    return this.desk.do("remove", rules.discardLast(this.desk.standing, this.desk.activeLanes));
  }

  #flag() {
    const a = this.desk.subjectOfRemark;
    if (a) this.desk.do("change", rules.revalued(a, { flagged: !a.content.flagged }));
    else this.#toast("said.nothing_to_flag");
  }

  #comment() {
    const a = this.desk.subjectOfRemark;
    if (!a) return this.#toast("said.nothing_to_comment");
    this.desk.select(a.id);
    return this.details.write();
  }

  #go(by) {
    const { all } = this.desk.standing;
    if (!all.length) return;
    const now = this.desk.selection ? all.indexOf(this.desk.selection) : rules.firstFrom(all, this.film.shown.ms + (by > 0 ? 1 : 0)) - (by > 0 ? 1 : 0);
    const a = all[Math.max(0, Math.min(all.length - 1, now + by))];
    this.desk.select(a.id);
    this.film.toTime(a.content.onset_ms);
  }

  #setEdge(edge) {
    const a = this.desk.selection;
    if (!a || !this.film.frames) return this.#toast("said.select_first");
    return this.desk.do("drag", rules.moveEdge(this.desk.standing, a, edge, this.film.shown.index, this.film.frames));
  }

  #openDetails(a) {
    if (!a) return;
    this.strip.hide();
    this.desk.select(a.id);
    this.details.show();
  }

  #choosePass(id) {
    this.desk.choosePass(id);
    this.#setSpeed(this.desk.pass.speed);
  }

  // ---- what the desk tells -----------------------------------------------------------------

  #heard(what, detail) {
    if (what === "record") this.#recordChanged(detail);
    else if (what === "selection") this.#selectionChanged();
    else if (what === "pass") this.#showPass();
    else if (what === "said") this.#explain(detail);
  }

  #recordChanged(outcome) {
    this.tracks.hover = null;
    this.tracks.draw();
    this.root.dataset.annotations = String(this.desk.standing.byId.size);
    this.#announce(outcome);
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      if (this.signal.aborted) return;
      this.palette.showRunning(this.film.shown.ms);
      this.list.refresh();
      this.details.refresh();
      this.#showTransport();
      this.#showHint();
    });
  }

  #selectionChanged() {
    const { selection } = this.desk;
    this.root.dataset.selected = selection?.id ?? "";
    if (selection) this.tracks.reveal(selection.content.onset_ms);
    this.tracks.draw();
    this.list.showSelection();
    if (selection) this.details.refresh();
    else this.details.hide();
    this.#showTransport();
  }

  #showPass() {
    const { desk, t } = this;
    const i = desk.passes.indexOf(desk.pass);
    const text = desk.passes.length > 1
      ? t("pass.chip", { n: i + 1, all: desk.passes.length, label: desk.pass.label, speed: desk.pass.speed })
      : t("pass.chip_one", { label: desk.pass.label || t("pass.all"), speed: desk.pass.speed });
    const subject = desk.json.subjects.find((s) => s.id === desk.subject);
    say(this.chip, subject ? `${text} · ${t("pass.only", { subject: subject.label })}` : text);
    this.root.dataset.pass = desk.pass.id;
    this.root.dataset.subject = desk.subject ?? "";
    this.palette.build();
    this.palette.showRunning(this.film?.shown.ms ?? 0);
    this.tracks.draw();
    this.#showTransport();
    this.#showHint();
    this.place?.later();
  }

  #showHint() {
    this.hint.hidden = this.desk.standing.byId.size > 0 || this.desk.readOnly;
    this.root.dataset.annotations = String(this.desk.standing.byId.size);
  }

  #announce(outcome) {
    const a = this.desk.annotation(outcome.annotation);
    const known = ["started", "ended", "marked", "recoded", "moved", "removed", "undone", "redone", "discarded"];
    if (!known.includes(outcome.said)) return;
    const code = a ? this.desk.standing.codeOf(a)?.label ?? "" : "";
    const time = a ? clock(outcome.said === "ended" ? a.content.offset_ms ?? 0 : a.content.onset_ms) : "";
    say(this.live, this.t(`live.${outcome.said}`, { code, time }).replace(/\s+/g, " ").trim());
    if (["undone", "redone", "discarded", "removed"].includes(outcome.said)) this.#toast(`said.${outcome.said}`);
  }

  #explain({ said, annotation }) {
    if (said === "same" || said === "too_short") return;
    const a = this.desk.annotation(annotation);
    this.#toast(`said.${said}`, { code: a ? this.desk.standing.codeOf(a)?.label ?? "" : "", time: a ? clock(a.content.onset_ms) : "" });
  }

  /** A short sentence over the film, gone after a moment. */
  #toast(id, values = {}) {
    const text = this.t(id, values);
    this.toast.textContent = text;
    this.toast.hidden = false;
    say(this.live, text);
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => { this.toast.hidden = true; }, 2200);
  }

  // ---- queue, editor, sign-in --------------------------------------------------------------

  #showBadge() {
    if (!this.badge) return;
    const b = this.badge.show(this.queue, this.desk);
    this.root.dataset.badge = b.state;
    this.root.dataset.pending = String(this.queue.pending);
    this.root.dataset.kept = String(this.queue.pending - this.queue.unkept);
    this.root.dataset.refused = String(this.queue.refused.length);
    this.#showCover();
  }

  /** Signed out, or an old page: said in place; the keys go on being taken. */
  #showCover() {
    const { mode } = this.queue;
    if (this.covered === mode) return;
    this.covered = mode;
    this.cover.hidden = mode === "ok";
    if (mode === "ok") return;
    const button = mode === "outdated"
      ? el("button.btn.p", { onclick: () => location.reload() }, this.t("cover.reload"))
      : el("button.btn.p", { onclick: () => this.#signIn() }, this.t("cover.sign_in", { name: this.account.name }));
    this.coverSays = el("span", {}, this.t(`cover.${mode}`));
    this.cover.replaceChildren(this.coverSays, button);
  }

  async #signIn() {
    try {
      const { account } = await this.api.signIn(this.account.id);
      if (account.id !== this.account.id) throw new Error("another account");
      this.queue.resume();
      this.editor.ask(false);
    } catch (error) {
      say(this.coverSays, this.t(error?.kind === "unreachable" ? "cover.unreachable" : "cover.cannot_sign_in"));
    }
  }

  #answered(answer) {
    if (!this.desk) return;
    if (answer.seq !== undefined && answer.seq !== null) this.desk.seq = Math.max(this.desk.seq, answer.seq);
    if (answer.editor?.tab && answer.editor.tab !== this.tab) this.editor?.ask(false);
    if (this.stale && !this.queue.pending) this.#resync();
  }

  /** A refused act is on the screen but not in the record: take the server's truth once all is sent. */
  #refused() {
    this.stale = true;
    this.#toast("said.refused");
  }

  async #resync() {
    this.stale = false;
    try {
      this.desk.resync(await this.api.desk(this.data.coding));
      this.#showMode();
    } catch {
      this.stale = true;
    }
  }

  #editorChanged(mine) {
    this.desk.mine = mine;
    if (mine) this.#resync();
    this.#showMode();
  }

  #showMode() {
    const { desk, t } = this;
    const elsewhere = !desk.mine && !desk.locked;
    this.root.toggleAttribute("data-read-only", desk.readOnly);
    this.submitButton.hidden = desk.readOnly;
    this.banner.hidden = !(elsewhere || desk.locked || desk.frozen);
    if (elsewhere) this.banner.replaceChildren(el("span", {}, t("banner.elsewhere")), el("button.btn", { onclick: () => this.#takeOver() }, t("banner.take_over")));
    else if (desk.locked) this.banner.replaceChildren(el("span", {}, t("banner.submitted")), ...this.#links().map(([label, href]) => el("a.btn", { href }, label)));
    else if (desk.frozen) this.banner.replaceChildren(el("span", {}, t("banner.frozen")));
    this.palette.build();
    this.palette.showRunning(this.film.shown.ms);
    this.tracks.draw();
    this.details.refresh();
    this.#showTransport();
    this.#showHint();
    this.#showBadge();
  }

  async #takeOver() {
    await this.editor.ask(true);
    if (!this.editor.mine) this.#toast("said.cannot_take_over");
  }

  // ---- submitting, links -------------------------------------------------------------------

  #links() {
    const { session, coding } = this.desk.json;
    return [[this.t("submitted.compare"), this.api.url(`compare?session=${encodeURIComponent(session.id)}`)], [this.t("submitted.summary"), this.api.url(`summary?coding=${encodeURIComponent(coding.id)}`)]];
  }

  #submitDialog(problem = "", busy = false) {
    const { desk } = this;
    this.film.pause();
    this.dialogs.submit({
      desk, problem, busy, head: this.film.shown.ms, jump: (ms) => this.film.toTime(ms),
      setWindow: (edge) => desk.do("window", rules.moveWindow(desk.standing, edge, this.film.shown.ms, this.tracks.limits)),
      submit: () => this.#submit(),
    });
  }

  async #submit() {
    this.#submitDialog("", true);
    if (!(await this.queue.drained(8000)) || this.queue.mode !== "ok") return this.#submitDialog(this.t("submit.not_saved", { n: this.queue.pending }));
    try {
      await this.api.submit(this.data.coding, this.desk.seq);
      await this.#resync();
      this.desk.locked = true;
      this.#showMode();
      this.dialogs.submitted(this.#links());
      this.trigger?.("submitted", this.data.coding);
    } catch (error) {
      this.#submitFailed(error);
    }
    return undefined;
  }

  #submitFailed(error) {
    if (error.code === "behind") this.#resync();
    const more = (error.problems ?? []).map((p) => p.message ?? String(p)).join(" ");
    const known = { behind: "submit.behind", unreachable: "submit.unreachable" }[error.code || error.kind];
    this.#submitDialog([known ? this.t(known) : error.message, more].filter(Boolean).join(" "));
  }

  async #copyLink() {
    const href = addressOf(location.href, this.data.coding, this.film.shown.ms);
    history.replaceState(history.state, "", href);
    try {
      await navigator.clipboard.writeText(href);
      this.#toast("said.copied");
    } catch {
      this.#toast("said.copy_from_address");
    }
  }

  // ---- from Streamlit ----------------------------------------------------------------------

  update(data) {
    const moved = data.t_ms !== this.data.t_ms && data.t_ms !== null && data.t_ms !== undefined;
    this.data = data;
    if (moved && this.film?.frames) this.film.toTime(data.t_ms);
  }

  destroy() {
    this.stop.abort();
    clearTimeout(this.retry);
    clearTimeout(this.toasting);
    clearTimeout(this.address);
    this.queue?.close();
    this.video?.pause();
    this.video?.removeAttribute("src");
    this.uncover();
    this.root.remove();
  }
}
