// Where the coder was: saved now and then, resumed at the next opening.

const CALM_MS = 2000;
const ADDRESS_MS = 600;

export class Place {
  /**
   * @param {{read: () => any, save: (place: any) => Promise<any>, signal: AbortSignal}} ports
   */
  constructor({ read, save, signal }) {
    Object.assign(this, { read, save });
    this.last = "";
    addEventListener("pagehide", () => this.now(), { signal });
    signal.addEventListener("abort", () => { this.now(); clearTimeout(this.timer); });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), CALM_MS);
  }

  now() {
    clearTimeout(this.timer);
    const place = this.read();
    const text = JSON.stringify(place);
    if (!place || text === this.last) return;
    this.last = text;
    this.save(place).catch(() => { this.last = ""; });
  }
}

/** The address line names the moment at which the film stands. */
export class Address {
  /** @param {{coding: string, film: import("./clock.js").FilmClock, tell: (id: string) => void, signal: AbortSignal}} ports */
  constructor({ coding, film, tell, signal }) {
    Object.assign(this, { coding, film, tell });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { if (!this.film.playing) this.#write(); }, ADDRESS_MS);
  }

  #write() {
    const href = addressOf(location.href, this.coding, this.film.shown.ms);
    history.replaceState(history.state, "", href);
    return href;
  }

  async copy() {
    const href = this.#write();
    const copied = await navigator.clipboard.writeText(href).then(() => true, () => false);
    this.tell(copied ? "said.copied" : "said.copy_from_address");
  }
}

/** Put the time into the address without a navigation, so that a copied link leads here. */
export function addressOf(href, coding, ms) {
  const url = new URL(href);
  url.searchParams.set("coding", coding);
  url.searchParams.set("t", String(Math.round(ms)));
  return url.href;
}
