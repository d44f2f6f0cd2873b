// The newest state of something that is being written: kept in the browser, then sent until the
// server has it. For what replaces itself (a plan, a line of words); acts have the queue.
// Knows nothing of the DOM; storage, server and time come from outside.

import { backoff } from "./queue.js";

const DISK_LIMIT_MS = 4000;
/** Failures that only a person can mend. */
const STOPS = new Set(["signed_out", "outdated", "gone", "erased", "conflict", "refused"]);

/**
 * @typedef {object} Ports
 * @property {string} owner account and thing; another owner's state is never read
 * @property {{all: Function, put: Function, remove: Function}} storage
 * @property {(value: any) => Promise<any>} send throws an ApiError
 * @property {(keeper: Keeper) => void} [onChange]
 * @property {number} [pause] ms without a change after which it is sent
 * @property {(ms: number) => Promise<void>} [wait]
 */

export class Keeper {
  /** @param {Ports} ports */
  constructor({ owner, storage, send, onChange = () => {}, pause = 400, wait }) {
    Object.assign(this, { owner, storage, send, onChange, pause });
    this.wait = wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    /** What the server does not have yet; null when it has everything. */
    this.value = null;
    this.n = 0;
    this.onDisk = 0;
    /** ok, or why a person must help. */
    this.mode = "ok";
    this.sentence = "";
    this.failures = 0;
    this.record = null;
    this.closed = false;
  }

  /** What an earlier page left unsent, or null. The caller decides: `set` it again, or `drop` it. */
  async left() {
    const records = await this.#inTime(this.storage.all(this.owner)).catch(() => []);
    this.record = records.pop() ?? null;
    if (records.length) await this.storage.remove(records).catch(() => {});
    return this.record?.value ?? null;
  }

  get pending() {
    return this.value !== null;
  }

  /** Whether the newest state is on this computer's disk. */
  get kept() {
    return this.onDisk === this.n;
  }

  /** Take in a newer state; it is kept at once and sent after a pause. */
  set(value, { now = false } = {}) {
    if (this.mode === "erased") return;
    this.value = value;
    this.n += 1;
    if (this.mode === "refused") this.mode = "ok";
    this.#keep();
    this.#changed();
    clearTimeout(this.later);
    if (now) this.flush();
    else this.later = setTimeout(() => this.flush(), this.pause);
  }

  /** Forget what waits. */
  drop() {
    clearTimeout(this.later);
    this.value = null;
    this.n += 1;
    this.mode = "ok";
    this.#keep();
    this.#changed();
  }

  /** One write at a time; what came meanwhile is written next, and only the newest of it. */
  async #keep() {
    if (this.writing) return;
    this.writing = true;
    while (this.onDisk !== this.n) {
      const { n, value } = this;
      try {
        await this.#inTime(this.#write(value));
        this.onDisk = n;
      } catch {
        break; // no disk: the badge says that it is not yet safe, and the sending goes on
      }
    }
    this.writing = false;
    this.#changed();
  }

  async #write(value) {
    if (value === null) {
      if (this.record) await this.storage.remove([this.record]);
      this.record = null;
      return;
    }
    this.record = { ...this.record, owner: this.owner, value };
    await this.storage.put(this.record);
  }

  #inTime(work) {
    return Promise.race([work, this.wait(DISK_LIMIT_MS).then(() => { throw new Error("the disk does not answer"); })]);
  }

  /** Send what waits, one flight at a time. Resolves true when the server has everything. */
  async flush() {
    clearTimeout(this.later);
    if (!this.flight) this.flight = this.#fly().finally(() => { this.flight = null; });
    await this.flight;
    return !this.pending;
  }

  async #fly() {
    while (this.pending && this.mode === "ok" && !this.closed) {
      const { n, value } = this;
      try {
        await this.send(value);
        Object.assign(this, { failures: 0, sentence: "" });
        if (this.n === n) this.drop();
      } catch (error) {
        await this.#failed(error, n);
      }
    }
  }

  async #failed(error, n) {
    const kind = error?.kind ?? "unreachable";
    this.sentence = error?.sentence ?? (error?.status ? error.message : "");
    if (kind === "erased") this.drop(); // nothing of it stays in this browser either
    if (STOPS.has(kind)) {
      // A refusal of something older is no refusal of what came meanwhile.
      if (kind !== "refused" || this.n === n) this.mode = kind;
      this.#changed();
      return;
    }
    this.failures += 1;
    this.#changed();
    await Promise.race([this.wait(backoff(this.failures - 1)), new Promise((resolve) => { this.hurry = resolve; })]);
  }

  /** Go on after signing in again, or when the network is back. */
  resume() {
    if (this.mode === "erased") return Promise.resolve(false);
    this.mode = "ok";
    this.hurry?.();
    this.#changed();
    return this.flush();
  }

  #changed() {
    this.onChange(this);
  }

  close() {
    this.closed = true;
    clearTimeout(this.later);
    this.hurry?.();
  }
}

/** The one word for what is safe, of one or several keepers. Pure. @param {Keeper[]} keepers */
export function stateOf(keepers) {
  const waiting = keepers.filter((k) => k.pending);
  const stopped = keepers.find((k) => k.mode !== "ok");
  if (stopped) return stopped.mode;
  if (!waiting.length) return "saved";
  const failing = waiting.filter((k) => k.failures);
  if (!failing.length) return "saving";
  return failing.every((k) => k.kept) ? "kept" : "unkept";
}
