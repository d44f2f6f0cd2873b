// Pictures of single moments of a film: the nearest tile of the film strip at once, the sharp still
// as soon as it has come.

import { el } from "./dom.js";

/** The picture of a film of this shape, boxed into a tile. Pure. */
export function pictureIn({ tile_w, tile_h }, aspect) {
  const width = Math.min(tile_w, Math.round(tile_h * aspect));
  return { width, height: Math.min(tile_h, Math.round(tile_w / aspect)) };
}

export class Stills {
  /**
   * @param {{url: (path: string) => string, recording: string, shift: number, aspect: number}} ports aspect: width by height of the film
   */
  constructor({ url, recording, shift, aspect }) {
    Object.assign(this, { url, recording, shift, aspect });
    /** @type {{image: HTMLImageElement|null, duration_ms: number, shift: number, tile_every_ms: number, tiles: number, columns: number, tile_w: number, tile_h: number}|null} */
    this.film = null;
    /** @type {Set<Still>} */
    this.made = new Set();
    /** Sharp pictures are asked for one after another, and not before the film itself is there. */
    this.turn = new Promise((resolve) => { this.begin = resolve; });
  }

  /** @param {() => Promise<void>} work */
  inTurn(work) {
    this.turn = this.turn.then(work, work);
  }

  /** The film strip has come. */
  show(film) {
    this.film = film;
    for (const still of this.made) still.tile();
  }

  /** A new picture; it shows nothing before it is told a time. */
  make() {
    const still = new Still(this);
    this.made.add(still);
    return still;
  }

  forget(still) {
    this.made.delete(still);
  }

  /** How large the picture is in each tile; an upright film has black beside it there. */
  get size() {
    return pictureIn(this.film, this.aspect);
  }

  /** Draw the tile nearest to `ms` into a canvas, without what is black around it. */
  draw(ctx, ms, x, y, width, height) {
    const f = this.film;
    if (!f?.image || !f.tiles) return;
    const tile = Math.max(0, Math.min(f.tiles - 1, Math.round((ms - this.shift) / f.tile_every_ms)));
    const { width: w, height: h } = this.size;
    const left = (tile % f.columns) * f.tile_w + (f.tile_w - w) / 2;
    const top = Math.floor(tile / f.columns) * f.tile_h + (f.tile_h - h) / 2;
    ctx.drawImage(f.image, left, top, w, h, x, y, width, height);
  }
}

class Still {
  constructor(all) {
    this.all = all;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.node = el("span.still", {}, this.canvas);
    this.node.toggleAttribute("data-upright", all.aspect < 1);
    this.ms = null;
  }

  /** Show the film at `ms` of the session. */
  at(ms) {
    if (ms === this.ms) return;
    this.ms = ms;
    this.tile();
    clearTimeout(this.later);
    this.later = setTimeout(() => this.all.inTurn(() => this.#sharp(ms)), this.picture ? 300 : 0);
  }

  tile() {
    if (!this.all.film?.image || this.ms === null) return;
    const { width, height } = this.all.size;
    Object.assign(this.canvas, { width, height });
    this.all.draw(this.canvas.getContext("2d"), this.ms, 0, 0, width, height);
  }

  async #sharp(ms) {
    if (ms !== this.ms || !this.all.made.has(this)) return;
    const picture = el("img", { alt: "", decoding: "async", draggable: false });
    picture.src = this.all.url(`films/${this.all.recording}/stills/${Math.max(0, ms - this.all.shift)}.jpg`);
    const there = await picture.decode().then(() => true, () => false);
    if (ms !== this.ms) return;
    this.picture?.remove();
    this.picture = there ? picture : null;
    if (there) this.node.append(picture);
  }
}
