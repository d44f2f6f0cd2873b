// Rows of the map of keys: what is printed on the keys, and what they do.

import { el } from "./dom.js";
import { printed } from "./keys.js";

/** @param {Function} t @param {string[]} caps @param {...(string|Node)} words */
export function keyRow(t, caps, ...words) {
  return el("div.krow", {}, el("span.kcap", {}, ...caps.map((c) => el("kbd", {}, printed(c, t)))), el("span", {}, ...words));
}

/** All caps of each action of a group, in order. @returns {[string, string[]][]} [action, caps] */
export function capsByAction(group, bindings) {
  const found = new Map();
  for (const b of bindings.filter((b) => b.group === group && !b.pad)) {
    const more = b.own ? [] : [...(b.codes.includes("Comma") ? [","] : []), ...(b.codes.includes("Period") ? ["."] : [])];
    found.set(b.id, [...(found.get(b.id) ?? []), b.cap, ...more]);
  }
  return [...found];
}

/** @param {Function} t @param {string} group @param {import("./keys.js").Binding[]} bindings @param {(id: string) => (Node|null)} [more] beside each action */
export function keyGroup(t, group, bindings, more = () => null) {
  const rows = capsByAction(group, bindings).map(([id, caps]) => keyRow(t, caps, t(`action.${id}`), more(id)));
  return el("div.kgroup", {}, el("h3", {}, t(`keys.${group}`)), ...rows);
}
