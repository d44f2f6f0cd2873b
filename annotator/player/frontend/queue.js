// Nothing pressed is lost: acts are kept in the browser and sent in order until the server has
// them, both at once: whichever is first makes an act safe. Knows nothing of the DOM; storage, server and time come from outside.

import { Flight } from "./flight.js";
import { newId } from "./record.js";

const MOST = 200;
const MOST_BYTES = 700_000;
const DISK_LIMIT_MS = 4000;
/** Failures that only a person can mend. */
const STOPS = new Set(["signed_out", "outdated", "gone"]);

/** ms to wait before try `k` (0, 1, 2, …): at most 0.2 s, doubling to 1 s; up to a fifth less by chance. */
export const backoff = (k, random = Math.random) => Math.min(1000, 200 * 2 ** k) * (0.8 + 0.2 * random());

/**
 * @typedef {object} Ports
 * @property {string} owner account and coding; another owner's acts are never read
 * @property {string} tab of this page load
 * @property {{all: Function, put: Function, remove: Function}} storage
 * @property {(acts: any[], signal?: AbortSignal) => Promise<any>} post sends a batch; throws an ApiError
 * @property {() => Promise<any>} [look] whether the server can be reached; throws when it cannot
 * @property {(queue: Queue) => void} [onChange]
 * @property {(record: any) => void} [onRefused]
 * @property {(answer: any) => void} [onAnswer]
 * @property {(ms: number) => Promise<void>} [wait]
 */

export class Queue {
  /** @param {Ports} ports */
  constructor({ owner, tab, storage, post, look, onChange = () => {}, onRefused = () => {}, onAnswer = () => {}, wait }) {
    Object.assign(this, { owner, tab, storage, post, onChange, onRefused, onAnswer });
    this.wait = wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.flight = look ? new Flight(look, this.wait) : null;
    /** Not yet acknowledged, in order. @type {any[]} */
    this.waiting = [];
    /** Refused by the server: shown, never dropped silently. @type {any[]} */
    this.refused = [];
    /** ok, signed_out, outdated, gone or erased. */
    this.mode = "ok";
    this.failures = 0;
    this.sentence = "";
    this.n = 0;
    this.gaps = 0;
    this.limit = MOST;
    this.running = false;
    this.closed = false;
  }

  /** Read what an earlier page load left, and start sending it. */
  async start() {
    const stored = await this.#inTime(this.storage.all(this.owner)).catch(() => []);
    const mine = new Set(this.waiting.map((r) => r.id));
    const older = stored.filter((r) => !mine.has(r.id)).map((r) => ({ ...r, kept: true }));
    this.waiting.unshift(...older.filter((r) => r.state === "waiting"));
    this.refused.push(...older.filter((r) => r.state === "refused"));
    this.#changed();
    this.flush();
  }

  get pending() {
    return this.waiting.length;
  }

  /** How many are in memory only: not yet on this computer's disk. */
  get unkept() {
    return this.waiting.filter((r) => !r.kept).length;
  }

  /** Numbers an act for this tab and takes it in; it is kept and sent. */
  push(act) {
    this.n += 1;
    const full = { ...act, tab: this.tab, n: this.n };
    if (this.mode === "erased") return full;
    const record = { owner: this.owner, id: act.id, tab: this.tab, n: this.n, act: full, state: "waiting", reason: "", kept: false };
    this.waiting.push(record);
    this.#changed();
    this.#keep(record);
    this.flush();
    return full;
  }

