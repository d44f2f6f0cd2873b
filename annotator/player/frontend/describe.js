// An annotation in words: its modifiers and links, as list, tooltip and details show them.

import { firstFrom, isDefault } from "./record.js";
import { span } from "./time.js";

/**
 * `short` leaves out what nobody chose: a value that the scheme sets by default; `whole` says so.
 * @param {Map<string, any>} modifiers the scheme's
 * @param {{standing: any}} desk
 * @param {Function} t
 * @returns {{short: (a: any) => string, whole: (a: any) => string}}
 */
export function describer(modifiers, desk, t) {
  const one = (m, value) => {
    if (m.type === "boolean") return value ? m.label : "";
    if (m.type === "link") return linkWords(asList(value), desk);
    if (m.type === "choice" || m.type === "multi") return asList(value).map((v) => m.options.find((o) => o.id === v)?.label ?? v).join(", ");
    return m.unit ? `${value} ${m.unit}` : String(value);
  };
  const links = [...modifiers.values()].some((m) => m.type === "link");
  const valued = (m, v, whole) => (!isDefault(m, v) ? one(m, v) : whole ? t("modifier.by_default", { value: one(m, v) }) : "");
  const words = (a, whole) => {
    const words = Object.entries(a.content.modifiers).filter(([id]) => modifiers.has(id)).map(([id, v]) => valued(modifiers.get(id), v, whole));
    if (links && a.content.offset_ms === a.content.onset_ms) words.push(answerTo(a, desk, modifiers, t));
    return words.filter(Boolean).join(" · ");
  };
  return { short: (a) => words(a, false), whole: (a) => words(a, true) };
}

const asList = (value) => (Array.isArray(value) ? value : [value]);

function linkWords(ids, desk) {
  const labels = ids.map((id) => desk.standing.byId.get(id)).filter(Boolean).map((a) => desk.standing.codeOf(a)?.label);
  return labels.length ? `← ${labels.join(", ")}` : "";
}

/** "→ answered 1.2 s" for a cue that a later annotation names. */
function answerTo(a, desk, modifiers, t) {
  const list = desk.standing.all;
  const linked = [...modifiers.values()].filter((m) => m.type === "link").map((m) => m.id);
  // Answers follow their cue closely: looking a few rows ahead keeps the list fast.
  const at = firstFrom(list, a.content.onset_ms);
  for (let i = at; i < Math.min(list.length, at + 14); i += 1)
    if (linked.some((id) => asList(list[i].content.modifiers[id] ?? []).includes(a.id)))
      return t("list.answered", { after: span(list[i].content.onset_ms - a.content.onset_ms) });
  return "";
}
