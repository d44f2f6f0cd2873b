// One clock for several films: one of them leads, which is the first film wherever it has a picture; the others
// are kept in step. Looks to the desk like the clock of a single film.

import { correction, costAfter, covers, JointFrames, PLAIN_MS, wishOf } from "./together.js";

/** How often it is looked whether the films are in step, ms. */
const LOOK_MS = 60;
/** How long a film is left alone after it was moved, until it plays evenly, ms. */
const CALM_MS = 150;

/** What is known of a film that keeps in step: until when it is left alone, how late it is after a jump, ms, what a
 * change of speed costs it, ms, the timer that ends one, and what was done to it last. */
const FRESH = { calm: 0, lag: 100, cost: 0, catching: 0, did: "" };

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
    signal.addEventListener("abort", () => this.#stop());
  }

  /** Begin with films whose frames are known; the first one leads. @param {Member[]} members */
  load(members) {
    this.members = members.map((member) => Object.assign(member, { ...FRESH, frame: frameLength(member.clock.frames) }));
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
    for (const member of this.members) this.#evenly(member);
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
    if (this.frames) this.#standStill();
    this.onState();
  }

  /** While nothing plays each film shows the very frame of the moment shown, whichever of them stopped first. */
  #standStill() {
    if (this.running || this.loose || this.target !== null || this.leader.clock.seeking) return;
    this.#arrange(this.shown.ms, true);
  }

  #stop() {
    this.running = false;
    clearInterval(this.looking);
    for (const member of this.members) this.#evenly(member);
  }

  get #wanted() {
    return this.target === null ? this.shown.ms : this.frames.msOf(this.target);
  }

  /** A film's picture changed. @param {Member} member @param {{index: number, seconds: number}} shown its own frame */
  heard(member, shown) {
    if (!this.frames) return;
    if (member !== this.leader) {
      if (member.clock.target === null) this.#standStill(); // its last picture came when it had been stopped already
      return;
    }
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
      const { offset } = this.bounds;
      this.bounds = null;
      this.pause();
      this.toTime(offset - 1);
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
    this.#evenly(next);
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

  /** Where a film is now on the screen, ms of the session, between its frames too; null while that is not known. */
  #at({ clock }, now) {
    const ms = clock.pace.at(now, this.speed);
    return ms === null ? null : ms + clock.frames.shift;
  }

  #keepInStep() {
    if (!this.running || this.target !== null || this.leader.clock.seeking || this.leader.clock.video.readyState < 3) return;
    const now = performance.now();
    const lead = this.#at(this.leader, now);
    for (const member of this.members) {
      const { clock } = member;
      if (member === this.leader || member.catching || clock.video.paused || clock.seeking || now < member.calm) continue;
      const at = this.#at(member, now);
      if (lead === null || at === null || !covers(clock.frames, lead)) continue;
      this.#correct(member, at - lead, lead);
    }
  }

  /** A film at the speed of all of them; from now on its pictures tell where it is. */
  #evenly(member) {
    const { clock } = member;
    clearTimeout(member.catching);
    member.catching = 0;
    if (clock.rate === this.speed) return;
    clock.rate = this.speed;
    clock.pace.forget();
    member.calm = performance.now() + CALM_MS;
  }

  #correct(member, drift, lead) {
    const { clock, frame, heard } = member;
    const sure = clock.pace.sure && this.leader.clock.pace.sure;
    if (!sure && Math.abs(drift) < PLAIN_MS) return;
    if (member.did === "catch" && heard) member.cost = costAfter(member.cost, drift);
    const { jump, rate, ms } = correction(drift, { rate: this.speed, frame, heard, cost: heard ? member.cost : 0 });
    if (jump) {
      // After the last jump it was off by so much: this one allows for that.
      if (member.did === "jump") member.lag = Math.max(0, Math.min(1500, member.lag - drift / this.speed));
      clock.toFrame(clock.frames.indexAt(lead + member.lag * this.speed));
      member.calm = performance.now() + CALM_MS;
    } else if (ms) {
      clock.rate = rate;
      member.catching = setTimeout(() => this.#evenly(member), ms);
    }
    member.did = jump ? "jump" : ms ? "catch" : "";
  }
}

/** How long a picture of a film stands on average, ms. */
function frameLength(frames) {
  return (frames.end - frames.start) / Math.max(1, frames.count);
}

/** Let a film play on from where it is. */
function run(clock) {
  if (clock.video.paused && !clock.video.ended) clock.video.play().catch(() => {});
}
