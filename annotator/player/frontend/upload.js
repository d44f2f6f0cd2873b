// Bringing films in: chosen or dropped, sent in pieces that go on where they stopped, then prepared.

import { Api } from "./api.js";
import { el, say } from "./dom.js";
import { backoff } from "./queue.js";
import { translator } from "./strings.js";
import { themeOf } from "./theme.js";

const APP = new URL("../../../", import.meta.url); // /assets/<version>/player/upload.js
const PIECE = 8 * 2 ** 20;
const POLL_MS = 700;
const KINDS = ".mp4,.m4v,.mov,.mkv,.webm,.avi,.mpg,.mpeg,.mod,.vob,.ts,.m2t,.mts,.m2ts,.dv,.3gp,video/*";

/** Where a half-sent film is remembered: by what the file is, never by whom it shows. */
export const resumeKey = (session, file) => `attune-upload|${session}|${file.size}|${file.lastModified}|${hash(file.name)}`;

/** A short number for a name, so that names of families do not lie in the browser's storage. */
export function hash(text) {
  let h = 5381;
  for (const c of text) h = (Math.imul(h, 33) ^ c.codePointAt(0)) >>> 0;
  return h.toString(36);
}

/** MB/s over the last pieces. */
export class Speed {
  constructor() {
    this.seen = [];
  }

  add(bytes, ms) {
    this.seen.push([bytes, Math.max(1, ms)]);
    if (this.seen.length > 6) this.seen.shift();
  }

  get mbs() {
    const [bytes, ms] = this.seen.reduce(([b, t], [x, y]) => [b + x, t + y], [0, 0]);
    return ms ? bytes / ms / 1000 : 0;
  }
}

/** How long a film's preparation still takes, when it goes on as since it was first seen. */
export class Rest {
  /**
   * @param {number} share what is done by now, from 0 to 1
   * @param {number} ms any clock's time
   * @returns {number|null} seconds; null in the first 3 s, and before 3 % were done
   */
  seconds(share, ms) {
    this.first ??= { share, ms };
    const done = share - this.first.share;
    const elapsed = ms - this.first.ms;
    return elapsed < 3000 || done < 0.03 ? null : (elapsed * (1 - share)) / done / 1000;
  }
}

/**
 * A time that is left, in words: rounded up to tens of seconds, above a minute to minutes.
 * @param {number|null} seconds
 * @returns {{id: string, n?: number}|null}
 */
export function leftInWords(seconds) {
  if (seconds === null) return null;
  const tens = 10 * Math.max(1, Math.ceil(seconds / 10));
  if (tens < 60) return { id: "upload.left.seconds", n: tens };
  return tens === 60 ? { id: "upload.left.minute" } : { id: "upload.left.minutes", n: Math.ceil(seconds / 60) };
}

/**
 * Send a file from where the server has it. Pure but for its ports.
 * @param {{file: Blob, id: string, api: any, signal: AbortSignal, onProgress: (sent: number, ms: number) => void, onPause: (sent: number) => void, wait: (ms: number) => Promise<void>, piece?: number}} ports
 */
export async function sendAll({ file, id, api, signal, onProgress, onPause, wait, piece = PIECE }) {
  let offset = (await api.get(`api/v1/uploads/${id}`)).offset;
  let failures = 0;
  while (offset < file.size) {
    signal.throwIfAborted();
    const from = Date.now();
    try {
      const bytes = file.slice(offset, offset + piece);
      const answer = await api.call("PUT", `api/v1/uploads/${id}?offset=${offset}`, { bytes, timeout: 120_000, signal });
      onProgress(answer.offset, Date.now() - from, answer.offset - offset);
      offset = answer.offset;
      failures = 0;
    } catch (error) {
      if (error.code === "offset" && Number.isInteger(error.body?.offset)) offset = error.body.offset;
      else if (error.kind !== "unreachable" && error.code !== "cut") throw error;
      else {
        onPause(offset);
        await wait(backoff(failures, Math.random));
        failures += 1;
        offset = await api.get(`api/v1/uploads/${id}`).then((a) => a.offset, (e) => { if (e.kind === "unreachable") return offset; throw e; });
      }
    }
  }
}

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any, setTriggerValue: Function}} component */
export function mount({ parentElement, data, setTriggerValue }) {
  const upload = new Upload(parentElement, data, setTriggerValue);
  return { update: (next) => upload.update(next), destroy: () => upload.destroy() };
}

