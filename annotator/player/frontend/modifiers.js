// Controls for one modifier of an annotation, by its type; used in the strip and in the details.

import { el, icon } from "./dom.js";
import { capOf, printed } from "./keys.js";
import { cueFrom, delayOf, isDefault, linked } from "./record.js";
import { clock } from "./time.js";

/**
 * @typedef {object} Ports
 * @property {import("./desk.js").Desk} desk
 * @property {Function} t
 * @property {(value: any) => void} set null clears
 * @property {boolean} [numbered] print digits on options (the strip)
 * @property {boolean} [disabled]
 */

/** @param {any} a annotation @param {any} modifier @param {Ports} ports */
export function modifierControl(a, modifier, ports) {
  if (modifier.derived) return computed(a, modifier, ports);
  const make = { choice: choices, multi: choices, boolean: toggle, integer: few(modifier) ? steps : number, number, text, link }[modifier.type];
  return make ? make(a, modifier, ports) : null;
}

const valueOf = (a, m) => a.content.modifiers[m.id];

function option(label, on, ports, onclick, i, byDefault = false) {
  return el("button.opt", { "aria-pressed": String(on), "data-default": byDefault ? "" : null, disabled: Boolean(ports.disabled), "data-i": String(i + 1), onclick },
    ports.numbered && i < 9 ? el("kbd", { "aria-hidden": "true" }, String(i + 1)) : null, label);
}

function choices(a, m, ports) {
  const many = m.type === "multi";
  const now = valueOf(a, m);
  const has = (id) => (many ? (now ?? []).includes(id) : now === id);
  const next = (id) => {
    if (!many) return has(id) ? (m.required ? id : null) : id;
    return has(id) ? now.filter((v) => v !== id) : [...(now ?? []), id];
  };
  const word = (o) => (has(o.id) && isDefault(m, now) ? ports.t("modifier.by_default", { value: o.label }) : o.label);
  const buttons = m.options.map((o, i) => option(word(o), has(o.id), ports, () => ports.set(next(o.id)), i, has(o.id) && isDefault(m, now)));
  return el("div.opts", { role: "group", "aria-label": m.label, "data-modifier": m.id }, ...buttons);
}

function toggle(a, m, ports) {
  const on = valueOf(a, m) === true;
  return el("div.opts", { role: "group", "aria-label": m.label, "data-modifier": m.id }, option(m.label, on, ports, () => ports.set(on ? false : true), 0));
}

/** More whole numbers than this have no button each. */
const FEW = 9;
const few = (m) => Number.isFinite(m.min) && Number.isFinite(m.max) && m.min !== null && m.max !== null && m.max - m.min < FEW;

/** A few whole numbers: a button each. */
function steps(a, m, ports) {
  const now = valueOf(a, m);
  const values = Array.from({ length: m.max - m.min + 1 }, (_, i) => m.min + i);
  const buttons = values.map((v, i) => option(String(v), now === v, { ...ports, numbered: ports.numbered && v !== i + 1 }, () => ports.set(now === v && !m.required ? null : v), i));
  return el("div.opts", { role: "group", "aria-label": m.label, "data-modifier": m.id }, ...buttons, m.unit ? el("span.mute", {}, m.unit) : null);
}

/** What follows from a link: nobody enters it. */
function computed(a, m, { desk, t }) {
  const ms = delayOf(desk.standing, a, m.link);
  const value = ms === null ? "–" : m.unit === "ms" ? `${ms} ms` : `${ms / 1000} ${m.unit || "s"}`;
  return el("div.opts", { "data-modifier": m.id }, el("span.num", {}, value), el("span.mute", {}, t("modifier.computed")));
}

function number(a, m, ports) {
  const input = el("input.inp.num", {
    type: "number", "aria-label": m.label, "data-name": m.id, value: valueOf(a, m) ?? "", min: m.min ?? "", max: m.max ?? "", step: m.type === "integer" ? "1" : "any", disabled: Boolean(ports.disabled),
    onchange: () => { if (input.checkValidity()) ports.set(input.value === "" ? null : Number(input.value)); else input.reportValidity(); },
  });
  const by = (step) => {
    const next = Math.min(m.max ?? Infinity, Math.max(m.min ?? -Infinity, Number(input.value || (m.min ?? 0)) + step));
    ports.set(Number(next.toFixed(6)));
  };
  const step = (sign, by1, word) => el("button.mini", { "aria-label": `${m.label}: ${ports.t(word)}`, disabled: Boolean(ports.disabled), "data-name": `${m.id}${sign}`, onclick: () => by(by1) }, sign);
  return el("div.opts", { "data-modifier": m.id }, step("−", -1, "modifier.less"), input, step("+", 1, "modifier.more"), m.unit ? el("span.mute", {}, m.unit) : null);
}

function text(a, m, ports) {
  const input = el("input.inp", {
    type: "text", "aria-label": m.label, "data-name": m.id, value: valueOf(a, m) ?? "", maxLength: m.max_chars ?? 2000, disabled: Boolean(ports.disabled),
    placeholder: m.label, onchange: () => ports.set(input.value.trim() || null),
  });
  return el("div.opts", { "data-modifier": m.id }, input);
}

/** The last cues before an answer, nearest first. */
export function cuesBefore(desk, a, m, most = 3) {
  const found = [];
  const earlier = (from) => cueFrom(desk.standing, a, m, from, -1);
  for (let cue = earlier(null); cue && found.length < most; cue = earlier(cue)) found.push(cue);
  return found.filter((cue) => cue.content.onset_ms <= a.content.onset_ms);
}

function link(a, m, ports) {
  const now = [valueOf(a, m) ?? []].flat();
  const linked = now.map((id) => ports.desk.annotation(id)).filter(Boolean);
  const cues = [...new Set([...cuesBefore(ports.desk, a, m), ...linked])];
  if (!cues.length && !ports.act) return el("div.opts", { "data-modifier": m.id }, el("span.mute", {}, ports.t("modifier.no_cue")));
  const buttons = cues.map((cue, i) => {
    const name = `${ports.desk.standing.codeOf(cue)?.label ?? cue.content.code} ${clock(cue.content.onset_ms)}`;
    return option(name, now.includes(cue.id), ports, () => ports.set(linked(a, m, cue).edits[0].content.modifiers[m.id] ?? null), i);
  });
  if (ports.act && !ports.disabled) buttons.push(el("button.small", { "data-name": "link", title: ports.t("action.link"), onclick: () => ports.act("link") }, icon("link"), el("kbd", {}, printed(capOf("link"), ports.t))));
  return el("div.opts", { role: "group", "aria-label": m.label, "data-modifier": m.id }, ...buttons);
}
