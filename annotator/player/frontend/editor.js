// Which tab of the browser codes: one at a time, openly.

const BEAT_MS = 5000;

export class Editor {
  /**
   * @param {object} ports
   * @param {(takeOver: boolean) => Promise<any>} ports.claim asks the server
   * @param {(mine: boolean) => void} ports.onChange
   * @param {(error: any) => void} ports.onFailure
   * @param {string} ports.coding
   * @param {Storage} ports.memory of this browser tab: survives a reload, is not shared with others
   * @param {AbortSignal} ports.signal
   */
  constructor({ claim, onChange, onFailure, signal, coding, memory }) {
    Object.assign(this, { claim, onChange, onFailure, signal, memory });
    this.mine = true;
    this.name = `attune-left|${coding}`;
    addEventListener("pagehide", () => this.leaving(), { signal });
    signal.addEventListener("abort", () => { clearInterval(this.beat); this.leaving(); });
  }

  /** A page that was reloaded takes over from itself: its earlier load said that it left. */
  async start() {
    await this.ask(this.returning());
    if (!this.signal.aborted) this.beat = setInterval(() => this.ask(false), BEAT_MS);
  }

  /** Noted only by the tab that codes, so that a copy of a tab never takes over unasked. */
  leaving() {
    if (this.mine) this.memory.setItem(this.name, "1");
  }

  returning() {
    const left = this.memory.getItem(this.name) !== null;
    this.memory.removeItem(this.name);
    return left;
  }

  /** Unanswered questions change nothing: without a server nobody else can take over either. */
  async ask(takeOver) {
    try {
      const { editor } = await this.claim(takeOver);
      this.#set(Boolean(editor.mine));
    } catch (error) {
      this.onFailure(error);
    }
  }

  #set(mine) {
    if (this.mine === mine || this.signal.aborted) return;
    this.mine = mine;
    this.onChange(mine);
  }
}
