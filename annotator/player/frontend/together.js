// Several films of one visit on one clock: which film has which moment, and how the others keep in step. Pure.

import { FrameTable, lastNotAfter } from "./frames.js";

/** A film that is so far out of step, ms, jumps; less is caught up by speed. */
export const JUMP_MS = 240;
/** In how long a film that is out of step is back in step, ms. */
const CLOSE_MS = 700;
/** The most that the speed of a film is changed: where its sound is heard, and where it is not. */
const HEARD = 0.04;
const UNHEARD = 0.2;

/**
 * What a film does that is out of step with the one that leads.
 *
 * @param {number} drift how far it is ahead, ms of film; negative: behind
 * @param {{rate: number, frame: number, heard: boolean}} about speed of the one that leads, a frame's length in
 *   ms, whether its sound is on
 * @returns {{jump: boolean, rate: number}} `jump`: go to where the other one is; `rate`: its speed until it is asked again
 */
export function correction(drift, { rate, frame, heard }) {
  if (Math.abs(drift) > Math.max(JUMP_MS * rate, 4 * frame)) return { jump: true, rate };
  if (Math.abs(drift) < Math.max(4, frame / 6)) return { jump: false, rate };
  const most = heard ? HEARD : UNHEARD;
  const share = Math.max(-most, Math.min(most, -drift / CLOSE_MS));
  return { jump: false, rate: Math.round(rate * (1 + share) * 1000) / 1000 };
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
