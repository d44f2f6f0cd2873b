// Where the coder was: saved now and then, resumed at the next opening.

const CALM_MS = 2000;

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

/** Put the time into the address without a navigation, so that a copied link leads here. */
export function addressOf(href, coding, ms) {
  const url = new URL(href);
  url.searchParams.set("coding", coding);
  url.searchParams.set("t", String(Math.round(ms)));
  return url.href;
}
