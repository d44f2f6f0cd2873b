// One clock for several films: one of them leads, which is the first film wherever it has a picture; the others
// are kept in step. Looks to the desk like the clock of a single film.

import { correction, covers, JointFrames, median, wishOf } from "./together.js";

/** How often it is looked whether the films are in step, ms. */
const LOOK_MS = 120;
/** How long a film is left alone after a jump, until it plays evenly, ms. */
const CALM_MS = 400;

/**
 * @typedef {object} Member a film of the visit
 * @property {import("./clock.js").FilmClock} clock
 * @property {boolean} heard whether its sound is on
 * @property {(where: "before"|"after"|"here") => void} place told where the film stands to the moment shown
 */

export class SessionClock {
  /**
   * @param {{onFrame: (shown: any) => void, onState: () => void}} hooks
   * @param {AbortSignal} signal
   */
  constructor({ onFrame, onState }, signal) {
    Object.assign(this, { onFrame, onState });
    /** @type {Member[]} */
    this.members = [];
    /** @type {JointFrames|null} */
    this.frames = null;
    this.shown = { index: 0, ms: 0, seconds: 0 };
    this.target = null;
    this.bounds = null;
    this.running = false;
    this.speed = 1;
    this.leader = null;
    /** Whether each film may stand on a picture of its own while nothing plays. */
    this.loose = false;
    signal.addEventListener("abort", () => clearInterval(this.looking));
  }

  /** Begin with films whose frames are known; the first one leads. @param {Member[]} members */
  load(members) {
    this.members = members.map((member) => Object.assign(member, { drifts: [], calm: 0, lag: 100 }));
    this.frames = new JointFrames(members.map((m) => m.clock.frames));
    this.leader = members[0];
    this.rate = this.speed;
    this.shown = { index: 0, ms: this.frames.start, seconds: this.frames.pts[0] ?? 0 };
  }

  get playing() {
    return this.running;
  }

  get rate() {
    return this.speed;
  }

  set rate(value) {
    this.speed = value;
    for (const { clock } of this.members) clock.rate = value;
    this.onState();
  }

  get seeking() {
    return this.leader?.clock.seeking ?? false;
  }

  // ---- going somewhere ---------------------------------------------------------------------

  /** Show a position of the joint table on every film. */
  toFrame(index) {
    if (!this.frames) return;
    this.target = Math.max(0, Math.min(index, this.frames.count - 1));
    const ms = this.frames.msOf(this.target);
    this.leader = this.members[this.frames.filmOf(this.target)];
    this.leader.clock.toFrame(this.frames.own[this.target]);
    this.#arrange(ms, true);
  }

  toTime(ms) {
    if (this.frames) this.toFrame(this.frames.indexAt(ms));
  }

  step(by) {
    if (!this.frames) return;
    if (this.running) this.pause();
    this.toFrame((this.target ?? this.shown.index) + by);
  }

  jump(ms) {
    if (this.frames) this.toTime(this.frames.msOf(this.target ?? this.shown.index) + ms);
  }

  // ---- playing -----------------------------------------------------------------------------

  play() {
    if (!this.frames) return;
    if (this.shown.index >= this.frames.count - 1 && this.target === null) this.toFrame(this.bounds ? this.frames.indexAt(this.bounds.onset) : 0);
    this.running = true;
    clearInterval(this.looking);
    this.looking = setInterval(() => this.#keepInStep(), LOOK_MS);
    run(this.leader.clock);
    this.#arrange(this.#wanted, false);
    this.onState();
  }

  pause() {
    this.#stop();
    for (const { clock } of this.members) clock.pause();
    this.onState();
  }

  #stop() {
    this.running = false;
    clearInterval(this.looking);
    for (const m of this.members) { m.drifts = []; m.clock.rate = this.speed; }
  }