class Upload {
  constructor(parent, data, trigger) {
    Object.assign(this, { parent, data, trigger, rows: [], busy: false });
    this.t = translator(data.strings ?? {});
    this.api = new Api(APP);
    this.stop = new AbortController();
    this.build();
  }

  build() {
    const { t } = this;
    this.input = el("input", { type: "file", multiple: true, accept: KINDS, hidden: true, onchange: () => this.take(this.input.files) });
    this.button = el("button.btn.p", { onclick: () => this.input.click() }, t("upload.choose"));
    this.zone = el("div.zone", { ondragover: (e) => this.over(e), ondragleave: () => this.zone.removeAttribute("data-over"), ondrop: (e) => this.drop(e) },
      el("div.line", {}, this.button, el("span.mute", {}, t("upload.drop"))), el("p.mute", {}, t("upload.rule")), this.input);
    this.list = el("div.files", { role: "list" });
    this.live = el("div.sr", { role: "status", "aria-live": "polite" });
    this.root = el("div.upload", { dir: this.data.dir ?? "ltr", "data-theme": themeOf(this.parent.host ?? document.body) }, this.zone, this.list, this.live);
    this.parent.append(el("link", { rel: "stylesheet", href: new URL("upload.css", import.meta.url).href }), this.root);
    addEventListener("beforeunload", (e) => { if (this.rows.some((r) => r.sending)) e.preventDefault(); }, { signal: this.stop.signal });
  }

  over(e) {
    e.preventDefault();
    this.zone.dataset.over = "";
  }

  drop(e) {
    e.preventDefault();
    this.zone.removeAttribute("data-over");
    this.take(e.dataTransfer.files);
  }

  take(files) {
    for (const file of files) {
      const row = new Row(this, file);
      this.rows.push(row);
      this.list.append(row.node);
    }
    this.input.value = "";
    this.next();
  }

  /** One film at a time, in the order they were chosen. */
  async next() {
    if (this.busy || this.stop.signal.aborted) return;
    const row = this.rows.find((r) => r.state === "waiting");
    if (!row) return;
    this.busy = true;
    await row.run();
    this.busy = false;
    this.next();
  }

  ready(recording) {
    this.trigger?.("ready", recording);
  }

  remove(row) {
    this.rows = this.rows.filter((r) => r !== row);
    row.node.remove();
  }

  update(data) {
    this.data = data;
  }

  destroy() {
    for (const row of this.rows) row.abort?.abort();
    this.stop.abort();
    this.root.remove();
  }
}

class Row {
  constructor(upload, file) {
    Object.assign(this, { upload, file, t: upload.t, api: upload.api, state: "waiting", sending: false, job: null });
    this.key = resumeKey(upload.data.session, file);
    this.bar = el("progress", { max: 1, value: 0, "aria-label": file.name });
    this.word = el("span.word", {}, this.t("upload.waiting"));
    this.buttons = el("span.buttons");
    this.node = el("div.file", { role: "listitem", "data-state": "waiting" }, el("span.name", { title: file.name }, file.name), this.bar, this.word, this.buttons);
    this.show("waiting", this.t("upload.waiting"));
  }

  show(state, text, progress = null) {
    this.state = state;
    this.node.dataset.state = state;
    say(this.word, text);
    if (progress !== null) this.bar.value = progress;
    const button = (word, f) => el("button.small", { onclick: f }, this.t(word));
    const choices = {
      waiting: [button("upload.remove", () => this.upload.remove(this))], sending: [button("upload.cancel", () => this.cancel())], preparing: [button("upload.cancel", () => this.cancel())],
      failed: [button("upload.retry", () => this.again()), button("upload.remove", () => this.upload.remove(this))], cancelled: [button("upload.retry", () => this.again()), button("upload.remove", () => this.upload.remove(this))], ready: [],
    };
    if (this.shown !== state) this.buttons.replaceChildren(...choices[state]);
    this.shown = state;
  }

