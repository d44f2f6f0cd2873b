// Submitting a coding: a look at what is declared and left open, then locking it.

import { moveWindow } from "./record.js";

const SAVE_LIMIT_MS = 8000;
const SHORT_MS = 2000;

export class Submitting {
  /**
   * @param {object} ports
   * @param {import("./api.js").Api} ports.api
   * @param {Function} ports.t
   * @param {import("./desk.js").Desk} ports.desk
   * @param {import("./dialogs.js").Dialogs} ports.dialogs
   * @param {import("./clock.js").FilmClock} ports.film
   * @param {import("./safety.js").Safety} ports.safety
   * @param {() => {start: number, end: number}} ports.limits of the films, ms
   * @param {import("./hints.js").Hints} ports.hints
   * @param {() => void} ports.onDone
   */
  constructor(ports) {
    Object.assign(this, ports);
    /** How far the film was watched, as far as is known, ms. */
    this.watched = ports.desk.coding.place?.t_ms ?? 0;
  }

  /** Where the coding seems to end, ms: behind it nothing was watched or marked. */
  #reached() {
    const ends = this.desk.standing.all.map((a) => Math.max(a.content.onset_ms, a.content.offset_ms ?? 0));
    return ends.reduce((latest, ms) => Math.max(latest, ms), this.watched);
  }

  /** Where the declared stretch seems to end too late: where it might end instead; null else. */
  #early() {
    const { onset_ms, offset_ms } = this.desk.standing.window;
    const reached = this.#reached();
    return reached > onset_ms && offset_ms - reached > SHORT_MS ? reached : null;
  }

  #move(edge, ms) {
    this.desk.do("window", moveWindow(this.desk.standing, edge, ms, this.limits()));
    this.problem = "";
    this.#show();
  }

  open(problem = "", busy = false) {
    this.film.pause();
    Object.assign(this, { problem, busy });
    this.#show();
  }

  #show() {
    const { desk, film, problem, busy } = this;
    this.head = film.shown.ms;
    this.dialogs.submit({
      desk, problem, busy, head: this.head, early: this.#early(), jump: (ms) => film.toTime(ms),
      setWindow: (edge, ms) => this.#move(edge, ms),
      submit: () => this.#submit(), hints: this.hints.rows(this.hints.atTheEnd()),
    });
  }

  /** The frame on which a playing film comes to rest may be a later one than when the dialog opened. */
  showTime(ms) {
    if (this.film.playing) this.watched = Math.max(this.watched, ms);
    if (this.dialogs.submits && ms !== this.head) this.#show();
  }

  async #submit() {
    const { queue } = this.safety;
    this.open("", true);
    if (!(await queue.drained(SAVE_LIMIT_MS)) || queue.mode !== "ok") {
      this.open(this.t("submit.not_saved", { n: queue.pending }));
      return;
    }
    try {
      await this.api.submit(this.desk.coding.id, this.desk.seq);
      this.desk.locked = true;
      await this.safety.resync();
      this.onDone();
      this.dialogs.submitted(this.links());
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    if (error.code === "behind") this.safety.resync();
    const more = (error.problems ?? []).map((p) => p.message ?? String(p)).join(" ");
    const known = { behind: "submit.behind", unreachable: "submit.unreachable" }[error.code || error.kind];
    this.open([known ? this.t(known) : error.message, more].filter(Boolean).join(" "));
  }

  /** Where to go once it is submitted: [word, address]. */
  links() {
    const { session, coding } = this.desk.json;
    if (coding.exercise) return [[this.t("submitted.training"), this.api.url(`training?coding=${encodeURIComponent(coding.id)}`)]];
    const prepare = [this.t("submitted.prepare"), this.api.url(`prepare?session=${encodeURIComponent(session.id)}`)];
    return [
      ...(coding.may_prepare ? [prepare] : []),
      [this.t("submitted.compare"), this.api.url(`compare?session=${encodeURIComponent(session.id)}`)],
      [this.t("submitted.summary"), this.api.url(`summary?coding=${encodeURIComponent(coding.id)}`)],
    ];
  }
}
