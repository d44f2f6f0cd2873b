// A coding as it was after one of its acts, and one mark's story in words. Pure.

import { Standing } from "./standing.js";
import { clock } from "./time.js";

/**
 * What stood then, from what stands now and what the server tells of the difference.
 * @param {Standing} now
 * @param {{lanes: any[]}} json the desk's
 * @param {{window: any, changes: Record<string, any>}} past contents by annotation; null was not there
 * @returns {Standing}
 */
export function standingThen(now, json, past) {
  const annotations = [...now.byId.values()].filter((a) => !(a.id in past.changes));
  for (const [id, content] of Object.entries(past.changes)) if (content) annotations.push({ id, revision: 0, content });
  return new Standing({ lanes: json.lanes, annotations, removed: {}, window: past.window });
}

/**
 * What an edit did to a mark, as sentences.
 * @param {{act: string, kind: string, before: any, content: any}} edit
 * @param {{lane: (c: any) => any, modifiers: Map<string, any>, t: Function}} words
 * @returns {string[]}
 */
export function toldOf(edit, { lane, modifiers, t }) {
  const { before, content } = edit;
  if (!content) return [t("story.removed")];
  const code = (c) => lane(c)?.codeById.get(c.code)?.label ?? c.code;
  if (!before) return [t("story.added", { code: code(content), times: times(content, t) })];
  const told = [];
  const say = (id, from, to) => { if (from !== to) told.push(t(id, { from, to })); };
  say("story.track", `${lane(before)?.label ?? before.track}`, `${lane(content)?.label ?? content.track}`);
  say("story.code", code(before), code(content));
  say("story.onset", clock(before.onset_ms), clock(content.onset_ms));
  if (!isPoint(before) || !isPoint(content)) say("story.offset", endOf(before, t), endOf(content, t));
  if (before.flagged !== content.flagged) told.push(t(content.flagged ? "story.starred" : "story.unstarred"));
  if (before.comment !== content.comment) told.push(content.comment ? t("story.comment", { comment: content.comment }) : t("story.no_comment"));
  for (const id of new Set([...Object.keys(before.modifiers), ...Object.keys(content.modifiers)])) {
    const words = (c) => valueOf(modifiers.get(id), c.modifiers[id], t);
    if (words(before) !== words(content)) told.push(t("story.modifier", { name: modifiers.get(id)?.label ?? id, from: words(before), to: words(content) }));
  }
  return told.length ? told : [t("story.same")];
}

const isPoint = (c) => c.offset_ms === c.onset_ms;
const endOf = (c, t) => (c.offset_ms === null ? t("story.open") : clock(c.offset_ms));
const times = (c, t) => (isPoint(c) ? clock(c.onset_ms) : `${clock(c.onset_ms)} – ${endOf(c, t)}`);

function valueOf(modifier, value, t) {
  if (value === undefined || value === null || value === false) return t("story.nothing");
  if (value === true) return t("story.yes");
  if (modifier?.type === "link") return t("story.links", { n: [value].flat().length });
  const label = (v) => modifier?.options?.find((o) => o.id === v)?.label ?? String(v);
  return [value].flat().map(label).join(", ");
}
