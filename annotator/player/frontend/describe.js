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
    if (m.type === "choice" || m.type === "multi") return optionWords(m, asList(value));
    return m.unit ? `${value} ${m.unit}` : String(value);
  };
  const links = [...modifiers.values()].some((m) => m.type === "link");
  const valued = (m, v, whole) => (!isDefault(m, v) ? one(m, v) : whole ? t("modifier.by_default", { value: one(m, v) }) : "");
  const words = (a, whole) => {
    const values = a.content.modifiers;
    const words = [...modifiers.values()].filter((m) => m.id in values).map((m) => valued(m, values[m.id], whole));
    if (links && a.content.offset_ms === a.content.onset_ms) words.push(answerTo(a, desk, modifiers, t));
    return words.filter(Boolean).join(" · ");
  };
  return { short: (a) => words(a, false), whole: (a) => words(a, true) };
}

/** In the scheme's order, not in that of the presses. */
const optionWords = (m, values) => [...m.options.filter((o) => values.includes(o.id)).map((o) => o.label), ...values.filter((v) => !m.options.some((o) => o.id === v))].join(", ");

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
