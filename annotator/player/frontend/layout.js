// Sizes and theme of the desk: how large the film is, where the list lies, light or dark.

import { CodeColours } from "./colours.js";
import { tokensOf } from "./theme.js";

/** Narrower than this the palette goes under the film. */
const NARROW_PX = 980;
const HAND = "attune-hand";

export class Layout {
  /**
   * @param {object} ports
   * @param {HTMLElement} ports.root
   * @param {import("./screen.js").Screen} ports.screen
   * @param {import("./tracks.js").Tracks} ports.tracks
   * @param {boolean} ports.field few large buttons instead of a palette and a list
   * @param {(colours: CodeColours) => void} ports.onDress
   * @param {AbortSignal} ports.signal
   */
  constructor({ root, screen, tracks, field, onDress, signal }) {
    Object.assign(this, { root, screen, tracks, field, onDress });
    root.dataset.layout = field ? "field" : "desk";
    root.dataset.hand = localStorage.getItem(HAND) === "left" ? "left" : "right";
    const watcher = new ResizeObserver(() => this.resize());
    for (const node of [root, tracks.box, screen.node]) watcher.observe(node);
    signal.addEventListener("abort", () => watcher.disconnect());
  }

  /** @param {"light"|"dark"} theme */
  dress(theme) {
    this.root.dataset.theme = theme;
    const tokens = tokensOf(this.root);
    this.dressedAs = `${theme} ${tokens.panel}`;
    const colours = new CodeColours(tokens.panel);
    this.tracks.painter.dress(tokens, colours);
    this.onDress(colours);
    this.tracks.draw();
  }

  /** The style sheet may come after the theme is known: then the canvas is dressed again. */
  resize() {
    const { root, tracks } = this;
    const { theme } = root.dataset;
    if (theme && this.dressedAs !== `${theme} ${tokensOf(root).panel}`) this.dress(theme);
    root.style.setProperty("--tracks", `${tracks.wished + 2}px`);
    const narrow = root.clientWidth < NARROW_PX;
    root.toggleAttribute("data-narrow", narrow);
    root.dataset.list = narrow === this.field ? "card" : "drawer";
    this.#fitFilm(narrow);
    tracks.resize();
  }

  /** The film as large as its height allows, without bars beside it; the rest is for codes and list. */
  #fitFilm(narrow) {
    const { aspect, node } = this.screen;
    const room = this.root.clientWidth - 44;
    const wished = node.clientHeight * aspect;
    const width = Math.max(Math.min(wished, room * 0.66, room - 380), Math.min(560, room * 0.5));
    this.root.style.setProperty("--film-width", narrow ? "100%" : `${Math.round(width)}px`);
    this.root.style.setProperty("--film-height", `${Math.round((this.root.clientWidth - 32) / aspect)}px`);
    this.root.style.setProperty("--film-fit", `${Math.round(wished)}px`);
  }

  /** The large buttons on the side of the other hand; this browser remembers it. */
  swapHands() {
    const hand = this.root.dataset.hand === "left" ? "right" : "left";
    this.root.dataset.hand = hand;
    localStorage.setItem(HAND, hand);
    this.resize();
  }
}
