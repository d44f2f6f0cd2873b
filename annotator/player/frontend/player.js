// The desk: puts the parts together. mount → {update, destroy}; every listener ends with destroy.

import { Actions } from "./actions.js";
import { Banner } from "./banner.js";
import { CodeColours } from "./colours.js";
import { Consensus, passOf } from "./consensus.js";
import { Correcting } from "./correcting.js";
import { describer } from "./describe.js";
import { Desk } from "./desk.js";
import { Details } from "./details.js";
import { Dialogs } from "./dialogs.js";
import { el } from "./dom.js";
import { FilmPage, mounted } from "./film_page.js";
import { FilmsTogether } from "./films_together.js";
import { Gamepads } from "./gamepad.js";
import { Header } from "./header.js";
import { chime } from "./chime.js";
import { Hints } from "./hints.js";
import { IntervalGuide } from "./interval_guide.js";
import { Keyboard } from "./keyboard.js";
import { KeyMap } from "./key_map.js";
import { BINDINGS, useBindings } from "./keys.js";
import { Layout } from "./layout.js";
import { Linking } from "./linking.js";
import { List } from "./list.js";
import { Pace } from "./pace.js";
import { Palette } from "./palette.js";
import { PassGuide } from "./pass_guide.js";
import { Address, Place } from "./place.js";
import { RatingForm } from "./rating_form.js";
import { Round } from "./round.js";
import { Safety } from "./safety.js";
import { Screen } from "./screen.js";
import { Strip } from "./strip.js";
import { Submitting } from "./submitting.js";
import { watchTheme } from "./theme.js";
import { Tracks } from "./tracks.js";
import { Transport } from "./transport.js";
import { Voice } from "./voice.js";


/** @param {{parentElement: ShadowRoot|HTMLElement, data: any, setTriggerValue?: Function}} component */
export function mount({ parentElement, data, setTriggerValue }) {
  return mounted(new Player(parentElement, data, setTriggerValue));
}

class Player extends FilmPage {
  constructor(parent, data, trigger) {
    super(parent, data);
    this.trigger = trigger;
    this.colours = new CodeColours("#FFFFFF");
  }

  dressed() {
    this.layout?.resize();
  }

  // ---- opening -----------------------------------------------------------------------------

  async open(account) {
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
    this.hints.later();
    this.#restore();
    watchTheme(this.parent.host ?? this.root, (theme) => this.layout.dress(theme), this.signal);
  }

