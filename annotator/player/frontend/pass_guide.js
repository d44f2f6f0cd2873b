// Leads through the passes: how far this one has come, and at its end the way to the next.

import { el } from "./dom.js";
import { atItsEnd, codedOf, ENOUGH, firstUnwatched, neighbour, passName, percent, shareOf, Watched } from "./passes.js";

export class PassGuide {
  /**
   * @param {object} ports
   * @param {import("./desk.js").Desk} ports.desk
   * @param {import("./clock.js").FilmClock} ports.film
   * @param {Function} ports.t
   * @param {(id: string) => void} ports.choose a pass
   * @param {() => void} ports.refresh the words in the header
   * @param {() => boolean} ports.leads whether something else says where the film begins
   */
  constructor({ desk, film, t, choose, refresh, leads }) {
    Object.assign(this, { desk, film, t, choose, refresh, leads });
    this.watched = new Watched(desk.coding.place?.watched);
    this.node = el("div.passend", { hidden: true, role: "group", "aria-label": t("pass.title") });
    /** Passes whose end was seen and put off. */
    this.later = new Set();
  }

  /** @param {import("./clock.js").Shown} shown */
  showFrame(shown) {
    const { frames, playing } = this.film;
    if (!frames || this.desk.readOnly) return;
    const frame = { index: shown.index, ms: shown.ms, until: frames.msOf(shown.index + 1) };
    const before = this.share(this.desk.pass);
    if (this.desk.round) return;
    const news = this.watched.saw(this.desk.pass.id, frame, playing);
    if (news && percent(before ?? 0) !== percent(this.share(this.desk.pass) ?? 0)) this.refresh();
    this.#offer(frame);
  }

  /** How much of the coded window was watched in a pass; null where the window is empty. */
  share(pass) {
    return shareOf(this.watched.of(pass.id), this.desk.standing.window);
  }

  /** What is known of a pass: watched, and per track how much is coded. @returns {{watched: number|null, coded: {lane: any, share: number}[]}} */
  progress(pass) {
    const lanes = this.desk.lanes.filter((l) => pass.tracks.includes(l.track));
    return { watched: this.share(pass), coded: codedOf(lanes, this.desk.standing.window) };
  }

  #offer(frame) {
    const { desk, film } = this;
    const next = neighbour(desk.passes, desk.pass.id, 1);
    const ends = next && !this.later.has(desk.pass.id) && !film.playing && atItsEnd(this.watched.of(desk.pass.id), desk.standing.window, frame);
    if (!ends) {
      this.node.hidden = true;
      return;
    }
    if (!this.node.hidden) return;
    const later = () => { this.later.add(desk.pass.id); this.node.hidden = true; };
    this.node.replaceChildren(
      el("span", {}, this.t("pass.ended", { label: passName(desk.pass, this.t) })),
      el("button.btn.p", { onclick: () => this.go(1) }, this.t("pass.begin", { n: desk.passes.indexOf(next) + 1, label: passName(next, this.t), speed: next.speed })),
      el("button.btn", { onclick: later }, this.t("pass.not_yet")));
    this.node.hidden = false;
  }

  /** To the next pass (or the one before), where it was left; the film waits. */
  go(by) {
    const next = neighbour(this.desk.passes, this.desk.pass.id, by);
    if (!next) return false;
    this.open(next.id);
    return true;
  }

  open(id) {
    this.node.hidden = true;
    this.film.pause();
    this.choose(id);
    if (this.desk.round || this.leads()) return;
    const { window } = this.desk.standing;
    if ((this.share(this.desk.pass) ?? 0) < ENOUGH) this.film.toTime(firstUnwatched(this.watched.of(id), window) ?? window.onset_ms);
  }
}
