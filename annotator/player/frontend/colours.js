// Colours of codes: readable letters and outlines that can be told from the ground. Pure.

const INK = "#16181B";
const WHITE = "#FFFFFF";

function channels(hex) {
  const h = hex.replace("#", "");
  const full = h.length === 3 ? [...h].map((c) => c + c).join("") : h.padEnd(6, "0");
  return [0, 2, 4].map((i) => Number.parseInt(full.slice(i, i + 2), 16) || 0);
}

/** Relative luminance, WCAG 2.2. */
export function luminance(hex) {
  const [r, g, b] = channels(hex).map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours, 1 to 21. */
export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Ink or white, whichever is easier to read on a colour: never under 4.5:1. */
export const letterOn = (colour) => (contrast(INK, colour) >= contrast(WHITE, colour) ? INK : WHITE);

/** A colour mixed with another: 0 keeps it, 1 is the other. */
export function mix(colour, other, share) {
  const b = channels(other);
  const mixed = channels(colour).map((v, i) => Math.round(v + (b[i] - v) * share));
  return `#${mixed.map((v) => v.toString(16).padStart(2, "0")).join("")}`;
}

/** An outline of the colour's own hue that keeps 3:1 to the ground it lies on. */
export function outlineOn(colour, ground) {
  const towards = luminance(ground) > 0.18 ? "#000000" : WHITE;
  for (let share = 0.25; share < 1; share += 0.1) {
    const made = mix(colour, towards, share);
    if (contrast(made, ground) >= 3) return made;
  }
  return towards;
}

/**
 * How codes look on a ground, by code; a missing code is hatched, and no colour stands alone:
 * each carries its key.
 */
export class CodeColours {
  /** @param {string} ground the colour they lie on */
  constructor(ground) {
    this.ground = ground;
    this.made = new Map();
    /** The same by code, for thousands of marks are drawn at once. */
    this.known = new WeakMap();
  }

  /** @returns {{fill: string, outline: string, letter: string, hatched: boolean}} */
  of(code) {
    let look = this.known.get(code);
    if (!look) {
      look = this.#lookOf(code);
      if (code) this.known.set(code, look);
    }
    return look;
  }

  #lookOf(code) {
    const colour = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(code?.colour ?? "") ? code.colour : "#999999";
    const hatched = code?.valence === "missing";
    const name = `${colour}${hatched}`;
    if (!this.made.has(name)) this.made.set(name, { fill: colour, outline: outlineOn(colour, this.ground), letter: letterOn(colour), hatched });
    return this.made.get(name);
  }
}
