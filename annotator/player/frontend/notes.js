// Notes while watching: the film, one field, the notes by time. mount → {update, destroy}; every listener
// ends with destroy.

import { Composer } from "./composer.js";
import { Dialogs } from "./dialogs.js";
import { el } from "./dom.js";
import { filmActions } from "./film_actions.js";
import { FilmPage, mounted } from "./film_page.js";
import { isTyping, belongsToControl } from "./keys.js";
import { begun } from "./note_book.js";
import { NOTE_BINDINGS, noteMeaning } from "./note_keys.js";
import { NoteKeeping } from "./note_keeping.js";
import { NoteLine } from "./note_line.js";
import { NoteList } from "./note_list.js";
import { NotesHead } from "./notes_head.js";
import { Screen } from "./screen.js";
import { tokensOf, watchTheme } from "./theme.js";
import { Transport } from "./transport.js";

const NARROW_PX = 980;
/** The row under the film, and the gap above it. */
const TRANSPORT_PX = 58;

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any}} component */
export function mount({ parentElement, data }) {
  return mounted(new Notes(parentElement, data));
}

class Notes extends FilmPage {
  constructor(parent, data) {
    super(parent, data, { kind: "notes", sheets: ["notes.css"] });
  }

  dressed() {
    if (this.root.dataset.theme) this.#dress(this.root.dataset.theme);
    this.#resize();
  }

  // ---- opening -----------------------------------------------------------------------------

  async open(account) {
    this.opening?.abort();
    this.opening = new AbortController();
    this.keeping = new NoteKeeping({
      api: this.api, t: this.t, account, session: this.data.session.id, root: this.root,
      onBook: () => this.#showNotes(), onRefused: () => this.screen?.flash(this.t("said.refused")),
      signal: AbortSignal.any([this.signal, this.opening.signal]),
    });
    await this.keeping.open();
    if (this.signal.aborted) return;
    this.#build();
    await this.#resumeDrafts();
    await this.#loadFilm(this.data.films[0]);
  }

