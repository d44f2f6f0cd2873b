// Pictures of single moments of a film: the nearest tile of the film strip at once, the sharp still
// as soon as it has come.

import { el } from "./dom.js";

export class Stills {
  /**
   * @param {{url: (path: string) => string, recording: string, shift: number}} ports
   */
  constructor({ url, recording, shift }) {
    Object.assign(this, { url, recording, shift });
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

  /** Draw the tile nearest to `ms` into a canvas. */
  draw(ctx, ms, x, y, width, height) {
    const f = this.film;
    if (!f?.image || !f.tiles) return;
    const tile = Math.max(0, Math.min(f.tiles - 1, Math.round((ms - this.shift) / f.tile_every_ms)));
    ctx.drawImage(f.image, (tile % f.columns) * f.tile_w, Math.floor(tile / f.columns) * f.tile_h, f.tile_w, f.tile_h, x, y, width, height);
  }
}

class Still {
  constructor(all) {
    this.all = all;
    this.canvas = el("canvas", { "aria-hidden": "true" });
    this.node = el("span.still", {}, this.canvas);
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
    const { film } = this.all;
    if (!film?.image || this.ms === null) return;
    Object.assign(this.canvas, { width: film.tile_w, height: film.tile_h });
    this.all.draw(this.canvas.getContext("2d"), this.ms, 0, 0, film.tile_w, film.tile_h);
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
