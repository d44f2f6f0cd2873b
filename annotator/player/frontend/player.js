// The desk: puts the parts together. mount → {update, destroy}; every listener ends with destroy.

import { Actions } from "./actions.js";
import { Api } from "./api.js";
import { CodeColours } from "./colours.js";
import { describer } from "./describe.js";
import { Desk } from "./desk.js";
import { Details } from "./details.js";
import { Dialogs } from "./dialogs.js";
import { el } from "./dom.js";
import { Header } from "./header.js";
import { Keyboard } from "./keyboard.js";
import { List } from "./list.js";
import { Palette } from "./palette.js";
import { addressOf, Place } from "./place.js";
import { Safety } from "./safety.js";
import { Screen } from "./screen.js";
import { translator } from "./strings.js";
import { Strip } from "./strip.js";
import { Submitting } from "./submitting.js";
import { coverPage, tokensOf, watchTheme } from "./theme.js";
import { Tracks } from "./tracks.js";
import { Transport } from "./transport.js";
import { Voice } from "./voice.js";

const APP = new URL("../../../", import.meta.url); // this is /assets/<version>/player/player.js
const ADDRESS_MS = 600;
const RETRY_MS = 3000;
/** Narrower than this the palette goes under the film. */
const NARROW_PX = 980;

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
    this.colours = new CodeColours("#FFFFFF");
    this.root = el("div.desk", { tabIndex: -1, lang: data.language ?? "en" });
    this.live = el("div.sr", { role: "status", "aria-live": "polite" });
    this.#dressed();
    this.uncover = coverPage(new URL("assets/fonts/inter.woff2", APP).href);
  }

  /** Nothing is seen before the style sheet is there. */
  #dressed() {
    const css = el("link", { rel: "stylesheet", href: new URL("desk.css", import.meta.url).href });
    this.root.style.visibility = "hidden";
    css.onload = css.onerror = () => {
      this.root.style.visibility = "";
      this.#resized();
    };
    this.parent.append(css, this.root);
  }

  // ---- opening -----------------------------------------------------------------------------

  async start() {
    this.#sayOpening("loading", this.t("desk.loading"));
    try {
      await this.#open();
    } catch (error) {
      if (!this.signal.aborted) this.#failedToOpen(error);
    }
  }

  async #open() {
    const { account } = await this.api.me();
    if (this.data.account && account.id !== this.data.account) throw Object.assign(new Error("another account"), { kind: "gone" });
    this.opening?.abort();
    this.opening = new AbortController();
    this.safety = new Safety({
      api: this.api, t: this.t, coding: this.data.coding, account, root: this.root, toast: (id) => this.voice?.toast(id),
      onMode: () => this.#showMode(), signal: AbortSignal.any([this.signal, this.opening.signal]),
    });
    await this.safety.catchUp();
    const json = await this.api.desk(this.data.coding);
    if (this.signal.aborted) return;
    this.#build(json);
    await this.#loadFilm(json.recordings[0]);
  }

  #failedToOpen(error) {
    const kind = error?.kind;
    if (!kind) globalThis.reportError?.(error);
    const sentence = { gone: "desk.gone", signed_out: "desk.signed_out", unreachable: "desk.unreachable" }[kind] ?? "desk.failed";
    const back = `sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    const first = kind === "signed_out"
      ? el("a.btn.p", { href: this.api.url(back) }, this.t("desk.sign_in"))
      : el("button.btn.p", { onclick: () => this.start() }, this.t("desk.again"));
    this.#sayOpening("failed", this.t(sentence), first, el("a.btn", { href: this.api.url("") }, this.t("desk.home")));
    if (kind === "unreachable") this.retry = setTimeout(() => this.start(), RETRY_MS);
  }

  #sayOpening(state, sentence, ...buttons) {
    clearTimeout(this.retry);
    this.root.dataset.state = state;
    this.root.replaceChildren(el("div.loading", {}, el("p", {}, sentence), buttons.length ? el("div.rowc", {}, ...buttons) : null), this.live);
  }

  // ---- building ----------------------------------------------------------------------------

  #build(json) {
    this.desk = new Desk(json);
    this.desk.frozen = this.data.read_only === true;
    this.#makeParts();
    this.safety.attach(this.desk, this.dialogs);
    this.#assemble();
    this.#makeTools();
    this.desk.tell = (what, detail) => this.#heard(what, detail);
    this.#listen();
    this.list.refresh();
    this.#restore();
    watchTheme(this.parent.host ?? this.root, (theme) => this.#dress(theme), this.signal);
  }

  #makeParts() {
    const { t, desk, signal, api } = this;
    const colours = () => this.colours;
    const act = (id) => this.actions.do(id);
    this.describe = describer(desk.modifiers, desk, t);
    this.screen = new Screen({
      api, t, signal, onFrame: (shown) => this.#frame(shown), onState: () => this.#filmState(), onClick: () => act("play"),
      onPictures: (film, peaks) => this.#pictures(film, peaks),
    });
    this.film = this.screen.clock;
    this.dialogs = new Dialogs({ t });
    this.palette = new Palette({ desk, t, colours, press: (lane, code, e) => this.#press(desk.standing.laneByKey.get(lane.key), code, e) });
    this.list = new List({ desk, t, colours, describe: this.describe, onSeek: (a) => this.film.toTime(a.content.onset_ms), onOpen: (a) => this.#openDetails(a), signal });
    this.transport = new Transport({ t, act });
    this.details = new Details({ desk, film: this.film, t, colours, act, signal });
    this.strip = new Strip({ desk, t, colours, signal });
    this.tracks = new Tracks({ desk, film: this.film, t, open: (id) => this.#openDetails(desk.annotation(id)), signal });
    Object.assign(this.tracks, { describe: this.describe, onView: () => this.place?.later() });
    this.voice = new Voice({ desk, t, live: this.live, screen: this.screen });
  }

  #assemble() {
    const { t, desk } = this;
    this.header = new Header({ desk, t, url: (path) => this.api.url(path), badge: this.safety.badge.node, act: (id) => this.#headerAct(id), chooseFilm: (r) => this.#loadFilm(r) });
    this.banner = el("div.banner", { hidden: true });
    this.screen.node.append(this.strip.node);
    this.main = el("main", {},
      el("div.left", {}, this.screen.node, this.transport.node),
      el("aside", {}, this.palette.node, this.list.node, this.details.node));
    this.root.replaceChildren(this.header.node, this.banner, this.main, this.tracks.node, this.dialogs.node, this.safety.cover, this.live);
    this.root.dataset.state = "open";
  }

  #makeTools() {
    const { desk, film, tracks, details, strip, dialogs, api, t, safety } = this;
    this.actions = new Actions({
      desk, film, tracks, details, strip, dialogs, toast: (id) => this.voice.toast(id), open: (a) => this.#openDetails(a),
      refresh: () => { this.#showTransport(); this.place?.later(); }, colours: () => this.colours,
    });
    this.submitting = new Submitting({ api, t, desk, dialogs, film, safety, limits: () => tracks.limits, onDone: () => { this.#showMode(); this.trigger?.("submitted", desk.coding.id); } });
    this.keyboard = new Keyboard({
      root: this.root, desk, dialogs, strip, press: (lane, code, e) => this.#press(lane, code, e), release: (id) => desk.release(id, desk.momentOf(film)),
      act: (id) => this.actions.do(id), leave: (target) => this.#leave(target), signal: this.signal,
    });
    this.place = new Place({ read: () => this.#placeNow(), save: (p) => api.place(desk.coding.id, p), signal: this.signal });
  }

  #listen() {
    // A click does not take the focus from the keys: the desk keeps it.
    this.root.addEventListener("mousedown", (e) => { if (e.target.closest("button") && !e.target.closest("dialog, .details, .strip")) e.preventDefault(); }, { signal: this.signal });
    this.list.close.addEventListener("click", () => this.root.removeAttribute("data-drawer"), { signal: this.signal });
    const watcher = new ResizeObserver(() => this.#resized());
    for (const node of [this.root, this.tracks.box, this.screen.node]) watcher.observe(node);
    this.signal.addEventListener("abort", () => watcher.disconnect());
  }

  #headerAct(id) {
    if (id === "passes") this.dialogs.passes(this.desk, (pass) => this.#choosePass(pass));
    else if (id === "drawer") this.root.toggleAttribute("data-drawer");
    else if (id === "link") this.#copyLink();
    else if (id === "submit") this.submitting.open();
    else this.actions.do(id);
  }

  // ---- size and theme ----------------------------------------------------------------------

  #dress(theme) {
    this.root.dataset.theme = theme;
    const tokens = tokensOf(this.root);
    this.dressedAs = `${theme} ${tokens.panel}`;
    this.colours = new CodeColours(tokens.panel);
    this.tracks.painter.dress(tokens, this.colours);
    this.#showPalette();
    this.list.refresh();
    this.tracks.draw();
  }

  #resized() {
    if (!this.tracks) return;
    const { theme } = this.root.dataset;
    if (theme && this.dressedAs !== `${theme} ${tokensOf(this.root).panel}`) this.#dress(theme);
    this.root.style.setProperty("--tracks", `${this.tracks.wished + 2}px`);
    this.root.toggleAttribute("data-narrow", this.root.clientWidth < NARROW_PX);
    this.#fitFilm();
    this.tracks.resize();
  }

  /** The film as large as its height allows, without bars beside it; the rest is for codes and list. */
  #fitFilm() {
    const { aspect } = this.screen;
    const room = this.main.clientWidth - 44;
    const wished = this.screen.node.clientHeight * aspect;
    const width = Math.max(Math.min(wished, room * 0.66, room - 380), Math.min(560, room * 0.5));
    const narrow = this.root.hasAttribute("data-narrow");
    this.root.style.setProperty("--film-width", narrow ? "100%" : `${Math.round(width)}px`);
    this.root.style.setProperty("--film-height", `${Math.round((this.main.clientWidth - 32) / aspect)}px`);
  }

  // ---- film --------------------------------------------------------------------------------

  async #loadFilm(recording) {
    if (!recording) {
      this.screen.tell(this.t("film.none"));
      return;
    }
    this.transport.showTotal(recording.duration_ms);
    this.tracks.setLimits(this.#limits());
    const there = await this.screen.load(recording);
    if (!there) return;
    const place = this.desk.coding.place ?? {};
    const ms = this.data.t_ms ?? place.t_ms ?? this.film.frames.start;
    if (place.zoom > 1 && !Number.isInteger(this.data.t_ms)) this.tracks.zoom(place.zoom, this.tracks.view.left);
    this.film.toTime(ms);
    this.tracks.reveal(ms);
    this.#resized();
    this.root.dataset.ready = "";
  }

  #limits() {
    const films = this.desk.json.recordings;
    const start = Math.min(...films.map((r) => r.shift_ms));
    const end = Math.max(...films.map((r) => r.shift_ms + r.duration_ms), this.desk.standing.window.offset_ms);
    return { start, end: Math.max(end, start + 1000) };
  }

  #pictures(film, peaks) {
    this.tracks.painter.back.show(film, peaks);
    this.#resized();
    this.tracks.draw();
  }

  #frame(shown) {
    const { dataset } = this.root;
    dataset.frame = String(shown.index);
    dataset.timeMs = String(shown.ms);
    this.transport.showTime(shown.ms);
    this.tracks.moveHead(shown.ms, this.film.playing);
    this.palette.showRunning(shown.ms);
    this.list.showTime(shown.ms);
    if (!this.film.playing) this.#stoodStill();
  }

  #filmState() {
    this.#showTransport();
    this.root.toggleAttribute("data-playing", this.film.playing);
    this.root.dataset.speed = String(this.film.rate);
    if (!this.film.playing) this.#stoodStill();
  }

  #stoodStill() {
    this.place?.later();
    clearTimeout(this.address);
    this.address = setTimeout(() => {
      if (!this.film.playing) history.replaceState(history.state, "", addressOf(location.href, this.data.coding, this.film.shown.ms));
    }, ADDRESS_MS);
  }

  async #copyLink() {
    const href = addressOf(location.href, this.data.coding, this.film.shown.ms);
    history.replaceState(history.state, "", href);
    const copied = await navigator.clipboard.writeText(href).then(() => true, () => false);
    this.voice.toast(copied ? "said.copied" : "said.copy_from_address");
  }

  #placeNow() {
    if (!this.film.frames || this.desk.readOnly) return null;
    return { t_ms: this.film.shown.ms, pass: this.desk.pass.id, speed: this.film.rate, zoom: this.tracks.zoomed };
  }

  #restore() {
    const place = this.desk.coding.place ?? {};
    this.desk.pass = this.desk.passes.find((p) => p.id === place.pass) ?? this.desk.pass;
    this.film.rate = place.speed ?? this.desk.pass.speed ?? 1;
    this.#showPass();
    this.#showMode();
  }

  // ---- pressing ----------------------------------------------------------------------------

  #press(lane, code, event) {
    if (!this.film.frames) return null;
    const outcome = this.desk.press(lane, code, this.desk.momentOf(this.film));
    performance.measure("attune:key-to-drawn", { start: event.timeStamp, end: performance.now() });
    if (!outcome.edits.length || this.desk.readOnly) return outcome;
    this.palette.flash(lane, code);
    const made = outcome.said === "started" || outcome.said === "marked";
    if (made && code.modifiers?.length) this.strip.offer(outcome.annotation);
    else this.strip.hide();
    return outcome;
  }

  /** What Esc leaves, one thing at a time, before it discards anything. */
  #leave(target) {
    if (this.tracks.stopDrag()) return true;
    const focused = this.root.contains(target) && target.matches?.("button, a, [role=listbox]");
    if (this.strip.open) this.strip.hide();
    else if (this.details.open) this.details.hide();
    else if (this.root.hasAttribute("data-drawer")) this.root.removeAttribute("data-drawer");
    else if (focused) target.blur();
    else return false;
    return true;
  }

  #openDetails(a) {
    if (!a) return;
    this.strip.hide();
    this.desk.select(a.id);
    this.details.show();
  }

  #choosePass(id) {
    this.desk.choosePass(id);
    this.actions.setSpeed(this.desk.pass.speed);
  }

  // ---- what the desk tells -----------------------------------------------------------------

  #heard(what, detail) {
    if (what === "record") this.#recordChanged(detail);
    else if (what === "selection") this.#selectionChanged();
    else if (what === "pass") this.#showPass();
    else if (what === "said") this.voice.explain(detail);
  }

  /** The tracks at once, within the press; words and lists in the next frame. */
  #recordChanged(outcome) {
    this.tracks.hover = null;
    this.tracks.draw();
    this.root.dataset.annotations = String(this.desk.standing.byId.size);
    this.voice.announce(outcome);
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      if (!this.signal.aborted) this.#showRecord();
    });
  }

  #showRecord() {
    this.palette.showRunning(this.film.shown.ms);
    this.list.refresh();
    this.details.refresh();
    this.#showTransport();
    this.#showHint();
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
    this.header.showPass();
    this.root.dataset.pass = this.desk.pass.id;
    this.root.dataset.subject = this.desk.subject ?? "";
    this.#showPalette();
    this.tracks.draw();
    this.#showTransport();
    this.#showHint();
    this.place?.later();
  }

  #showPalette() {
    this.palette.build();
    this.palette.showRunning(this.film.shown.ms);
  }

  #showHint() {
    const { size } = this.desk.standing.byId;
    this.root.dataset.annotations = String(size);
    this.screen.hint.hidden = size > 0 || this.desk.readOnly;
  }

  #showTransport() {
    const { desk, film } = this;
    this.transport.show({
      playing: film.playing, rate: film.rate, loop: Boolean(this.tracks.loop?.offset), hold: desk.pressAndHold, readOnly: desk.readOnly,
      undo: Boolean(desk.history.last), redo: Boolean(desk.history.lastUndone), flagged: Boolean(desk.selection?.content.flagged),
    });
  }

  /** May be coded, is open elsewhere, is submitted, is only to be read. */
  #showMode() {
    const { desk, t } = this;
    this.root.toggleAttribute("data-read-only", desk.readOnly);
    this.header.submit.hidden = desk.readOnly;
    this.banner.hidden = !desk.readOnly;
    this.banner.replaceChildren(...this.#bannerParts(desk, t));
    this.#showPalette();
    this.tracks.draw();
    this.details.refresh();
    this.#showTransport();
    this.#showHint();
    this.safety.show();
  }

  #bannerParts(desk, t) {
    if (desk.locked) return [el("span", {}, t("banner.submitted")), ...this.submitting.links().map(([label, href]) => el("a.btn", { href }, label))];
    if (desk.frozen) return [el("span", {}, t("banner.frozen"))];
    if (desk.mine) return [];
    return [el("span", {}, t("banner.elsewhere")), el("button.btn", { onclick: () => this.safety.takeOver() }, t("banner.take_over"))];
  }

  // ---- from Streamlit ----------------------------------------------------------------------

  update(data) {
    const moved = Number.isInteger(data.t_ms) && data.t_ms !== this.data.t_ms;
    this.data = data;
    if (moved && this.film?.frames) this.film.toTime(data.t_ms);
  }

  destroy() {
    this.stop.abort();
    clearTimeout(this.retry);
    clearTimeout(this.address);
    this.uncover();
    this.root.remove();
  }
}
