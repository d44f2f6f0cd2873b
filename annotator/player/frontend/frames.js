// The frames of a film, on the session clock.

/** A hair wider than the 0.0004 ms by which a browser's mediaTime may differ from the table. */
const SAME_FRAME_S = 0.0005;

/**
 * Index of the last value that is not greater than x; -1 when all are.
 * @param {ArrayLike<number>} values ascending
 * @param {number} x
 */
export function lastNotAfter(values, x) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * When each frame is shown. A frame's ms is its presentation time rounded up; the frame at t
 * is the last whose ms is not after t. Positions run from 0 to `count`: the last one is not a
 * frame but the end of the film, where a state may end.
 */
export class FrameTable {
  /**
   * @param {ArrayLike<number>} pts seconds in the film, ascending, the first 0
   * @param {ArrayLike<number>} ms the same, rounded up to whole ms
   * @param {number} endMs where the last frame ends, ms in the film
   * @param {number} shift where the film's first frame lies on the session clock, ms
   */
  constructor(pts, ms, endMs, shift = 0) {
    this.pts = pts;
    this.ms = ms;
    this.end = endMs + shift;
    this.shift = shift;
  }

  /**
   * Read frames.bin: uint32 n, uint32 end_ms, n float64 seconds, n int32 ms, little endian.
   * @param {ArrayBuffer} buffer
   * @param {number} shift
   */
  static read(buffer, shift = 0) {
    const head = new DataView(buffer);
    const n = head.getUint32(0, true);
    const pts = new Float64Array(buffer, 8, n);
    const ms = new Int32Array(buffer, 8 + 8 * n, n);
    return new FrameTable(pts, ms, head.getUint32(4, true), shift);
  }

  get count() {
    return this.ms.length;
  }

  get start() {
    return this.shift;
  }

  /** The frame on the screen at `t` ms of the session; the first before the film. */
  indexAt(t) {
    return Math.max(0, lastNotAfter(this.ms, t - this.shift));
  }

  /** The frame shown at `seconds` of the film, as the browser reports it. */
  indexAtSeconds(seconds) {
    return Math.max(0, lastNotAfter(this.pts, seconds + SAME_FRAME_S));
  }

  /** Session ms of a position; position `count` is the film's end. */
  msOf(position) {
    const p = Math.max(0, position);
    return p >= this.count ? this.end : this.ms[p] + this.shift;
  }

  /** The position nearest to `t` ms, the film's end included: where a dragged edge snaps to. */
  nearest(t) {
    const before = this.indexAt(t);
    const after = Math.min(before + 1, this.count);
    return this.msOf(after) - t < t - this.msOf(before) ? after : before;
  }

  /** Seconds to seek to so that frame `index` is shown, whatever the browser's rounding. */
  middle(index) {
    const i = Math.max(0, Math.min(index, this.count - 1));
    if (i + 1 < this.count) return (this.pts[i] + this.pts[i + 1]) / 2;
    const left = (this.end - this.shift) / 1000 - this.pts[i];
    return this.pts[i] + Math.max(0.001, Math.min(left / 2, 0.01));
  }

  /** The stored number of a position: null for the film's end, which is no frame. */
  frameOf(position) {
    return position >= this.count ? null : position;
  }
}
