// Where a film begins on the clock of its visit, while somebody sets it: the shifts, what was done, undo. Pure.

/** The farthest that films of one visit lie apart, ms. */
export const FARTHEST_MS = 24 * 3_600_000;

/** So that a frame of one film lies on a frame of the other. @param {number} there session ms of the one @param {number} own ms of the other, in its film */
export const shiftBySame = (there, own) => there - own;

/** A frame's length, ms. @param {{duration_ms: number, frames: number}} recording */
export const frameMs = (recording) => recording.duration_ms / Math.max(1, recording.frames);

/** Shifts as they are being set: every change can be taken back until they are saved. */
export class Laying {
  /** @param {Record<string, number>} saved ms by film */
  constructor(saved) {
    this.saved = { ...saved };
    this.now = { ...saved };
    this.past = [];
    this.future = [];
  }

  /** Whether something differs from what is saved. */
  get changed() {
    return Object.keys(this.now).some((id) => this.now[id] !== this.saved[id]);
  }

  /** Move a film. `grip`: changes with the same grip are one step of undo, as one drag is. */
  set(id, ms, grip = null) {
    const to = Math.round(Math.max(-FARTHEST_MS, Math.min(FARTHEST_MS, ms)));
    if (!Number.isFinite(to) || to === this.now[id]) return false;
    const goesOn = grip !== null && this.past.at(-1)?.grip === grip;
    if (!goesOn) this.past.push({ shifts: this.now, grip });
    this.future = [];
    this.now = { ...this.now, [id]: to };
    return true;
  }

  undo() {
    return this.#step(this.past, this.future);
  }

  redo() {
    return this.#step(this.future, this.past);
  }

  #step(from, to) {
    const step = from.pop();
    if (!step) return false;
    to.push({ shifts: this.now, grip: null });
    this.now = step.shifts;
    return true;
  }

  /** Saved, as the server answers: the steps before can no longer be taken back. */
  keep(shifts) {
    this.saved = { ...this.saved, ...shifts };
    this.now = { ...this.saved };
    this.past = [];
    this.future = [];
  }
}
