// The loudness of a film's sound, for drawing.

/** Peaks of the sound, 100 a second, with a coarser copy for wide views. */
export class Peaks {
  constructor(rate, low, high) {
    Object.assign(this, { rate, low, high });
    const n = Math.ceil(low.length / 32);
    this.coarse = new Uint8Array(n);
    for (let i = 0; i < low.length; i += 1) {
      const size = Math.max(high[i], -low[i]);
      if (size > this.coarse[i >> 5]) this.coarse[i >> 5] = size;
    }
  }

  /** peaks.bin: uint32 rate, uint32 n, n int8 lows, n int8 highs, little endian. */
  static read(buffer) {
    const head = new DataView(buffer);
    const n = head.getUint32(4, true);
    return new Peaks(head.getUint32(0, true), new Int8Array(buffer, 8, n), new Int8Array(buffer, 8 + n, n));
  }

  /** The loudest in [from, to) seconds, 0 to 1. */
  loudest(from, to) {
    const a = Math.max(0, Math.floor(from * this.rate));
    const b = Math.min(this.low.length, Math.max(a + 1, Math.ceil(to * this.rate)));
    let size = 0;
    if (b - a > 96) for (let i = a >> 5; i <= (b - 1) >> 5; i += 1) size = Math.max(size, this.coarse[i]);
    else for (let i = a; i < b; i += 1) size = Math.max(size, this.high[i], -this.low[i]);
    return size / 127;
  }
}
