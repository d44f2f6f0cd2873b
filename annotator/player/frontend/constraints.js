// What a scheme finds worth a second look, over what stands. It never changes or forbids anything. Pure.

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Annotation} Annotation */
/** @typedef {{track: string, codes: string[]|null, where: Record<string, any[]>, where_not: Record<string, any[]>}} Selector */
/**
 * @typedef {object} Rule
 * @property {string} id
 * @property {"error"|"warning"} severity
 * @property {"not_together_with"|"preceded_by"|"followed_by"|"modifier_requires"|"max_gap"} kind
 * @property {string} label
 * @property {Selector|null} first @property {Selector|null} second @property {Selector|null} event @property {Selector|null} by
 * @property {string[]} requires
 * @property {number|null} within_ms @property {number|null} min_overlap_ms @property {number|null} max_gap_ms
 */
/** @typedef {{rule: Rule, annotation: Annotation|null, ms: number}} Hint */

const KINDS = { not_together_with: together, preceded_by: preceded, followed_by: followed, modifier_requires: requiring, max_gap: gaps };

/**
 * The places where a rule does not hold, in order of time.
 * @param {Standing} standing @param {Rule} rule
 * @param {boolean} atTheEnd whether the coding is taken to be complete: then also what is missing altogether counts
 * @returns {Hint[]}
 */
export function hintsOf(standing, rule, atTheEnd = false) {
  const found = KINDS[rule.kind]?.(standing, rule, atTheEnd) ?? [];
  return found.map(({ a = null, ms }) => ({ rule, annotation: a, ms })).sort((x, y) => x.ms - y.ms);
}

/** What a selector means, inside the coded window, by onset. @param {Selector} selector @returns {Annotation[]} */
export function selected(standing, selector) {
  const { onset_ms, offset_ms } = standing.window;
  const found = [];
  for (const lane of [...standing.lanes, ...standing.forms]) {
    if (lane.track !== selector.track) continue;
    for (const a of lane.items) if (a.content.onset_ms < offset_ms && end(a, standing) >= onset_ms && means(selector, a.content)) found.push(a);
  }
  return found.sort((a, b) => a.content.onset_ms - b.content.onset_ms);
}

function means({ codes, where, where_not }, content) {
  const has = ([id, values]) => [content.modifiers[id] ?? []].flat().some((v) => values.includes(v));
  return (!codes || codes.includes(content.code)) && Object.entries(where).every(has) && !Object.entries(where_not).some(has);
}

/** A running state lasts until the coded window's end. */
const end = (a, standing) => a.content.offset_ms ?? Math.max(a.content.onset_ms, standing.window.offset_ms);

const isPoint = (a) => a.content.offset_ms === a.content.onset_ms;

/** Time shared at least so long; a moment shares no time, so lying inside counts. */
function together(standing, rule) {
  const found = [];
  let running = [];
  const seconds = selected(standing, rule.second);
  let next = 0;
  for (const a of selected(standing, rule.first)) {
    const until = end(a, standing);
    for (; next < seconds.length && seconds[next].content.onset_ms <= until; next += 1) running.push(seconds[next]);
    running = running.filter((b) => end(b, standing) >= a.content.onset_ms || end(b, standing) > until);
    for (const b of running) if (b !== a && meet(a, b, standing, rule.min_overlap_ms)) found.push({ a, ms: Math.max(a.content.onset_ms, b.content.onset_ms) });
  }
  return found;
}

function meet(a, b, standing, least) {
  const from = Math.max(a.content.onset_ms, b.content.onset_ms);
  const to = Math.min(end(a, standing), end(b, standing));
  if (isPoint(a) || isPoint(b)) return to >= from;
  return to > from && to - from >= least;
}

/** How late anything ends of what began up to a time: two are remembered, since a mark is not its own neighbour. */
class Ends {
  constructor(marks, standing) {
    this.marks = marks;
    let [first, second] = [null, null];
    this.best = marks.map((a) => {
      const now = { a, end: end(a, standing) };
      if (!first || now.end >= first.end) [first, second] = [now, first];
      else if (!second || now.end >= second.end) second = now;
      return [first, second];
    });
  }

  /** How many began before a time, or at it too. */
  begun(ms) {
    let [low, high] = [0, this.marks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.marks[middle].content.onset_ms <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The latest end of those that began at `ms` or before it, without one; -Infinity of none. */
  latest(ms, without) {
    const [first, second] = this.best[this.begun(ms) - 1] ?? [null, null];
    return (first?.a === without ? second : first)?.end ?? -Infinity;
  }

  /** Whether anything begins in [from, to], without one. */
  begins(from, to, without) {
    for (let i = this.begun(from - 1); i < this.marks.length && this.marks[i].content.onset_ms <= to; i += 1) if (this.marks[i] !== without) return true;
    return false;
  }
}

/** Something of `by` began or was going on in the time before. */
function preceded(standing, { event, by, within_ms }) {
  const ends = new Ends(selected(standing, by), standing);
  return selected(standing, event).filter((a) => ends.latest(a.content.onset_ms, a) < a.content.onset_ms - within_ms).map((a) => ({ a, ms: a.content.onset_ms }));
}

/** Something of `by` begins, or goes on, in the time after; where the coded window ends before that, nobody can know. */
function followed(standing, { event, by, within_ms }) {
  const ends = new Ends(selected(standing, by), standing);
  const lonely = (a) => {
    const until = end(a, standing) + within_ms;
    if (until > standing.window.offset_ms) return false;
    return !ends.begins(a.content.onset_ms, until, a) && ends.latest(a.content.onset_ms - 1, a) <= end(a, standing);
  };
  return selected(standing, event).filter(lonely).map((a) => ({ a, ms: a.content.onset_ms }));
}

function requiring(standing, { event, requires }) {
  return selected(standing, event).filter((a) => requires.some((id) => a.content.modifiers[id] === undefined)).map((a) => ({ a, ms: a.content.onset_ms }));
}

/** Longer than allowed from the end of one to the beginning of the next; at the end also before the first and after the last. */
function gaps(standing, { event, max_gap_ms }, atTheEnd) {
  const { onset_ms, offset_ms } = standing.window;
  const found = [];
  let free = atTheEnd ? onset_ms : null;
  for (const a of selected(standing, event)) {
    if (free !== null && a.content.onset_ms - free > max_gap_ms) found.push({ ms: free });
    free = Math.max(free ?? -Infinity, end(a, standing));
  }
  if (atTheEnd && offset_ms - free > max_gap_ms) found.push({ ms: free });
  return found;
}