  #makeParts() {
    const { t, desk, signal, api } = this;
    const colours = () => this.colours;
    const act = (id) => this.actions.do(id);
    this.describe = describer(desk.modifiers, desk, t);
    this.screen = this.#makeScreen(() => act("play"));
    this.film = this.screen.clock;
    this.guide = new PassGuide({ desk, film: this.film, t, choose: (pass) => this.#choosePass(pass), refresh: () => this.header.showPass(), leads: () => this.intervals.begins() });
    this.screen.node.append(this.guide.node);
    this.dialogs = new Dialogs({ t });
    this.palette = new Palette({ desk, t, colours, act, now: () => this.#now(), press: (lane, code, e, at) => this.#press(desk.standing.laneByKey.get(lane.key), code, e, at) });
    this.pace = new Pace(() => this.#showRecord(), signal);
    this.list = new List({ desk, t, colours, describe: this.describe, act, onGo: (a) => this.#go(a), onChoose: (a, how) => this.#choose(a, how), onOpen: (a) => this.#enterDetails(a), signal });
    this.transport = new Transport({ t, act });
    this.details = new Details({ desk, film: this.film, t, colours, act, signal });
    this.correcting = new Correcting({ root: this.root, desk, dialogs: this.dialogs, film: this.film, list: this.list, api, t, colours, act, toast: (id) => this.voice.toast(id), language: this.root.lang, signal });
    this.several = this.correcting.several;
    this.strip = new Strip({ desk, film: this.film, t, colours, act, signal });
    this.tracks = new Tracks({ desk, film: this.film, t, describe: this.describe.whole, choose: (a, how) => this.#choose(a, how, this.film.playing), signal });
    this.tracks.onView = () => this.place?.later();
    desk.settle = () => this.tracks.pointer.settle();
    this.round = new Round({ desk, t, colours, act, describe: this.describe, go: (a) => this.#go(a) });
    this.palette.round = this.round;
    this.intervals = new IntervalGuide({ desk, film: this.film, t, act, chime, toast: (id, values) => this.voice.toast(id, values), draw: () => { this.tracks.drawTop(); this.palette.showRunning(this.film.shown.ms); } });
    this.palette.guide = this.intervals;
    this.tracks.asked = () => this.intervals.shown;
    desk.frameAt = (ms) => (!this.film.frames || ms >= this.film.frames.end ? null : this.film.frames.indexAt(ms));
    this.linking = new Linking({
      desk, t, colours, toast: (id, values) => this.voice.toast(id, values), look: (a) => this.#lookAt(a),
      begins: () => { this.strip.hide(); this.details.hide(); },
    });
    this.screen.node.append(this.linking.node);
    this.hints = new Hints({ desk, t, dialogs: this.dialogs, signal, go: (a, ms) => (a ? this.#go(a) : this.film.toTime(ms)) });
    this.form = new RatingForm({ desk, film: this.film, t, colours });
    this.palette.form = this.form;
    this.voice = new Voice({ desk, t, live: this.live, screen: this.screen });
    this.address = new Address({ coding: this.data.coding, film: this.film, tell: (id) => this.voice.toast(id), signal });
  }

  /** A card for the film, or for all of them on one clock. */
  #makeScreen(onClick) {
    const { t, signal, api } = this;
    const ports = { api, t, signal, onFrame: (shown) => this.#frame(shown), onState: () => this.#filmState(), onClick, onPictures: (film, peaks) => this.#pictures(film, peaks) };
    const { recordings } = this.desk.json;
    if (recordings.length < 2) return new Screen(ports);
    return new FilmsTogether({ ...ports, recordings, onChoice: () => { this.layout.resize(); this.place?.later(); } });
  }

  #assemble() {
    const { t, desk } = this;
    this.consensus = new Consensus({ desk, t, now: () => (this.film.frames ? this.film.shown.ms : 0), go: (a) => this.#goInPass(a) });
    this.header = new Header({ desk, t, consensus: this.consensus, url: (path) => this.api.url(path), badge: this.safety.badge.node, hints: this.hints.button, act: (id) => this.#headerAct(id), progress: (pass) => this.guide.progress(pass) });
    this.banner = new Banner({ t, past: this.correcting.past, takeOver: () => this.safety.takeOver(), links: () => this.submitting.links() });
    this.main = el("div.work", {},
      el("div.left", {}, this.screen.node, this.transport.node),
      el("aside", {}, this.palette.node, this.list.node, this.details.node, this.several.node, this.strip.node));
    this.root.replaceChildren(this.header.node, this.banner.node, this.main, this.tracks.node, this.dialogs.node, this.safety.cover, this.live);
    this.root.dataset.state = "open";
    this.layout = new Layout({ root: this.root, screen: this.screen, tracks: this.tracks, field: desk.field, onDress: (colours) => this.#dress(colours), signal: this.signal });
  }

  #makeTools() {
    const { desk, film, screen, tracks, details, strip, dialogs, api, t, safety } = this;
    this.keyMap = new KeyMap({ desk, dialogs, api, t, colours: () => this.colours, changed: () => this.#printKeys(), signal: this.signal });
    new Gamepads({ root: this.root, signal: this.signal });
    this.actions = new Actions({
      desk, film, screen, tracks, details, strip, guide: this.guide, intervals: this.intervals, linking: this.linking, hints: this.hints, keyMap: this.keyMap, list: this.list, correcting: this.correcting, toast: (id) => this.voice.toast(id), reached: (a) => this.voice.reached(a), open: (a) => this.#enterDetails(a), press: (lane, code) => this.#press(lane, code, { timeStamp: performance.now() }),
      refresh: () => { this.#showTransport(); this.place?.later(); },
    });
    this.submitting = new Submitting({ api, t, desk, dialogs, film, safety, hints: this.hints, limits: () => tracks.limits, onDone: () => { this.#showMode(); this.trigger?.("submitted", desk.coding.id); } });
    this.keyboard = new Keyboard({
      root: this.root, desk, dialogs, strip, first: [this.linking, this.round, this.form], press: (lane, code, e) => this.#press(lane, code, e), release: (id) => desk.release(id, desk.momentOf(film)),
      act: (id) => this.actions.do(id), leave: (target) => this.#leave(target), signal: this.signal,
    });
    this.place = new Place({ read: () => this.#placeNow(), save: (p) => api.place(desk.coding.id, p), signal: this.signal });
  }

  #listen() {
    // A click does not take the focus from the keys: the desk keeps it.
    this.root.addEventListener("mousedown", (e) => { if (e.target.closest("button") && !e.target.closest("dialog, .details, .strip")) e.preventDefault(); }, { signal: this.signal });
    this.list.close.addEventListener("click", () => this.root.removeAttribute("data-drawer"), { signal: this.signal });
  }

  #headerAct(id) {
    if (id === "passes") this.dialogs.passes(this.desk, this.guide);
    else if (id === "drawer") this.root.toggleAttribute("data-drawer");
    else if (id === "link") this.address.copy();
    else if (id === "submit") this.submitting.open();
    else if (id === "hand") this.layout.swapHands();
    else this.actions.do(id);
  }

  #dress(colours) {
    this.colours = colours;
    this.#showPalette();
    this.list.refresh();
  }

  // ---- film --------------------------------------------------------------------------------

  async #loadFilm(recording) {
    if (!recording) {
      this.screen.tell(this.t("film.none"));
      return;
    }
    this.transport.showTotal(this.screen.length ?? recording.duration_ms);
    this.tracks.setLimits(this.#limits());
    const there = await this.screen.load(recording);
    if (!there) return;
    const place = this.desk.coding.place ?? {};
    const ms = this.data.t_ms ?? place.t_ms ?? this.desk.selection?.content.onset_ms ?? this.film.frames.start;
    if (place.zoom > 1 && !Number.isInteger(this.data.t_ms)) this.tracks.zoom(place.zoom, this.tracks.view.left);
    this.film.toTime(ms);
    this.tracks.reveal(ms);
    this.layout.resize();
    this.root.dataset.ready = "";
  }

  #limits() {
    const films = this.desk.json.recordings;
    const { window } = this.desk.standing;
    const start = Math.min(...films.map((r) => Math.max(0, r.shift_ms)), window.onset_ms);
    const end = Math.max(...films.map((r) => r.shift_ms + r.duration_ms), window.offset_ms);
    return { start, end: Math.max(end, start + 1000) };
  }

  #pictures(film, peaks) {
    this.tracks.painter.back.show(film, peaks);
    this.layout.resize();
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
    this.submitting.showTime(shown.ms);
    this.guide.showFrame(shown);
    this.intervals.showFrame(shown);
    if (!this.film.playing) this.#stoodStill();
  }

  #filmState() {
    this.#showTransport();
    this.intervals.showState();
    this.root.toggleAttribute("data-playing", this.film.playing);
    this.root.dataset.speed = String(this.film.rate);
    if (!this.film.playing) this.#stoodStill();
    if (!this.film.playing && this.film.frames) {
      this.guide.showFrame(this.film.shown);
      this.intervals.showFrame(this.film.shown);
    }
  }

  #stoodStill() {
    this.place?.later();
    this.address.later();
  }

  #placeNow() {
    if (!this.film.frames || this.desk.readOnly) return null;
    return { t_ms: this.film.shown.ms, pass: this.desk.pass.id, speed: this.film.rate, zoom: this.tracks.zoomed, watched: this.guide.watched.kept, films: this.screen.choice };
  }

  #restore() {
    const place = this.desk.coding.place ?? {};
    const [open] = place.pass ? [] : this.consensus.open;
    if (open) this.desk.select(open.id);
    this.desk.pass = open ? passOf(this.desk.passes, open) : this.desk.passes.find((p) => p.id === place.pass) ?? this.desk.pass;
    this.screen.restore?.(place.films);
    this.film.rate = place.speed ?? this.desk.pass.speed ?? 1;
    this.#showPass();
    this.#showMode();
  }

  // ---- pressing ----------------------------------------------------------------------------

  /** The moment on the screen; null while there is no film. */
  #now() {
    return this.film.frames ? this.desk.momentOf(this.film) : null;
  }

  #press(lane, code, event, at = this.#now()) {
    if (!at) return null;
    const outcome = this.desk.press(lane, code, at);
    performance.measure("attune:key-to-drawn", { start: event.timeStamp, end: performance.now(), detail: outcome.said });
    if (lane.interval_ms && (outcome.edits.length || outcome.said === "already")) this.intervals.pressed(lane);
    if (!outcome.edits.length || this.desk.readOnly) return outcome;
    this.palette.flash(lane, code);
    this.#offerMore(outcome, code);
    return outcome;
  }

  /** Modifiers of what was just coded; a field pass asks for nothing while the film runs. */
  #offerMore({ said, annotation }, code) {
    const made = said === "started" || said === "marked";
    const asks = made && code.modifiers?.length && !this.desk.field && !this.details.open;
    if (asks) this.strip.offer(annotation);
    else this.strip.hide();
  }

  /** What Esc leaves, one thing at a time, before it discards anything. */
  #leave(target) {
    if (this.tracks.pointer.stopDrag()) return true;
    const focused = this.root.contains(target) && target.matches?.("button, a, [role=listbox]");
    if (this.strip.open) this.strip.hide();
    else if (this.several.open) this.desk.select(null);
    else if (this.details.open) this.details.hide();
    else if (this.desk.past) this.desk.comeBack();
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

  /** By a key: then what is shown is also where the keyboard and a screen reader are. */
  #enterDetails(a) {
    this.#openDetails(a);
    if (a) this.details.enter();
  }

  /** Choose an annotation and show its beginning. */
  #go(a) {
    this.desk.select(a.id);
    this.film.toTime(a.content.onset_ms);
  }

  /** A click on an annotation chooses it and shows its beginning; one on the chosen annotation opens its details. */
  #choose(a, how = "one", keepFilm = false) {
    if (this.linking.chooses(a)) return;
    if (this.desk.chooseMore(a, how)) return;
    if (a.id === this.desk.selected) this.#openDetails(a);
    else if (keepFilm) this.desk.select(a.id);
    else this.#go(a);
  }

  /** A ring around a mark that one may choose, and the arc to it. */
  #lookAt(a) {
    this.tracks.hover = a;
    if (a) this.tracks.reveal(a.content.onset_ms);
    this.tracks.draw();
  }

  /** Show a mark in a pass in which it can be worked on. */
  #goInPass(a) {
    const pass = passOf(this.desk.passes, a);
    if (!this.desk.pass.tracks.includes(a.content.track)) this.#choosePass(pass.id);
    this.#go(a);
  }

  #choosePass(id) {
    this.desk.choosePass(id);
    this.actions.setSpeed(this.desk.pass.speed);
  }

  // ---- what the desk tells -----------------------------------------------------------------

  #heard(what, detail) {
    if (what === "record") this.#recordChanged(detail);
    else if (what === "selection") this.#selectionChanged();
    else if (what === "mode") this.#showMode();
    else if (what === "pass") this.#showPass();
    else if (what === "said") this.voice.explain(detail);
  }

  /** The tracks at once, within the press; words and lists in their turn. */
  #recordChanged(outcome) {
    this.tracks.hover = null;
    this.tracks.draw();
    this.root.dataset.annotations = String(this.desk.standing.byId.size);
    this.voice.announce(outcome);
    this.pace.ask();
  }

  #showRecord() {
    this.palette.showRunning(this.film.shown.ms);
    this.details.refresh();
    this.several.refresh();
    this.strip.refresh();
    this.round.refresh();
    this.form.refresh();
    this.intervals.refresh();
    this.linking.refresh();
    this.hints.later();
    this.#showTransport();
    this.#showHint();
    this.consensus.refresh();
    this.list.refresh(); // last: it may scroll, for which all that was written is laid out
  }

  #selectionChanged() {
    const { selection } = this.desk;
    this.root.dataset.selected = selection?.id ?? "";
    this.pace.settle(); // what is chosen may have been marked just now
    if (selection) this.tracks.reveal(selection.content.onset_ms);
    this.tracks.draw();
    this.list.showSelection();
    if (selection && this.desk.chosen.size === 1) this.details.refresh();
    else this.details.hide();
    this.several.refresh();
    this.round.refresh();
    this.form.refresh();
    if (this.several.open) this.strip.hide();
    this.root.dataset.chosen = String(this.desk.chosen.size);
    this.#showTransport();
  }

  #showPass() {
    this.consensus.refresh();
    this.header.showPass();
    this.root.dataset.pass = this.desk.pass.id;
    if (this.desk.activeForms.length) this.root.dataset.forms = "ratings";
    else if (this.desk.activeLanes.some((l) => l.interval_ms)) this.root.dataset.forms = "intervals";
    else delete this.root.dataset.forms;
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
    this.#showTransport();
  }

  /** Buttons print the keys that hold. */
  #printKeys() {
    const transport = new Transport({ t: this.t, act: (id) => this.actions.do(id) });
    transport.showTotal(this.transport.length);
    this.transport.node.replaceWith(transport.node);
    this.transport = transport;
    if (this.film.frames) transport.showTime(this.film.shown.ms);
    this.#showPalette();
    this.details.refresh();
  }

  #showHint() {
    const { size } = this.desk.standing.byId;
    this.root.dataset.annotations = String(size);
    this.screen.hint.hidden = size > 0 || this.desk.readOnly;
  }

