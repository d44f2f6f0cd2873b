// Which tab of the browser codes: one at a time, openly.

const BEAT_MS = 5000;

export class Editor {
  /**
   * @param {object} ports
   * @param {(takeOver: boolean) => Promise<any>} ports.claim asks the server
   * @param {(mine: boolean) => void} ports.onChange
   * @param {AbortSignal} ports.signal
   */
  constructor({ claim, onChange, signal }) {
    Object.assign(this, { claim, onChange, signal });
    this.mine = true;
    signal.addEventListener("abort", () => clearInterval(this.beat));
  }

  async start() {
    await this.ask(false);
    if (!this.signal.aborted) this.beat = setInterval(() => this.ask(false), BEAT_MS);
  }

  /** Unanswered questions change nothing: without a server nobody else can take over either. */
  async ask(takeOver) {
    try {
      const { editor } = await this.claim(takeOver);
      this.#set(Boolean(editor.mine));
    } catch {
      // The queue tells about signing in and the network.
    }
  }

  #set(mine) {
    if (this.mine === mine || this.signal.aborted) return;
    this.mine = mine;
    this.onChange(mine);
  }

  /** The answer to a batch tells the same. @param {{live?: boolean}|undefined} editor */
  heard(editor) {
    if (editor && editor.live === false) this.ask(false);
  }
}
