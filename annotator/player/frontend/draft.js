// A plan while it is being prepared. Pure: values in, values out; nothing here knows the screen.

/**
 * @typedef {{id: string, onset_ms: number, offset_ms: number, at_ms: number, kind: "strength"|"repair"|"challenge",
 *            phrase: string, question: string, why: string, counterpart: string|null, theme?: string,
 *            then?: {plan: string, moment: string}|null}} Moment
 * @typedef {{child: string, language: string, strengths_only: boolean, goal: string, question?: string, later?: string, moments: Moment[], aside: Moment[]}} Content aside: kept for a later meeting
 * @typedef {{start: number, end: number, shortest: number, longest: number}} Limits ms on the session clock
 */

const FIELDS = ["child", "language", "strengths_only", "goal", "question", "later"];
const MOMENT_FIELDS = ["id", "onset_ms", "offset_ms", "at_ms", "kind", "phrase", "question", "why", "counterpart", "theme"];

/** The part of a plan that preparing changes. @returns {Content} */
export function contentOf(plan) {
  const pick = (from, names) => Object.fromEntries(names.map((name) => [name, from[name]]));
  const words = { question: plan.question ?? "", later: plan.later ?? "" };
  const moment = (m) => ({ ...pick(m, MOMENT_FIELDS), counterpart: m.counterpart ?? null, theme: m.theme ?? "", then: thenOf(m.then) });
  return { ...pick(plan, FIELDS), ...words, moments: plan.moments.map(moment), aside: (plan.aside ?? []).map(moment) };
}

/** A moment of then by its plan and its name there; the server tells all of it, a draft names it. */
export const thenOf = (then) => (then ? { plan: then.plan, moment: then.moment.id ?? then.moment } : null);

/** How many moments are shown: those of then come besides. @param {Moment[]} moments */
export const shownOf = (moments) => moments.length + moments.filter((m) => m.then).length;

const plain = (value) => (typeof value === "string" ? value.trim().replace(/\s+/g, " ") : value);

/** Whether two plans say the same; white space that a save may tidy does not count. */
export function sameContent(a, b) {
  const key = (content) => JSON.stringify(contentOf(content), (_name, value) => plain(value));
  return key(a) === key(b);
}

const length = (a) => a.offset_ms - a.onset_ms;
const overlap = (a, b) => Math.max(0, Math.min(a.offset_ms, b.offset_ms) - Math.max(a.onset_ms, b.onset_ms));

/** Whether two stretches are one and the same moment: they share more than half of the shorter one. */
export const sameMoment = (a, b) => 2 * overlap(a, b) > Math.min(length(a), length(b));

/** The moment of a plan that came from a suggestion, whatever it was trimmed to since. */
export const keptOf = (moments, suggestion) => moments.find((m) => sameMoment(m, suggestion)) ?? null;

/**
 * Where a new moment goes: a strength begins a meeting and something good ends it, what is hard
 * stands between.
 * @returns {number} its place in the order
 */
export function placeFor(moments, kind) {
  if (kind === "strength") return moments.length && moments[0].kind !== "strength" ? 0 : moments.length;
  const ends = moments.length > 1 ? moments.at(-1).kind : "";
  return ends === "strength" || (ends === "repair" && kind === "challenge") ? moments.length - 1 : moments.length;
}

/** A new moment from a suggestion, with its words, and a still that no other moment has. @returns {Moment} */
export function fromSuggestion(suggestion, id, moments = []) {
  const { onset_ms, offset_ms, kind, phrase, question } = suggestion;
  return { id, onset_ms, offset_ms, at_ms: ownStill(suggestion, moments), kind, phrase, question, why: "", counterpart: null };
}

/** Stills nearer to each other than this look like one picture printed twice, ms. */
export const ALIKE_MS = 1500;

/**
 * The time of a moment's still, so that the sheet shows no picture twice: its own, or the nearest inside
 * the moment that is not like another's; its own where there is none.
 */
function ownStill({ onset_ms, offset_ms, at_ms }, moments) {
  const taken = moments.map((m) => m.at_ms);
  const free = (ms) => ms >= onset_ms && ms < offset_ms && taken.every((other) => Math.abs(other - ms) >= ALIKE_MS);
  const edges = taken.flatMap((other) => [other - ALIKE_MS, other + ALIKE_MS]);
  const [nearest = at_ms] = [at_ms, ...edges].filter(free).sort((a, b) => Math.abs(a - at_ms) - Math.abs(b - at_ms));
  return nearest;
}

/**
 * A moment that the visitor found: what was marked, with the run-in and run-out that a moment has.
 * @param {{from: number, to: number, at?: number}} marked ms
 * @param {{lead_in_ms: number, lead_out_ms: number}} rules
 * @param {Limits} limits
 * @returns {Moment}
 */
