// Several films of one visit on one clock: which film has which moment, and how the others keep in step. Pure.

import { FrameTable, lastNotAfter } from "./frames.js";

/** A film that is so far out of step, ms, jumps; less is caught up by speed. */
export const JUMP_MS = 240;
/** Less than this, ms, is in step: screens show a picture each 17 ms, and pictures tell no more. */
const NEAR_MS = 10;
/** More than this, ms, is believed before all pictures are there that less needs. */
export const PLAIN_MS = 45;
/** In how long a film that is out of step is back in step, ms; longer where its speed may not change as much. */
const CLOSE_MS = 450;
/** The most that the speed of a film is changed: where its sound is heard, and where it is not. */
const HEARD = 0.04;
const UNHEARD = 0.2;
/** The most that a change of speed is thought to cost, ms: in Chromium some 25 where a film has sound, else nothing. */
const MOST_COST_MS = 40;

/**
 * What a film does that is out of step with the one that leads.
 *
 * @param {number} drift how far it is ahead, ms of film; negative: behind
 * @param {{rate: number, frame: number, heard: boolean, cost?: number}} about speed of the one that leads, a frame's
 *   length in ms, whether its sound is on, by how many ms a change of speed sets it back
 * @returns {{jump: boolean, rate: number, ms: number}} `jump`: go to where the other one is; else its speed, and for
 *   how many ms: then it is in step
 */
export function correction(drift, { rate, frame, heard, cost = 0 }) {
  if (Math.abs(drift) > Math.max(JUMP_MS * rate, 4 * frame)) return { jump: true, rate, ms: 0 };
  if (Math.abs(drift) < NEAR_MS) return { jump: false, rate, ms: 0 };
  const most = heard ? HEARD : UNHEARD;
  const wanted = cost - drift;
  const share = Math.max(-most, Math.min(most, wanted / (CLOSE_MS * rate)));
  const ms = Math.abs(wanted) > most * CLOSE_MS * rate ? Math.abs(wanted) / (most * rate) : CLOSE_MS;
  return { jump: false, rate: Math.round(rate * (1 + share) * 1000) / 1000, ms: Math.round(ms) };
}

/** By how many ms a change of speed sets a film back, after it was `drift` ahead when it should have been in step. */
export function costAfter(cost, drift) {
  const believed = Math.max(-NEAR_MS, Math.min(NEAR_MS, drift / 2)); // a busy computer sets films back as well
  return Math.max(0, Math.min(MOST_COST_MS, cost - believed));
}

/** How many pictures tell where a film is: half of them may have come late. */
const PICTURES = 12;
const ENOUGH = 5;

/**
 * Where a film that plays is, by the pictures that it put on the screen. What the browser calls its current time
 * can be a frame and more away from what is seen, above all where one film has sound and another has none.
 */
export class Pace {
  constructor() {
    this.pictures = [];
  }

  /** A picture is on the screen from `at` on, ms of the browser's clock; its own time is `ms`. */
  see(at, ms) {
    this.pictures.push({ at, ms });
    if (this.pictures.length > PICTURES) this.pictures.shift();
  }

  /** It went elsewhere, stood still or changed its speed: what was seen tells nothing more. */
  forget() {
    this.pictures = [];
  }

  /** Whether there are as many pictures as ever tell. */
  get sure() {
    return this.pictures.length === PICTURES;
  }

  /** Where it is at `now`, ms, playing at `rate`; null until there are enough pictures. */
  at(now, rate) {
    if (this.pictures.length < ENOUGH) return null;
    return median(this.pictures.map(({ at, ms }) => ms + (now - at) * rate));
  }
}

/** The middle one of some numbers; 0 of none. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[sorted.length >> 1] : 0;
}

/** Whether a film has a picture at `ms` of the session. @param {FrameTable} frames */
export const covers = (frames, ms) => ms >= frames.start && ms < frames.end;

/**
 * What a loop or a replay wants now: "stop", "back" to its beginning, or nothing (null).
 * @param {{onset: number, offset: number, once: boolean}|null} bounds
 * @param {number} shown ms of the frame on the screen
 * @param {number} following ms of the next one
 */
export function wishOf(bounds, shown, following) {
  if (!bounds || (following < bounds.offset && shown >= bounds.onset - 1)) return null;
  return bounds.once && following >= bounds.offset ? "stop" : "back";
}

/**
 * The frames of several films as one table on the session clock: the first film's own, and of the others those
 * that lie where no film before them has a picture. A moment has no stored number where the first film has none.
 */
export class JointFrames extends FrameTable {
  /** @param {FrameTable[]} tables in the order of the films; the first one leads */
  constructor(tables) {
    const runs = tables.flatMap((table, film) => freeRuns(table, film, tables.slice(0, film)));
    runs.sort((a, b) => a.ms - b.ms);
    const count = runs.reduce((n, run) => n + run.to - run.from, 0);
    const [pts, ms, films, own] = [new Float64Array(count), new Int32Array(count), new Uint8Array(count), new Int32Array(count)];
    let at = 0;
    for (const { film, from, to } of runs) {
      for (let i = from; i < to; i += 1, at += 1) {
        pts[at] = tables[film].pts[i] + tables[film].shift / 1000;
        ms[at] = tables[film].msOf(i);
        films[at] = film;
        own[at] = i;
      }
    }
    super(pts, ms, Math.max(...tables.map((t) => t.end)), 0);
    Object.assign(this, { tables, films, own });
  }

  get start() {
    return this.count ? this.ms[0] : 0;
  }

  /** Which film has a position; the last one's for the end. */
  filmOf(position) {
    return this.films[Math.max(0, Math.min(position, this.count - 1))];
  }

  /** The position of a film's own frame; null where another film has that moment. */
  positionOf(film, index) {
    const position = lastNotAfter(this.ms, this.tables[film].msOf(index));
    return position >= 0 && this.films[position] === film && this.own[position] === index ? position : null;
  }

  frameOf(position) {
    return position < this.count && this.films[position] === 0 ? this.own[position] : null;
  }
}

/** The stretches of a film's frames that lie on the clock, from 0 on, and where no film before it has a picture. */
function freeRuns(table, film, before) {
  const runs = [];
  let from = null;
  for (let i = 0; i <= table.count; i += 1) {
    const ms = table.msOf(i);
    const free = i < table.count && ms >= 0 && !before.some((t) => covers(t, ms));
    if (free && from === null) from = i;
    if (!free && from !== null) {
      runs.push({ film, from, to: i, ms: table.msOf(from) });
      from = null;
    }
  }
  return runs;
}