  again() {
    this.show("waiting", this.t("upload.waiting"));
    this.upload.next();
  }

  async run() {
    this.abort = new AbortController();
    try {
      if (this.job) await this.api.post(`api/v1/jobs/${this.job}/retry`);
      else await this.#send();
      await this.#prepare();
    } catch (error) {
      this.#failed(error);
    }
    this.sending = false;
  }

  #failed(error) {
    if (this.abort.signal.aborted) this.show("cancelled", this.t("upload.cancelled"));
    else if (error.kind === "signed_out") this.show("failed", this.t("upload.signed_out"));
    else this.show("failed", this.t("upload.failed", { reason: error.message }));
  }

  async #send() {
    this.sending = true;
    const id = await this.#begin();
    const speed = new Speed();
    const percent = (sent) => Math.floor((100 * sent) / Math.max(1, this.file.size));
    await sendAll({
      file: this.file, id, api: this.api, signal: this.abort.signal, wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onProgress: (sent, ms, bytes) => {
        speed.add(bytes, ms);
        this.show("sending", this.t("upload.sending", { percent: percent(sent), speed: speed.mbs.toFixed(1) }), sent / this.file.size);
        say(this.upload.live, this.t("upload.progress", { name: this.file.name, percent: percent(sent) - (percent(sent) % 25) }));
      },
      onPause: (sent) => this.show("sending", this.t("upload.paused", { percent: percent(sent) }), sent / this.file.size),
    });
    this.sending = false;
    this.show("preparing", this.t("upload.checking"), 0);
    const { job, recording } = await this.api.post(`api/v1/uploads/${id}/finish`, {}, { timeout: 600_000 });
    localStorage.removeItem(this.key);
    Object.assign(this, { job, recording });
  }

  /** The upload an earlier try began, when the server still has it; a new one otherwise. */
  async #begin() {
    const known = localStorage.getItem(this.key);
    if (known) {
      const there = await this.api.get(`api/v1/uploads/${known}`).catch((e) => { if (e.kind === "gone") return null; throw e; });
      if (there && there.size === this.file.size) {
        this.upload_id = known;
        this.show("sending", this.t("upload.resumed", { percent: Math.floor((100 * there.offset) / there.size) }), there.offset / there.size);
        return known;
      }
    }
    const { id } = await this.api.post("api/v1/uploads", { session: this.upload.data.session, name: this.file.name, size: this.file.size });
    localStorage.setItem(this.key, id);
    this.upload_id = id;
    this.show("sending", this.t("upload.sending", { percent: 0, speed: "0.0" }), 0);
    return id;
  }

  async #prepare() {
    const rest = new Rest();
    for (;;) {
      this.abort.signal.throwIfAborted();
      const job = await this.api.get(`api/v1/jobs/${this.job}`).catch((e) => { if (e.kind === "unreachable") return null; throw e; });
      if (job?.state === "done") break;
      if (job?.state === "failed" || job?.state === "cancelled") throw new Error(job.reason || this.t("upload.cancelled"));
      if (job) this.show("preparing", this.#howFar(job, rest), job.progress);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    this.show("ready", this.t("upload.ready"), 1);
    say(this.upload.live, this.t("upload.ready"));
    this.upload.ready(this.recording);
  }

  #howFar(job, rest) {
    const step = this.t("upload.preparing", { step: job.step || `${Math.round(job.progress * 100)} %` });
    const left = job.state === "running" ? leftInWords(rest.seconds(job.progress, performance.now())) : null;
    return left ? `${step} · ${this.t(left.id, { n: left.n })}` : step;
  }

  async cancel() {
    this.abort.abort();
    const path = this.job ? ["POST", `api/v1/jobs/${this.job}/cancel`] : ["DELETE", `api/v1/uploads/${this.upload_id}`];
    if (!this.job) localStorage.removeItem(this.key);
    await this.api.call(path[0], path[1], this.job ? { json: {} } : {}).catch(() => {});
  }
}