  async #keep(record) {
    const disk = onDisk(record);
    const put = this.storage.put(disk).then(() => {
      Object.assign(record, { order: disk.order, kept: true });
      if (record.gone) return this.#forget([record]);
      return record.tab === disk.tab ? undefined : this.storage.put(onDisk(record)); // numbered anew meanwhile
    });
    try {
      await this.#inTime(put);
    } catch {
      // no disk (private window, full, stuck): it waits in memory; the badge tells
    }
    this.#changed();
  }

  /** A disk that does not answer must not hold up the sending. */
  #inTime(work) {
    return Promise.race([work, this.wait(DISK_LIMIT_MS).then(() => { throw new Error("the disk does not answer"); })]);
  }

  /** Send what waits, one flight at a time, until nothing waits or someone must help. */
  async flush() {
    if (this.running || this.closed) return;
    this.running = true;
    try {
      for (let batch = this.#batch(); batch.length && this.mode === "ok" && !this.closed; batch = this.#batch()) await this.#try(batch);
    } finally {
      this.running = false;
    }
  }

  /** The first acts, all of one tab. */
  #batch() {
    const batch = [];
    let bytes = 0;
    for (const r of this.waiting) {
      if (batch.length >= this.limit || r.tab !== this.waiting[0].tab) break;
      bytes += JSON.stringify(r.act).length;
      if (batch.length && bytes > MOST_BYTES) break;
      batch.push(r);
    }
    return batch;
  }

  async #try(batch) {
    try {
      const acts = batch.map((r) => r.act);
      const answer = await (this.flight ? this.flight.send((signal) => this.post(acts, signal)) : this.post(acts));
      if (!Array.isArray(answer?.answers)) throw Object.assign(new Error("no answers"), { kind: "unreachable" });
      this.failures = 0;
      this.sentence = "";
      await this.#settle(batch, answer);
      this.onAnswer(answer);
    } catch (error) {
      await this.#failed(error, batch);
    }
    this.#changed();
  }

  async #settle(batch, answer) {
    const byId = new Map(answer.answers.map((a) => [a.act, a]));
    const saved = [];
    let gap = false;
    for (const record of batch) {
      const a = byId.get(record.id);
      if (a?.outcome === "saved") saved.push(record);
      else if (a?.outcome === "refused") await this.#park(record, a);
      else gap = true;
    }
    if (saved.length) this.#acknowledged(saved);
    this.limit = MOST;
    this.gaps = gap ? this.gaps + 1 : 0;
    if (gap) await this.#bridge(batch[0].tab);
  }

  #acknowledged(records) {
    const ids = new Set(records.map((r) => r.id));
    this.waiting = this.waiting.filter((r) => !ids.has(r.id));
    for (const r of records) r.gone = true;
    this.#forget(records); // not waited for: the next flight leaves at once
  }

  async #forget(records) {
    await this.storage.remove(records).catch(() => {}); // sent again at next start: the server knows them
  }

  async #park(record, { code, message }) {
    this.waiting = this.waiting.filter((r) => r !== record);
    Object.assign(record, { state: "refused", code, reason: message });
    this.refused.push(record);
    await this.storage.put(onDisk(record)).catch(() => {});
    this.onRefused(record);
  }

  /** The server misses earlier acts of this tab. Ask again once; then number the rest anew. */
  async #bridge(tab) {
    if (this.gaps < 2) return this.wait(backoff(0));
    const fresh = newId();
    const rest = this.waiting.filter((r) => r.tab === tab);
    rest.forEach((r, i) => {
      Object.assign(r, { tab: fresh, n: i + 1, act: { ...r.act, tab: fresh, n: i + 1 } });
    });
    if (tab === this.tab) Object.assign(this, { tab: fresh, n: rest.length });
    this.gaps = 0;
    for (const r of rest) if (r.kept) await this.storage.put(onDisk(r)).catch(() => {});
    return undefined;
  }

  async #failed(error, batch) {
    const kind = error?.kind ?? "unreachable";
    if (kind === "erased") {
      await this.#letGo();
      return;
    }
    if (STOPS.has(kind)) {
      this.mode = kind;
      return;
    }
    if (kind === "refused") {
      if (batch.length > 1) this.limit = 1; // find the one that is wrong
      else await this.#park(batch[0], { code: error.code, message: error.message });
      return;
    }
    this.sentence = error?.status >= 500 ? error.message : "";
    this.failures += 1;
    this.#changed();
    if (kind === "cancelled") return; // given up because the server was found: sent anew at once
    await this.#pause(backoff(this.failures - 1));
  }

  /** Wait, but not once the network is back. */
  #pause(ms) {
    return Promise.race([this.wait(ms), new Promise((resolve) => { this.hurry = resolve; })]);
  }

  /** What all this belongs to was erased: nothing of it stays in this browser either. */
  async #letGo() {
    const records = [...this.waiting, ...this.refused];
    Object.assign(this, { mode: "erased", waiting: [], refused: [] });
    for (const r of records) r.gone = true;
    await this.#forget(records);
  }

  /** Another call was told that we are signed out, old, or that this was erased: stop before the next act is. */
  halt(kind) {
    if (kind === "erased" && this.mode !== "erased") this.#letGo().then(() => this.#changed());
    if (this.mode !== "ok" || !STOPS.has(kind)) return;
    this.mode = kind;
    this.#changed();
  }

  /** Go on after signing in again, or when the network is back. */
  resume() {
    if (this.mode === "erased") return;
    this.mode = "ok";
    this.hurry?.();
    this.#changed();
    this.flush();
  }

  /** Resolves true when nothing waits, false after `ms`. */
  async drained(ms) {
    for (let spent = 0; this.pending && this.mode === "ok" && spent < ms; spent += 50) await this.wait(50);
    return this.pending === 0;
  }

  /** A refusal was read: take it off the list. */
  async dismiss(record) {
    this.refused = this.refused.filter((r) => r !== record);
    await this.#forget([record]);
    this.#changed();
  }

  #changed() {
    this.onChange(this);
  }

  close() {
    this.closed = true;
    this.hurry?.();
    this.storage.close?.();
  }
}

/** The part of a record that goes to disk: codes, times and ids. */
function onDisk({ owner, id, tab, n, act, state, reason, order }) {
  const disk = { owner, id, tab, n, act, state, reason };
  return order === undefined ? disk : { ...disk, order };
}
