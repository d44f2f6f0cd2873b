// Controls for one modifier of an annotation, by its type; used in the strip and in the details.

import { el } from "./dom.js";
import { firstFrom, isDefault } from "./record.js";
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
  const make = { choice: choices, multi: choices, boolean: toggle, integer: number, number, text, link }[modifier.type];
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

function number(a, m, ports) {
  const input = el("input.inp.num", {
    type: "number", "aria-label": m.label, value: valueOf(a, m) ?? "", min: m.min ?? "", max: m.max ?? "", step: m.type === "integer" ? "1" : "any", disabled: Boolean(ports.disabled),
    onchange: () => { if (input.checkValidity()) ports.set(input.value === "" ? null : Number(input.value)); else input.reportValidity(); },
  });
  return el("div.opts", { "data-modifier": m.id }, input, m.unit ? el("span.mute", {}, m.unit) : null);
}

function text(a, m, ports) {
  const input = el("input.inp", {
    type: "text", "aria-label": m.label, value: valueOf(a, m) ?? "", maxLength: m.max_chars ?? 2000, disabled: Boolean(ports.disabled),
    placeholder: m.label, onchange: () => ports.set(input.value.trim() || null),
  });
  return el("div.opts", { "data-modifier": m.id }, input);
}

/** The last cues before an answer, nearest first. */
export function cuesBefore(desk, a, m, most = 3) {
  const tracks = m.links_to?.tracks ?? m.links_to ?? [];
  const found = [];
  for (let i = firstFrom(desk.standing.all, a.content.onset_ms + 1) - 1; i >= 0 && found.length < most; i -= 1) {
    const cue = desk.standing.all[i];
    if (cue.id !== a.id && tracks.includes(cue.content.track)) found.push(cue);
  }
  return found;
}

function link(a, m, ports) {
  const now = [valueOf(a, m) ?? []].flat();
  const linked = now.map((id) => ports.desk.annotation(id)).filter(Boolean);
  const cues = [...new Set([...cuesBefore(ports.desk, a, m), ...linked])];
  if (!cues.length) return el("div.opts", { "data-modifier": m.id }, el("span.mute", {}, ports.t("modifier.no_cue")));
  const single = (m.max ?? 1) === 1;
  const next = (id) => (now.includes(id) ? now.filter((v) => v !== id) : single ? [id] : [...now, id]);
  const buttons = cues.map((cue, i) => {
    const name = `${ports.desk.standing.codeOf(cue)?.label ?? cue.content.code} ${clock(cue.content.onset_ms)}`;
    return option(name, now.includes(cue.id), ports, () => ports.set(next(cue.id)), i);
  });
  return el("div.opts", { role: "group", "aria-label": m.label, "data-modifier": m.id }, ...buttons);
}