  get #wanted() {
    return this.target === null ? this.shown.ms : this.frames.msOf(this.target);
  }

  /** A film's picture changed. @param {Member} member @param {{index: number, seconds: number}} shown its own frame */
  heard(member, shown) {
    if (!this.frames || member !== this.leader) return;
    const index = this.frames.positionOf(this.members.indexOf(member), shown.index);
    if (index === null) {
      if (this.running && !member.clock.seeking) this.#handOver(member.clock.frames.msOf(shown.index));
      return;
    }
    this.shown = { index, ms: this.frames.msOf(index), seconds: shown.seconds + member.clock.frames.shift / 1000 };
    if (member.clock.target === null) this.target = null;
    this.onFrame(this.shown);
    if (member.clock.seeking) return;
    if (this.target === null && (this.running || !this.loose)) this.#arrange(this.shown.ms, !this.running);
    if (this.running) this.#keepInBounds();
  }

  #keepInBounds() {
    const wish = wishOf(this.bounds, this.shown.ms, this.frames.msOf(this.shown.index + 1));
    if (wish === "stop") {
      this.bounds = null;
      this.pause();
    } else if (wish === "back") this.toFrame(this.frames.indexAt(this.bounds.onset));
  }

  /** A film stopped, began or broke off by itself. @param {Member} member */
  changed(member) {
    if (!this.running || member !== this.leader || !member.clock.video.ended) return;
    const { clock } = member;
    const last = this.frames.positionOf(this.members.indexOf(member), clock.frames.count - 1);
    const next = last === null ? this.frames.indexAt(clock.frames.end) : last + 1;
    if (next < this.frames.count) this.#handOver(this.frames.msOf(next));
    else if (this.bounds && !this.bounds.once) this.toFrame(this.frames.indexAt(this.bounds.onset));
    else {
      this.bounds = null;
      this.pause();
    }
  }

  /** From here on another film leads. */
  #handOver(ms) {
    const position = this.frames.indexAt(ms);
    const next = this.members[this.frames.filmOf(position)];
    const there = !next.clock.video.paused && Math.abs(next.clock.shown.ms - ms) < 200;
    this.leader = next;
    if (!there) next.clock.toFrame(this.frames.own[position]);
    next.clock.rate = this.speed;
    run(next.clock);
    this.#arrange(ms, false);
  }

  // ---- in step -----------------------------------------------------------------------------

  /** Each film where it has to be at `ms`: shown or quiet; playing or still. `exactly`: on its frame. */
  #arrange(ms, exactly) {
    for (const member of this.members) {
      const { clock } = member;
      const here = covers(clock.frames, ms);
      member.place(here ? "here" : ms < clock.frames.start ? "before" : "after");
      if (member === this.leader) {
        if (this.running) run(clock);
        continue;
      }
      if (!here) this.#rest(member, ms);
      else this.#follow(member, ms, exactly);
    }
  }

  /** A film that has no picture now waits at its nearer end. */
  #rest({ clock }, ms) {
    if (!clock.video.paused) clock.pause();
    const index = ms < clock.frames.start ? 0 : clock.frames.count - 1;
    if ((clock.target ?? clock.shown.index) !== index && !this.running) clock.toFrame(index);
    else if (ms < clock.frames.start && clock.shown.index !== 0 && clock.target === null) clock.toFrame(0);
  }

  #follow(member, ms, exactly) {
    const { clock } = member;
    const index = clock.frames.indexAt(ms);
    if (exactly && (clock.target ?? clock.shown.index) !== index) {
      clock.toFrame(index);
      member.calm = performance.now() + CALM_MS;
    }
    if (this.running && clock.video.paused) {
      if (!exactly && Math.abs(clock.shown.ms - ms) > 100) clock.toFrame(index);
      run(clock);
      member.calm = performance.now() + CALM_MS;
    }
  }

  /** Where a film is now, ms of the session, between its frames too. */
  static #now({ clock }) {
    return clock.video.currentTime * 1000 + clock.frames.shift;
  }

  #keepInStep() {
    if (!this.running || this.target !== null || this.leader.clock.seeking || this.leader.clock.video.readyState < 3) return;
    const now = performance.now();
    const lead = SessionClock.#now(this.leader);
    for (const member of this.members) {
      const { clock } = member;
      if (member === this.leader || clock.video.paused || clock.seeking || now < member.calm || !covers(clock.frames, lead)) continue;
      this.#correct(member, SessionClock.#now(member) - lead);
    }
  }

  #correct(member, drift) {
    const { clock } = member;
    member.drifts = [...member.drifts.slice(-2), drift];
    const frame = (clock.frames.end - clock.frames.start) / Math.max(1, clock.frames.count);
    const { jump, rate } = correction(median(member.drifts), { rate: this.speed, frame, heard: member.heard });
    if (jump) {
      // After the last jump it was off by so much: this one allows for that.
      member.lag = Math.max(0, Math.min(1500, member.jumped ? member.lag - drift / this.speed : member.lag));
      member.jumped = true;
      clock.toFrame(clock.frames.indexAt(SessionClock.#now(this.leader) + member.lag * this.speed));
      Object.assign(member, { drifts: [], calm: performance.now() + CALM_MS });
    } else {
      member.jumped = false;
      if (Math.abs(clock.video.playbackRate - rate) > 0.002) clock.rate = rate;
    }
  }
}

/** Let a film play on from where it is. */
function run(clock) {
  if (clock.video.paused && !clock.video.ended) clock.video.play().catch(() => {});
}
