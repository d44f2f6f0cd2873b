// The notes of one person about one visit, and their way: on the screen at once, kept in the browser,
// saved by the server. The badge tells which.

import { Badge, badgeOf } from "./badge.js";
import { Cover } from "./cover.js";
import { el } from "./dom.js";
import { deed, NoteBook } from "./note_book.js";
import { NoteDraft, noteSender } from "./note_saving.js";
import { newId } from "./record.js";
import { Queue } from "./queue.js";
import { DiskStorage } from "./storage.js";
import { clock } from "./time.js";

const CATCH_UP_MS = 3000;
const AS_MINE = { locked: false, mine: true };

export class NoteKeeping {
  /**
   * @param {object} ports
   * @param {import("./api.js").Api} ports.api
   * @param {Function} ports.t
   * @param {{id: string, name: string}} ports.account
   * @param {string} ports.session
   * @param {HTMLElement} ports.root tells its state in data-badge, data-pending, data-refused, data-draft
   * @param {() => void} ports.onBook the notes changed
   * @param {() => void} ports.onRefused
   * @param {AbortSignal} ports.signal
   */
  constructor(ports) {
    Object.assign(this, ports);
    const { api, t, account, session, signal } = this;
    const owner = `${account.id}|notes|${session}`;
    this.storage = new DiskStorage();
    this.book = new NoteBook();
    this.dialogs = null;
    this.badge = new Badge({ t, open: () => this.#explain() });
    this.cover = new Cover({ api, t, account, onSignedIn: () => this.queue.resume() });
    this.queue = new Queue({ owner, tab: newId(), storage: this.storage, post: noteSender(api, session, account.id), onChange: () => this.#show(), onRefused: () => this.onRefused() });
    this.draft = new NoteDraft({ storage: this.storage, owner: `${owner}|draft`, onChange: () => this.#show() });
    this.change = new NoteDraft({ storage: this.storage, owner: `${owner}|change`, onChange: () => this.#show() });
    const on = (type, f) => addEventListener(type, f, { signal });
    on("beforeunload", (e) => { if (this.queue.pending || !this.draft.kept || !this.change.kept) e.preventDefault(); });
    on("online", () => this.queue.resume());
    on("focus", () => this.#lookAgain());
    signal.addEventListener("abort", () => this.queue.close());
  }

  /** Send what an earlier page left, then see what the server has; what still waits lies on top. */
  async open() {
    await this.queue.start();
    await this.queue.drained(CATCH_UP_MS);
    await this.#read();
  }

  async #read() {
    const { notes } = await this.api.get(`api/v1/sessions/${encodeURIComponent(this.session)}/notes`);
    this.book = new NoteBook(notes);
    for (const { act } of this.queue.waiting) this.book.apply(act);
    this.onBook();
  }

  /** Another window may have written meanwhile. */
  #lookAgain() {
    if (!this.queue.pending && this.change.record.note === null) this.#read().catch(() => {}); // shown again at the next look
  }

  /** What was half-written when the page was left; nothing when it has become a note since. */
  async halfWritten() {
    const [draft, change] = [await this.draft.read(), await this.change.read()];
    return { draft: draft && !this.book.notes.has(draft.id) ? draft : null, change: change && this.book.notes.has(change.id) ? change : null };
  }

  /** @param {"add"|"change"|"remove"} kind @param {import("./note_book.js").Note} note */
  do(kind, note) {
    const done = deed(kind, note);
    this.book.apply(done);
    this.queue.push(done);
    this.onBook();
  }

  /** A draft becomes a note. The browser keeps the note before it forgets the draft. */
  keepDraft(note) {
    this.do("add", note);
    this.draft.put(null);
  }

  // ---- the badge ---------------------------------------------------------------------------

  #show() {
    const { dataset } = this.root;
    dataset.badge = this.badge.show(this.queue, AS_MINE).state;
    dataset.pending = String(this.queue.pending);
    dataset.refused = String(this.queue.refused.length);
    dataset.draft = this.draft.kept && this.change.kept ? "kept" : "typing";
    this.cover.show(this.queue.mode);
    if (this.queue.mode === "erased") this.#letGo();
  }

  /** Nothing half-written stays either. */
  #letGo() {
    if (this.let_go) return;
    this.let_go = true;
    this.draft.put(null);
    this.change.put(null);
  }

  #explain() {
    const { word, n } = badgeOf(this.queue, AS_MINE);
    const { t, queue } = this;
    const body = [el("p", {}, t(`${word}.long`, { n }))];
    if (queue.sentence) body.push(el("p.mute", {}, queue.sentence));
    if (queue.refused.length) body.push(el("h3", {}, t("refused.title")), el("p.mute", {}, t("notes.refused")));
    for (const record of queue.refused) body.push(this.#refusedRow(record));
    this.dialogs.show(t("badge.title"), body);
  }

  /** The words stand there to be copied: nothing that was typed is thrown away unseen. */
  #refusedRow(record) {
    const { note } = record.act;
    const when = note.at_ms === null ? this.t("notes.whole_film") : clock(note.at_ms);
    const dismiss = async () => { await this.queue.dismiss(record); if (this.dialogs.open) this.#explain(); };
    return el("div.refused", {}, el("div", {}, el("b", {}, `${when} ${note.text}`), el("div.mute", {}, record.reason || record.code || "")),
      el("button.small", { onclick: dismiss }, this.t("refused.dismiss")));
  }
}
