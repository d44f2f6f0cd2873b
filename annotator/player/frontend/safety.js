// Everything between a press and its being saved: the queue, who edits, signing in again, the badge.

import { Badge, badgeOf } from "./badge.js";
import { Cover } from "./cover.js";
import { Editor } from "./editor.js";
import { newId } from "./record.js";
import { Queue } from "./queue.js";
import { DiskStorage } from "./storage.js";

/** How long an opening desk waits for what an earlier page left unsent. */
const CATCH_UP_MS = 3000;

export class Safety {
  /**
   * @param {object} ports
   * @param {import("./api.js").Api} ports.api
   * @param {Function} ports.t
   * @param {string} ports.coding
   * @param {{id: string, name: string}} ports.account
   * @param {HTMLElement} ports.root tells its state in data-badge, data-pending, data-kept, data-refused
   * @param {(id: string) => void} ports.toast
   * @param {() => void} ports.onMode may now be coded, or no longer
   * @param {AbortSignal} ports.signal
   */
  constructor(ports) {
    Object.assign(this, ports);
    this.tab = newId();
    this.desk = null;
    this.covers = new Cover({ api: this.api, t: this.t, account: this.account, onSignedIn: () => { this.queue.resume(); this.editor.ask(false); } });
    this.cover = this.covers.node;
    this.queue = new Queue({
      owner: `${this.account.id}|${this.coding}`, tab: this.tab, storage: new DiskStorage(),
      post: (acts, signal) => this.api.acts(this.coding, acts, signal), look: this.api.look,
      onChange: () => this.show(), onRefused: () => this.#refused(), onAnswer: (answer) => this.#answered(answer),
    });
    this.badge = new Badge({ t: this.t, open: () => this.#explain() });
    const on = (type, f) => addEventListener(type, f, { signal: this.signal });
    on("beforeunload", (e) => { if (this.queue.pending) e.preventDefault(); });
    on("online", () => this.queue.resume());
    this.signal.addEventListener("abort", () => this.queue.close());
  }

  /** Send what an earlier page left; go on after a while even if it cannot be sent now. */
  async catchUp() {
    await this.queue.start();
    await this.queue.drained(CATCH_UP_MS);
  }

  /** @param {import("./desk.js").Desk} desk @param {import("./dialogs.js").Dialogs} dialogs */
  attach(desk, dialogs) {
    Object.assign(this, { desk, dialogs });
    desk.queue = this.queue;
    desk.replay(this.queue.waiting);
    this.editor = new Editor({
      claim: (takeOver) => this.api.claim(this.coding, this.tab, takeOver), onChange: (mine) => this.#editorChanged(mine),
      onFailure: (error) => this.queue.halt(error?.kind), signal: this.signal, coding: this.coding, memory: sessionStorage,
    });
    if (!desk.readOnly) this.editor.start();
  }

  // ---- the badge ---------------------------------------------------------------------------

  show() {
    if (!this.desk) return;
    const { dataset } = this.root;
    dataset.badge = this.badge.show(this.queue, this.desk).state;
    dataset.pending = String(this.queue.pending);
    dataset.kept = String(this.queue.pending - this.queue.unkept);
    dataset.refused = String(this.queue.refused.length);
    this.covers.show(this.queue.mode); // the keys go on being taken
  }

  #explain() {
    const { word, n } = badgeOf(this.queue, this.desk);
    this.dialogs.queue(this.queue, this.desk, this.t(`${word}.long`, { n }));
  }

  // ---- what the server answers -------------------------------------------------------------

  #answered(answer) {
    if (!this.desk) return;
    if (Number.isInteger(answer.seq)) this.desk.seq = Math.max(this.desk.seq, answer.seq);
    if (answer.editor?.tab && answer.editor.tab !== this.tab) this.editor?.ask(false);
    if (this.stale && !this.queue.pending) this.resync();
  }

  /** A refused act is on the screen but not in the record: take the server's truth once all is sent. */
  #refused() {
    this.stale = true;
    this.toast("said.refused");
  }

  /** Show what the server has, with what still waits here on top. */
  async resync() {
    this.stale = false;
    try {
      this.desk.resync(await this.api.desk(this.coding));
      this.onMode();
    } catch {
      this.stale = true; // tried again after the next answer
    }
  }

  // ---- who edits ---------------------------------------------------------------------------

  async #editorChanged(mine) {
    // What was done elsewhere comes first: an undo of what stood here before would be refused.
    if (mine) await this.resync();
    this.desk.mine = mine && this.editor.mine;
    this.onMode();
  }

  async takeOver() {
    await this.editor.ask(true);
    if (!this.editor.mine) this.toast("said.cannot_take_over");
  }
}
