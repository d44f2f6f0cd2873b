// What a press does, by the rules: it ends what it follows, begins what it names, and never overlaps.
// Pure: times and frames come in, edits go out.

import { firstModifiers, recoded } from "./changes.js";
import { added, changed, nothing, offsetAt, onsetAt, removed, RUNNING } from "./edits.js";
import { endOf, firstFrom } from "./standing.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Lane} Lane */
/** @typedef {import("./standing.js").Moment} Moment */
/** @typedef {import("./edits.js").Outcome} Outcome */

/** The end that a state takes over from the onset of the one that follows it. */
function until(next) {
  if (!next) return RUNNING;
  const c = next.content;
  return { offset_ms: c.onset_ms, offset_frame: c.onset_frame, raw_offset_ms: null };
}

function contentOf(lane, code, at, offset, modifiers) {
  return {
    track: lane.track, subject: lane.subject, code: code.id, ...onsetAt(at), ...offset,
    modifiers: firstModifiers(code, modifiers), comment: "", flagged: false,
  };
}

/**
 * What pressing a code's key at a moment does.
 * @param {Standing} standing
 * @param {Lane} lane
 * @param {any} code
 * @param {Moment} at
 * @param {Map<string, any>} modifiers the scheme's, by id
 * @returns {Outcome}
 */
export function press(standing, lane, code, at, modifiers) {
  if (lane.isPoint) return pressPoint(standing, lane, code, at, modifiers);
  return lane.exclusive
    ? pressExclusive(standing, lane, code, at, modifiers)
    : pressToggle(standing, lane, code, at, modifiers);
}

function pressPoint(standing, lane, code, at, modifiers) {
  const here = [];
  for (let i = firstFrom(lane.items, at.ms); lane.items[i]?.content.onset_ms === at.ms; i += 1) here.push(lane.items[i]);
  const same = here.find((a) => a.content.code === code.id);
  if (same) return nothing("already", same.id);
  if (lane.exclusive && here.length) return recoded(here[0], code, modifiers);
  const edit = added(standing, contentOf(lane, code, at, offsetAt(at), modifiers));
  return { edits: [edit], said: "marked", annotation: edit.annotation };
}

function pressExclusive(standing, lane, code, at, modifiers) {
  const covering = lane.covering(at.ms);
  if (covering?.content.code === code.id) return pressRunning(lane, covering, at);
  if (covering?.content.onset_ms === at.ms) return recoded(covering, code, modifiers);
  const edit = added(standing, contentOf(lane, code, at, until(lane.next(at.ms)), modifiers));
  const edits = covering ? [changed(covering, offsetAt(at)), edit] : [edit];
  return { edits, said: "started", annotation: edit.annotation };
}

function pressRunning(lane, covering, at) {
  if (lane.exhaustive || covering.content.onset_ms === at.ms) return nothing("already", covering.id);
  return { edits: [changed(covering, offsetAt(at))], said: "ended", annotation: covering.id };
}

function pressToggle(standing, lane, code, at, modifiers) {
  const covering = lane.covering(at.ms, code.id);
  if (covering) {
    if (covering.content.onset_ms === at.ms) return nothing("already", covering.id);
    return { edits: [changed(covering, offsetAt(at))], said: "ended", annotation: covering.id };
  }
  const edit = added(standing, contentOf(lane, code, at, until(lane.next(at.ms, code.id)), modifiers));
  return { edits: [edit], said: "started", annotation: edit.annotation };
}

/** End the annotation that a held key started, when the key comes up. @returns {Outcome} */
export function released(standing, id, at) {
  const a = standing.byId.get(id);
  if (!a || a.content.offset_ms === a.content.onset_ms || endOf(a) <= at.ms) return nothing("already", id);
  if (at.ms <= a.content.onset_ms) return nothing("too_short", id);
  return { edits: [changed(a, offsetAt(at))], said: "ended", annotation: id };
}

/** The running state that began last, of the given lanes. */
export function lastRunning(standing, lanes) {
  const mine = standing.running.filter((a) => lanes.includes(standing.laneOf(a)));
  return mine.reduce((last, a) => (!last || a.content.onset_ms >= last.content.onset_ms ? a : last), null);
}

/** End the last running state at a moment. @returns {Outcome} */
export function stopLast(standing, lanes, at) {
  const a = lastRunning(standing, lanes);
  if (!a) return nothing("none_running");
  if (at.ms <= a.content.onset_ms) return nothing("before_onset", a.id);
  return { edits: [changed(a, offsetAt(at))], said: "ended", annotation: a.id };
}

/**
 * Take the last running state away. Where every moment must have a code, the state before it
 * runs on, as if the key had not been pressed.
 * @returns {Outcome}
 */
export function discardLast(standing, lanes) {
  const a = lastRunning(standing, lanes);
  if (!a) return nothing("none_running");
  const lane = standing.laneOf(a);
  const { before } = lane.around(a);
  const edits = [removed(a)];
  if (lane.exclusive && lane.exhaustive && before && endOf(before) === a.content.onset_ms) edits.push(changed(before, RUNNING));
  return { edits, said: "discarded", annotation: a.id };
}