export function ownMoment({ from, to, at = from }, rules, limits, id) {
  const [a, b] = from <= to ? [from, to] : [to, from];
  const stretch = fitted({ onset_ms: a - rules.lead_in_ms, offset_ms: b + rules.lead_out_ms }, limits);
  return { id, ...stretch, at_ms: clamp(at, stretch.onset_ms, stretch.offset_ms - 1), kind: "strength", phrase: "", question: "", why: "", counterpart: null };
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

/** A stretch brought inside the film and to an allowed length, kept around its middle. */
function fitted({ onset_ms, offset_ms }, limits) {
  const wished = clamp(offset_ms - onset_ms, limits.shortest, limits.longest);
  const long = Math.min(wished, limits.end - limits.start);
  const onset = clamp(Math.round((onset_ms + offset_ms - long) / 2), limits.start, limits.end - long);
  return { onset_ms: onset, offset_ms: onset + long };
}

/**
 * A moment with one edge elsewhere, within the film and the lengths a moment may have.
 * @param {Moment} moment
 * @param {"onset"|"offset"|"at"} edge
 * @param {number} ms
 * @param {Limits} limits
 * @returns {Moment}
 */
export function trimmed(moment, edge, ms, limits) {
  let { onset_ms, offset_ms, at_ms } = moment;
  if (edge === "onset") onset_ms = clamp(ms, Math.max(limits.start, offset_ms - limits.longest), offset_ms - limits.shortest);
  else if (edge === "offset") offset_ms = clamp(ms, onset_ms + limits.shortest, Math.min(limits.end, onset_ms + limits.longest));
  else at_ms = ms;
  return { ...moment, onset_ms, offset_ms, at_ms: clamp(at_ms, onset_ms, offset_ms - 1) };
}

/** The moments with one of them at another place. */
export function moved(moments, id, to) {
  const moment = moments.find((m) => m.id === id);
  if (!moment) return moments;
  const rest = moments.filter((m) => m !== moment);
  rest.splice(clamp(to, 0, rest.length), 0, moment);
  return rest;
}

/** The moments without one; who had it as counterpart has none now. */
export const without = (moments, id) =>
  moments.filter((m) => m.id !== id).map((m) => (m.counterpart === id ? { ...m, counterpart: null } : m));

/**
 * A plan with a moment kept for a later meeting instead: it stands alone there, beside what it is shown is decided then.
 * @param {Content} content
 */
export function setAside(content, id) {
  const moment = content.moments.find((m) => m.id === id);
  return { moments: without(content.moments, id), aside: [...content.aside, { ...moment, counterpart: null, then: null }] };
}

/**
 * The moments after the child is called otherwise or the parent's language changed: words that were
 * taken from a suggestion unchanged are the suggestion's new ones; in others the name is replaced.
 * @param {Moment[]} moments
 * @param {any[]} before suggestions as they were
 * @param {any[]} after as they are now
 * @param {{from: string, to: string}} names
 */
export function reworded(moments, before, after, names) {
  const fresh = new Map(after.map((s) => [s.id, s]));
  return moments.map((moment) => {
    const old = before.find((s) => sameMoment(s, moment));
    const now = old && fresh.get(old.id);
    const word = (field) => (now && moment[field] === old[field] ? now[field] : renamed(moment[field], names));
    return { ...moment, phrase: word("phrase"), question: word("question") };
  });
}

/** A sentence with a name replaced where it stands as a word of its own. */
export function renamed(text, { from, to }) {
  if (!from || !to || from === to) return text;
  const name = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, "gu"), () => to);
}

/** The content of a plan with its past: every change can be taken back. */
export class Draft {
  /** @param {Content} content */
  constructor(content) {
    this.reset(content);
  }

  reset(content) {
    Object.assign(this, { content, past: [], future: [], joined: null });
  }

  get moments() {
    return this.content.moments;
  }

  get aside() {
    return this.content.aside;
  }

  moment(id) {
    return this.moments.find((m) => m.id === id) ?? null;
  }

  /**
   * Put changed parts in. Changes with the same `join` in a row (one field being typed, one edge being
   * dragged) are taken back together. @returns {boolean} whether anything differs
   */
  change(parts, join = null) {
    const next = { ...this.content, ...parts };
    if (JSON.stringify(next) === JSON.stringify(this.content)) return false;
    if (!join || join !== this.joined) this.past.push(this.content);
    Object.assign(this, { content: next, future: [], joined: join });
    return true;
  }

  /** Change one moment. */
  edit(id, parts, join = null) {
    return this.change({ moments: this.moments.map((m) => (m.id === id ? { ...m, ...parts } : m)) }, join && `${join}|${id}`);
  }

  /** The next change begins a new step, even of the same field. */
  pause() {
    this.joined = null;
  }

  undo() {
    return this.#go(this.past, this.future);
  }

  redo() {
    return this.#go(this.future, this.past);
  }

  #go(from, to) {
    if (!from.length) return false;
    to.push(this.content);
    this.content = from.pop();
    this.joined = null;
    return true;
  }
}
