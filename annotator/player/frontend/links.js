// From an answer to its cue: which marks can be linked, linking and unlinking. Pure.

import { modified } from "./changes.js";
import { changed } from "./edits.js";
import { firstFrom } from "./standing.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Annotation} Annotation */
/** @typedef {import("./edits.js").Outcome} Outcome */

/** The links that a mark's code can have, in its order. @param {Map<string, any>} modifiers the scheme's */
export const linksOf = (standing, a, modifiers) => (standing.codeOf(a)?.modifiers ?? []).map((id) => modifiers.get(id)).filter((m) => m?.type === "link");

/** What an answer names as its cues by one link. @returns {string[]} */
export const linkedBy = (a, link) => [a.content.modifiers[link.id] ?? []].flat();

/** Whether a mark can be the cue of another one. */
export const canBeCue = (answer, link, cue) => cue.id !== answer.id && link.links_to.includes(cue.content.track);

/**
 * The cue after (or before) a place in time, for those who go through them by key.
 * @param {Standing} standing @param {Annotation} answer @param {any} link
 * @param {Annotation|null} from the one that is looked at; null begins with the nearest before the answer, or else the first after it
 * @param {number} by -1 earlier, 1 later
 * @returns {Annotation|null}
 */
export function cueFrom(standing, answer, link, from, by) {
  const { all } = standing;
  const start = from ? all.indexOf(from) : firstFrom(all, answer.content.onset_ms + 1);
  for (let i = start + (from ? by : -1); i >= 0 && i < all.length; i += from ? by : -1) if (canBeCue(answer, link, all[i])) return all[i];
  return from ? null : all.slice(start).find((a) => canBeCue(answer, link, a)) ?? null;
}

/** The nearest cue with a code, before the answer or else after it. @returns {Annotation|null} */
export function cueWith(standing, answer, link, code, subject = null) {
  const fits = (a) => a.content.code === code && (!subject || a.content.subject === subject);
  for (let cue = cueFrom(standing, answer, link, null, -1); cue; cue = cueFrom(standing, answer, link, cue, -1)) if (fits(cue)) return cue;
  return standing.all.slice(firstFrom(standing.all, answer.content.onset_ms)).find((a) => canBeCue(answer, link, a) && fits(a)) ?? null;
}

/**
 * Link an answer to a cue; a cue that is linked already is let go. Where one cue is all there can be, it
 * takes the place of the one before.
 * @returns {Outcome}
 */
export function linked(answer, link, cue) {
  const now = linkedBy(answer, link);
  const on = !now.includes(cue.id);
  const others = link.links_at_most === 1 ? [] : now.slice(0, (link.links_at_most ?? Infinity) - 1);
  const outcome = modified(answer, link.id, on ? [...others, cue.id] : now.filter((id) => id !== cue.id));
  return { ...outcome, said: on ? "linked" : "unlinked", content: cue.content };
}

/** Let go of everything that an answer names. @returns {Outcome} */
export const unlinkedAll = (answer, link) => ({ ...modified(answer, link.id, null), said: "unlinked" });

/**
 * The edits with the links to marks that they take away: an answer never names what is not there.
 * @param {Standing} standing @param {import("./edits.js").Edit[]} edits @param {string[]} links ids of link modifiers
 */
export function withoutDangling(standing, edits, links) {
  const gone = new Set(edits.filter((e) => e.kind === "remove").map((e) => e.annotation));
  if (!gone.size || !links.length) return edits;
  const touched = new Set(edits.map((e) => e.annotation));
  const more = [];
  for (const a of standing.all) {
    if (touched.has(a.id)) continue;
    const modifiers = lettingGo(a.content.modifiers, links, gone);
    if (modifiers) more.push(changed(a, { modifiers }));
  }
  return more.length ? [...edits, ...more] : edits;
}

function lettingGo(modifiers, links, gone) {
  let left = null;
  for (const id of links) {
    const named = modifiers[id];
    if (!named || ![named].flat().some((cue) => gone.has(cue))) continue;
    left ??= { ...modifiers };
    left[id] = [named].flat().filter((cue) => !gone.has(cue));
    if (!left[id].length) delete left[id];
  }
  return left;
}

/** ms from the latest cue that an answer names to the answer; null where it names none. */
export function delayOf(standing, a, linkId) {
  const onsets = [a.content.modifiers[linkId] ?? []].flat().map((id) => standing.byId.get(id)?.content.onset_ms).filter((ms) => ms !== undefined);
  return onsets.length ? a.content.onset_ms - Math.max(...onsets) : null;
}
