// The list of annotations: filtered, and only the visible rows exist, so that ten thousand are fine.

import { chip, el, icon, say } from "./dom.js";
import { FilterRow } from "./filter_row.js";
import { conditions, filtered, NOTHING } from "./filters.js";
import { capOf, printed } from "./keys.js";
import { firstFrom } from "./record.js";
import { clock, span } from "./time.js";

/** Large enough for a finger where there is no mouse, px. */
const ROW = globalThis.matchMedia?.("(pointer: coarse)").matches ? 40 : 30;
const SPARE = 4;

/** Words that an annotation is found by, in lower case. */
export function searchText(a, lane, code, words) {
  return [lane?.label, lane?.subject_label, code?.label, a.content.code, a.content.comment, words, a.content.flagged ? "★" : ""]
    .filter(Boolean).join(" ").toLowerCase();
}

export class List {
  /** @param {{desk: any, t: Function, colours: () => any, describe: {short: (a: any) => string, whole: (a: any) => string}, onGo: (a: any) => void, onChoose: (a: any, how: "one"|"more"|"range") => void, act: (id: string) => void, onOpen: (a: any) => void, signal: AbortSignal}} ports */
  constructor({ desk, t, colours, describe, onGo, onChoose, onOpen, act, signal }) {
    Object.assign(this, { desk, t, colours, describe, onGo, onChoose, onOpen });
    /** @type {import("./filters.js").Filter} */
    this.filter = NOTHING;
    /** Words that each annotation is found by, made once for each revision. @type {WeakMap<any, string>} */
    this.texts = new WeakMap();
    this.rows = [];
    /** What is drawn. @type {Map<any, {node: HTMLElement, more: string, colours: any}>} */
    this.pool = new Map();
    /** What is in sight, px; to ask the page for it would have it laid out anew. */
    this.top = this.height = 0;
    this.current = -1;
    this.focused = -1;
    this.touched = -Infinity;
    /** Whether the list is to be scrolled to `top` once it is painted. */
    this.moved = false;
    this.words = el("input.inp", { type: "search", placeholder: t("list.filter"), "aria-label": t("list.filter"), oninput: () => this.#narrow({ words: this.words.value.trim() }) });
    this.more = new FilterRow({ desk, t, change: (parts) => this.#narrow(parts) });
    this.funnel = el("button.mini", { "aria-label": t("list.more"), title: t("list.more"), "aria-expanded": "false", "data-act": "filters", onclick: () => this.#unfold(this.more.node.hidden) }, icon("funnel"));
    this.count = el("span.mute.count");
    this.space = el("div.space", { role: "presentation" });
    this.scroller = el("div.scroller", { role: "listbox", "aria-multiselectable": "true", tabIndex: 0, "aria-multiselectable": "true", "aria-label": t("list.title") }, this.space);
    this.empty = el("div.empty", { hidden: true });
    const tool = (id, name) => el("button.mini", { "aria-label": t(`list.${id}`), title: `${t(`list.${id}`)} (${printed(capOf(id), t)})`, "data-act": id, onclick: () => act(id) }, icon(name));
    this.several = tool("several", "several");
    this.past = tool("past", "past");
    this.replace = tool("replace", "replace");
    this.close = el("button.mini.drawer-close", { "aria-label": t("list.close") }, "✕");
    this.node = el("section.card.list", { style: { "--row": `${ROW}px` }, "aria-label": t("list.title") }, el("div.h", {}, this.words, this.funnel, this.count, this.several, this.replace, this.past, this.close, this.more.node), this.scroller, this.empty);
    const on = (type, f) => this.scroller.addEventListener(type, f, { signal, passive: type !== "keydown" });
    on("scroll", () => this.#scrolled());
    for (const type of ["wheel", "pointerdown", "touchmove"]) on(type, () => { this.touched = performance.now(); });
    on("keydown", (e) => this.#key(e));
    new ResizeObserver(([{ contentRect }]) => this.#resized(contentRect.height)).observe(this.scroller);
  }

  /** Seen again, as a drawer that opens: what is hidden cannot be scrolled, so where it stands is asked for. */
  #resized(height) {
    const hidden = !this.height;
    this.height = height;
    if (!height) return;
    this.top = this.scroller.scrollTop;
    if (hidden) this.#reveal(this.focused >= 0 ? this.focused : this.current);
    this.#paint();
  }

  /** @param {Partial<import("./filters.js").Filter>} parts */
  #narrow(parts) {
    this.filter = { ...this.filter, ...parts };
    this.funnel.setAttribute("aria-pressed", String(conditions({ ...this.filter, words: "" }) > 0));
    this.refresh();
    this.scroller.scrollTop = 0;
  }

  #unfold(open) {
    this.more.show(open);
    this.funnel.setAttribute("aria-expanded", String(open));
    if (!open) this.#narrow({ ...NOTHING, words: this.filter.words });
  }

  /** The cursor into the words of the filter, with everything else one can filter by in sight. */
  find() {
    this.#unfold(true);
    this.words.focus();
    this.words.select();
  }

  /** The record or the filter changed. */
  refresh() {
    const all = this.desk.standing.all;
    this.rows = filtered(all, this.filter, (a) => this.#textOf(a));
    this.space.style.height = `${this.rows.length * ROW}px`;
    say(this.count, conditions(this.filter) ? this.t("list.some", { n: this.rows.length, all: all.length }) : String(all.length));
    this.#sayEmpty(all.length);
    this.#follow(this.ms ?? 0);
    this.#paint();
  }

  #textOf(a) {
    let text = this.texts.get(a);
    if (text === undefined) {
      const lane = this.desk.standing.laneOf(a);
      text = searchText(a, lane, lane?.codeById.get(a.content.code), this.describe.whole(a));
      this.texts.set(a, text);
    }
    return text;
  }

  #sayEmpty(all) {
    this.empty.hidden = this.rows.length > 0;
    this.scroller.hidden = this.rows.length === 0;
    if (this.rows.length) return;
    this.empty.replaceChildren(el("p", {}, all ? this.t("list.none_found") : this.t("list.none")), ...(all ? [] : [el("p.mute", {}, this.t("list.none_more"))]));
  }

  /** The row at the playhead is marked, and kept in sight unless the list was scrolled just now. */
  showTime(ms) {
    if (this.#follow(ms)) this.#paint();
  }

  /** True when another row is at the playhead than before. */
  #follow(ms) {
    this.ms = ms;
    const now = firstFrom(this.rows, ms + 1) - 1;
    if (now === this.current) return false;
    this.current = now;
    if (performance.now() - this.touched > 3000) this.#reveal(now, true);
    return true;
  }

  #reveal(i, early = false) {
    if (i < 0 || !this.height) return;
    const top = i * ROW;
    const low = this.top + this.height - ROW * (early ? 2 : 1);
    if (top >= this.top && top <= low) return;
    this.top = Math.max(0, Math.min(top - this.height / 2 + ROW / 2, this.rows.length * ROW - this.height));
    this.moved = true;
  }

  /** Scrolled by hand; or by us, and then it is painted already. */
  #scrolled() {
    const { scrollTop } = this.scroller;
    const known = Math.abs(scrollTop - this.top) < 1;
    this.top = scrollTop;
    if (!known) this.#paint();
  }

  showSelection() {
    const i = this.desk.selection ? this.rows.indexOf(this.desk.selection) : -1;
    this.focused = i;
    this.#reveal(i);
    this.#paint();
  }

  /** Only what is in sight is there. A row is made once for each revision of its annotation; then it is moved and marked. */
  #paint() {
    const first = Math.max(0, Math.floor(this.top / ROW) - SPARE);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.height) / ROW) + SPARE);
    const seen = new Set(this.rows.slice(first, last));
    for (const [a, row] of this.pool) if (!seen.has(a)) this.#drop(a, row);
    let next = null;
    for (let i = last - 1; i >= first; i -= 1) next = this.#place(this.rows[i], i, next);
    this.scroller.setAttribute("aria-activedescendant", this.focused >= first && this.focused < last ? `row-${this.focused}` : "");
    if (this.moved) this.scroller.scrollTop = this.top; // lays the list out: once, when all of it is written
    this.moved = false;
  }

  #drop(a, { node }) {
    node.remove();
    this.pool.delete(a);
  }

  /** The row of an annotation as the i-th, before the row `next`. */
  #place(a, i, next) {
    const row = this.#rowOf(a);
    const { node } = row;
    if (node.parentNode !== this.space || node.nextSibling !== next) this.space.insertBefore(node, next);
    const chosen = this.desk.chosen.has(a.id);
    if (row.i !== i) {
      row.i = i;
      node.id = `row-${i}`;
      node.style.transform = `translateY(${i * ROW}px)`;
      node.setAttribute("aria-posinset", String(i + 1));
    }
    node.setAttribute("aria-selected", String(chosen));
    node.setAttribute("aria-setsize", String(this.rows.length));
    node.classList.toggle("now", i === this.current);
    node.classList.toggle("sel", chosen);
    return node;
  }

  #rowOf(a) {
    const colours = this.colours();
    const more = [this.describe.short(a), a.content.comment].filter(Boolean).join(" · ");
    const known = this.pool.get(a);
    if (known?.more === more && known.colours === colours) return known;
    if (known) this.#drop(a, known);
    const made = { node: this.#row(a, more, colours), more, colours };
    this.pool.set(a, made);
    return made;
  }

  #row(a, more, colours) {
    const { standing } = this.desk;
    const code = standing.codeOf(a);
    const c = a.content;
    const label = [clock(c.onset_ms), code?.label ?? c.code, c.flagged ? "★" : "", this.#length(c), more].filter(Boolean).join(" ");
    return el("div.row", {
      role: "option", "aria-label": label, title: standing.laneOf(a)?.label ?? c.track,
      onclick: (e) => this.#click(this.desk.annotation(a.id) ?? a, e),
    },
      el("span.t", {}, clock(c.onset_ms)), chip(code, colours),
      el("span.w", {}, code?.label ?? c.code, more ? el("span.mute", {}, ` ${more}`) : null),
      el("span.d", { "data-running": c.offset_ms === null ? "" : null }, (c.flagged ? "★ " : "") + this.#length(c)));
  }

  #click(a, e) {
    if (e.shiftKey && this.desk.selection) this.#chooseTo(a.id);
    else this.onChoose(a, e.ctrlKey || e.metaKey || this.desk.several ? "more" : "one");
  }

  /** The rows from the leading mark to another, as the filter shows them. */
  #chooseTo(id) {
    const at = (wanted) => this.rows.findIndex((a) => a.id === wanted);
    const [low, high] = [at(this.desk.selected), at(id)].sort((a, b) => a - b);
    this.desk.choose((c) => c.set(this.rows.slice(Math.max(0, low), high + 1).map((a) => a.id), c.lead));
  }

  #length(c) {
    if (c.offset_ms === null) return this.t("list.running");
    return c.offset_ms === c.onset_ms ? "" : span(c.offset_ms - c.onset_ms);
  }

  #key(e) {
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    if (e.code in moves) {
      const by = moves[e.code];
      const to = this.focused < 0 && Number.isFinite(by) ? this.current : Math.max(0, this.focused) + by;
      this.focused = Math.max(0, Math.min(this.rows.length - 1, to));
      this.#reveal(this.focused);
      this.#paint();
      const row = this.rows[this.focused];
      if (row && e.shiftKey && this.desk.selection) this.desk.choose((c) => c.set([...c.ids, row.id], row.id));
      else if (row) this.onGo(row);
    } else if (e.code === "Enter") this.onOpen(this.rows[this.focused]);
    else return;
    this.page = page;
    e.preventDefault();
  }
}
