// Drawing in turn: in the next frame, and in a burst no more often than an eye reads it. Each drawing may have the
// whole page laid out anew, and on a slow computer that would keep the next press waiting.

/** Least time between two drawings, ms. */
const PACE_MS = 200;

export class Pace {
  /**
   * @param {() => void} draw
   * @param {AbortSignal} signal
   * @param {{now?: () => number, wait?: (f: () => void, ms: number) => any, frame?: (f: () => void) => any}} [time] in tests: theirs
   */
  constructor(draw, signal, { now = () => performance.now(), wait = (f, ms) => setTimeout(f, ms), frame = (f) => requestAnimationFrame(f) } = {}) {
    Object.assign(this, { draw, signal, now, wait, frame });
    this.drawnAt = -Infinity;
    /** What is asked for and not drawn yet; another object for each drawing. @type {object | null} */
    this.asked = null;
  }

  /** Draw when it is its turn; whatever is asked for until then is drawn with it. */
  ask() {
    if (this.asked) return;
    const turn = {};
    this.asked = turn;
    const inFrame = () => this.frame(() => { if (this.asked === turn) this.settle(); });
    const left = this.drawnAt + PACE_MS - this.now();
    if (left > 0) this.wait(inFrame, left);
    else inFrame();
  }

  /** Draw at once what is asked for; nothing when nothing is. */
  settle() {
    if (!this.asked) return;
    this.asked = null;
    if (this.signal.aborted) return;
    this.drawnAt = this.now();
    this.draw();
  }

  /** What is asked for is no longer wanted. */
  drop() {
    this.asked = null;
  }
}
