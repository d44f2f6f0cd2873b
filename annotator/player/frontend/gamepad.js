// A gamepad, or a pedal that calls itself one: its buttons are keys like all others.

/** A button that stays down repeats as a key does. */
const FIRST_MS = 450;
const AGAIN_MS = 60;

/** Which buttons went down, came up or are still held, from one look at them to the next. Pure. */
export class Buttons {
  constructor() {
    /** @type {Map<string, number>} name → when it is to repeat */
    this.down = new Map();
  }

  /**
   * @param {boolean[]} pressed by place @param {number} now ms
   * @returns {{type: "keydown"|"keyup", code: string, repeat: boolean}[]}
   */
  look(pressed, now) {
    return pressed.flatMap((is, i) => {
      const code = `Pad${i}`;
      const due = this.down.get(code);
      if (is && due === undefined) return this.#told("keydown", code, false, now + FIRST_MS);
      if (is && now >= due) return this.#told("keydown", code, true, now + AGAIN_MS);
      if (!is && due !== undefined) return this.#told("keyup", code, false, undefined);
      return [];
    });
  }

  #told(type, code, repeat, due) {
    if (due === undefined) this.down.delete(code);
    else this.down.set(code, due);
    return [{ type, code, repeat }];
  }
}

export class Gamepads {
  /** @param {{root: HTMLElement, signal: AbortSignal}} ports the desk hears what is pressed as key events */
  constructor({ root, signal }) {
    this.root = root;
    this.buttons = new Map();
    this.watching = false;
    signal.addEventListener("abort", () => cancelAnimationFrame(this.frame));
    addEventListener("gamepadconnected", () => this.#watch(), { signal });
    if (this.#pads().length) this.#watch();
  }

  #pads() {
    return [...(navigator.getGamepads?.() ?? [])].filter(Boolean);
  }

  #watch() {
    if (this.watching) return;
    this.watching = true;
    this.frame = requestAnimationFrame(() => this.#look());
  }

  /** Looked at once a picture, and only while there is one. */
  #look() {
    const pads = this.#pads();
    for (const pad of pads) {
      if (!this.buttons.has(pad.index)) this.buttons.set(pad.index, new Buttons());
      for (const press of this.buttons.get(pad.index).look(pad.buttons.map((b) => b.pressed), performance.now())) this.#press(press);
    }
    this.watching = pads.length > 0;
    if (this.watching) this.frame = requestAnimationFrame(() => this.#look());
  }

  /** A dialog that is open hears it, as it hears every key: there a button becomes somebody's key. */
  #press({ type, code, repeat }) {
    const target = this.root.querySelector("dialog[open]") ?? this.root;
    target.dispatchEvent(new KeyboardEvent(type, { code, key: "", repeat, bubbles: true, composed: true, cancelable: true }));
  }
}