  #build() {
    const { t, signal, api, keeping } = this;
    this.screen = new Screen({ api, t, signal, onFrame: (shown) => this.#frame(shown), onState: () => this.#filmState(), onClick: () => this.#act("play"), onPictures: (film, peaks) => this.#pictures(film, peaks) });
    this.film = this.screen.clock;
    this.dialogs = new Dialogs({ t });
    keeping.dialogs = this.dialogs;
    const now = () => this.film.shown.ms;
    const notes = () => keeping.book.sorted;
    this.transport = new Transport({ t, act: (id) => this.#act(id) });
    this.composer = new Composer({ t, now, keep: (note) => this.#keep(note), onDraft: (note) => keeping.draft.put(note) });
    this.list = new NoteList({
      t, now, notes, choose: (n) => this.#choose(n), change: (n) => keeping.do("change", n), remove: (n) => this.#remove(n),
      bringBack: () => this.#bringBack(), onEdit: (n) => keeping.change.put(n),
    });
    this.line = new NoteLine({ t, film: this.film, notes, choose: (n) => this.#choose(n), signal });
    this.head = new NotesHead({ t, data: this.data, url: (path) => api.url(path), badge: keeping.badge.node, keys: () => this.#act("keys"), chooseFilm: (film) => this.#loadFilm(film) });
    this.actions = this.#table();
    this.#assemble();
  }

  #assemble() {
    this.main = el("div.work", {},
      el("div.left", {}, this.screen.node, this.transport.node),
      el("aside", {}, this.composer.node, this.list.node));
    this.root.replaceChildren(this.head.node, this.main, this.line.node, this.dialogs.node, this.keeping.cover.node, this.live);
    this.root.dataset.state = "open";
    const on = (target, type, f, capture = false) => target.addEventListener(type, f, { signal: this.signal, capture });
    on(window, "keydown", (e) => this.#key(e), true);
    on(this.root, "keydown", (e) => e.stopPropagation()); // what is typed here is no shortcut of the page around
    on(this.root, "mousedown", (e) => { if (e.target.closest("button") && !e.target.closest("dialog")) e.preventDefault(); });
    const watcher = new ResizeObserver(() => this.#resize());
    for (const node of [this.root, this.screen.node]) watcher.observe(node);
    this.signal.addEventListener("abort", () => watcher.disconnect());
    watchTheme(this.parent.host ?? this.root, (theme) => this.#dress(theme), this.signal);
    this.#showNotes();
    this.#filmState();
  }

  /** What an earlier page left half-written stands in its field again. */
  async #resumeDrafts() {
    const { draft, change } = await this.keeping.halfWritten();
    if (draft) this.composer.resume(draft);
    if (change) this.list.edit(change, false);
  }

  // ---- size and theme ----------------------------------------------------------------------

  #dress(theme) {
    this.root.dataset.theme = theme;
    this.line?.dress(tokensOf(this.root));
  }

  #resize() {
    if (!this.screen) return;
    const { clientWidth: wide } = this.root;
    const { aspect } = this.screen;
    const room = wide - 44;
    const high = this.main.clientHeight - TRANSPORT_PX;
    const film = Math.max(Math.min(high * aspect, room * 0.66, room - 380), Math.min(480, room * 0.5));
    this.root.style.setProperty("--film-cap", `${Math.round(Math.min(high, film / aspect))}px`);
    const narrow = wide < NARROW_PX;
    this.root.toggleAttribute("data-narrow", narrow);
    this.root.style.setProperty("--film-width", narrow ? "100%" : `${Math.round(film)}px`);
    this.root.style.setProperty("--film-height", `${Math.round((wide - 32) / aspect)}px`);
    this.line.resize();
  }

  // ---- film --------------------------------------------------------------------------------

  async #loadFilm(film) {
    if (!film) {
      this.screen.tell(this.t("film.none"));
      return;
    }
    const at = this.film.frames ? this.film.shown.ms : this.data.t_ms ?? film.shift_ms;
    this.transport.showTotal(film.duration_ms);
    this.line.show({ start: film.shift_ms, end: film.shift_ms + Math.max(film.duration_ms, 1000) });
    if (!(await this.screen.load(film))) return;
    this.film.toTime(at); // another film of the visit goes on at the same moment
    this.#resize();
    this.root.dataset.ready = "";
  }

  #pictures(film, peaks) {
    this.line.back.show(film, peaks);
    this.line.draw();
  }

  #frame(shown) {
    this.root.dataset.frame = String(shown.index);
    this.root.dataset.timeMs = String(shown.ms);
    this.transport.showTime(shown.ms);
    this.composer.showTime();
    this.line.moveHead(shown.ms);
  }

  #filmState() {
    const { film } = this;
    this.root.toggleAttribute("data-playing", film.playing);
    this.transport.show({ playing: film.playing, rate: film.rate, loop: false, hold: false, readOnly: false, undo: false, redo: false, flagged: false });
  }

  // ---- keys --------------------------------------------------------------------------------

  #table() {
    const setSpeed = (rate) => { this.film.rate = rate; this.#filmState(); };
    return {
      ...filmActions(this.film, setSpeed),
      flag: () => this.#star(),
      previous: () => this.#beside(-1),
      next: () => this.#beside(1),
      remove: () => { const note = this.keeping.book.notes.get(this.list.selected); if (note) this.#remove(note); },
      undo: () => this.#bringBack(),
      keys: () => this.dialogs.someKeys(NOTE_BINDINGS, [["a … z", this.t("notes.key_letter")], ["Enter", this.t("notes.key_enter")], ["Shift Enter", this.t("notes.key_line")], ["Ctrl Space", this.t("notes.key_play")]]),
    };
  }

  #act(id) {
    if (this.film.frames) this.actions[id]?.();
  }

  #key(e) {
    const target = e.composedPath()[0];
    if (this.dialogs.open) {
      if (e.code === "Escape") take(e, () => this.dialogs.close());
      return;
    }
    const composing = target === this.composer.field;
    if (isTyping(target) && !composing && !(e.ctrlKey && e.code === "Space")) return;
    if (!composing && belongsToControl(e, target)) return;
    this.#mean(e, noteMeaning(e, { writing: composing, empty: this.composer.empty }));
  }

  #mean(e, meaning) {
    if (!meaning) return;
    if (meaning.kind === "letter") this.composer.field.focus(); // and the letter falls into it
    else if (meaning.kind === "keep") take(e, () => this.composer.keep());
    else if (meaning.kind === "leave") take(e, () => this.composer.field.blur());
    else take(e, () => this.#act(meaning.id));
  }

  // ---- notes -------------------------------------------------------------------------------

  #keep(note) {
    this.keeping.keepDraft(note);
    this.live.textContent = this.t("notes.kept");
  }

  /** ★ without words: a moment to show. With words half-written, these are starred. */
  #star() {
    if (this.composer.note) this.composer.toggleStar();
    else this.keeping.do("add", begun(this.film.shown.ms, "", true));
  }

  #choose(note) {
    this.list.select(note.id);
    this.line.selected = note.id;
    if (note.at_ms !== null) this.film.toTime(note.at_ms);
    this.line.drawTop();
  }

  #beside(by) {
    const { book } = this.keeping;
    const chosen = book.notes.get(this.list.selected);
    const note = book.beside(chosen?.at_ms ?? this.film.shown.ms, by);
    if (note) this.#choose(note);
  }

  #remove(note) {
    this.removed = note;
    this.keeping.do("remove", note);
    this.live.textContent = this.t("notes.removed");
  }

  /** What was taken away last comes back as a new note: the old one's id is used up. */
  #bringBack() {
    if (!this.removed) return;
    this.keeping.do("add", { ...begun(this.removed.at_ms, this.removed.text, this.removed.starred), made_at: this.removed.made_at });
    this.removed = null;
    this.#showNotes();
  }

  #showNotes() {
    if (!this.list) return;
    this.root.dataset.notes = String(this.keeping.book.notes.size);
    this.list.offerBack(Boolean(this.removed));
    this.list.refresh();
    this.line.drawTop();
  }
}

function take(e, work) {
  e.preventDefault();
  e.stopImmediatePropagation();
  work();
}