  #showTransport() {
    const { desk, film } = this;
    this.list.several.setAttribute("aria-pressed", String(desk.several));
    this.palette.showState(film.playing, Boolean(desk.history.last) && !desk.readOnly);
    this.transport.show({
      playing: film.playing, rate: film.rate, loop: Boolean(this.tracks.loop?.offset), hold: desk.pressAndHold, readOnly: desk.readOnly,
      undo: Boolean(desk.history.last), redo: Boolean(desk.history.lastUndone), flagged: Boolean(desk.selection?.content.flagged),
    });
  }

  /** May be coded, is open elsewhere, is submitted, is only to be read. */
  #showMode() {
    const { desk } = this;
    this.root.toggleAttribute("data-read-only", desk.readOnly);
    this.root.toggleAttribute("data-past", desk.past !== null);
    if (desk.readOnly) this.strip.hide();
    this.linking.refresh();
    this.header.submit.hidden = desk.readOnly;
    this.banner.show(desk);
    this.#showPalette();
    this.tracks.draw();
    this.details.refresh();
    this.several.refresh();
    this.#showTransport();
    this.#showHint();
    this.safety.show();
  }

  // ---- from Streamlit ----------------------------------------------------------------------

  update(data) {
    const moved = Number.isInteger(data.t_ms) && data.t_ms !== this.data.t_ms;
    this.data = data;
    if (moved && this.film?.frames) this.film.toTime(data.t_ms);
  }

  destroy() {
    useBindings(BINDINGS);
    super.destroy();
  }
}
