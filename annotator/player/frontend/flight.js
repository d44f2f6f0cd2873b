// A request over a network that may go silently: when nobody answers it, the server is looked for beside it. Where
// it can be found, what was sent is on a dead connection and is given up, to be sent anew.
// Knows nothing of the DOM; sending, looking and time come from outside.

/** How long a request goes unanswered before the server is looked for, ms; twice as long after each one given up. */
const PATIENCE_MS = 1000;
const LOOK_AGAIN_MS = 200;

export class Flight {
  /**
   * @param {() => Promise<any>} look throws while the server cannot be found; must end by itself
   * @param {(ms: number) => Promise<void>} wait
   */
  constructor(look, wait) {
    Object.assign(this, { look, wait });
    /** Requests given up since the last one that was answered: a slow line must not be asked ever anew. */
    this.givenUp = 0;
  }

  /**
   * Send something that may be sent twice.
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} send
   * @returns {Promise<T>}
   */
  async send(send) {
    const stop = new AbortController();
    const flight = { over: false };
    this.#watch(flight, stop);
    try {
      return await send(stop.signal);
    } finally {
      flight.over = true;
      if (!stop.signal.aborted) this.givenUp = 0;
    }
  }

  async #watch(flight, stop) {
    await this.wait(PATIENCE_MS * 2 ** this.givenUp);
    while (!flight.over) {
      const there = await this.look().then(() => true, () => false);
      if (flight.over) return;
      if (there) {
        this.givenUp += 1;
        stop.abort();
        return;
      }
      await this.wait(LOOK_AGAIN_MS);
    }
  }
}
