// One coding on the desk: what stands, what was done, the queue behind it. No DOM.

import { Chosen, span } from "./chosen.js";
import { bindingsOf } from "./key_profiles.js";
import { History, redoing, undoing } from "./history.js";
import { momentOfPress } from "./clock.js";
import { standingThen } from "./looking_back.js";
import { ROUND, secondPass, withRound } from "./passes.js";
import * as rules from "./record.js";

/**
 * @typedef {object} Ports
 * @property {import("./api.js").Api} api
 * @property {any} storage of the queue
 * @property {(what: string, detail?: any) => void} tell the screen: record, selection, pass, mode, refused, said
 */

export class Desk {
  constructor(json) {
    this.json = json;
    this.coding = json.coding;
    this.modifiers = new Map(json.scheme.modifiers.map((m) => [m.id, m]));
    /** By which modifiers an answer names its cue. */
    this.links = json.scheme.modifiers.filter((m) => m.type === "link").map((m) => m.id);
    this.standing = new rules.Standing({ ...json, window: json.coding.window });
    this.history = new History(json.history);
    this.seq = json.coding.seq;
    const passes = json.passes.length ? json.passes : [{ id: "", label: "", tracks: json.lanes.map((l) => l.track), speed: 1 }];
    this.passes = withRound(passes, json.lanes, json.coding.profile);
    if (this.agreed) this.passes = secondPass(this.passes);
    this.pass = this.passes[0];
    this.subject = null;
    this.lastSubject = null;
    this.chosen = new Chosen();
    /** The annotation that was made or changed last. @type {string|null} */
    this.latest = null;
    /** Whether this tab may code. */
    this.mine = true;
    this.locked = json.coding.state !== "open";
    this.queue = null;
    this.tell = () => {};
    this.pressAndHold = false;
    /** The keys that hold for this coder. @type {import("./keys.js").Binding[]} */
    this.bindings = bindingsOf(json.keys);
    /** Whether a click chooses one more instead of another one. */
    this.several = false;
    /** The act after which the coding is shown as it was; null while it is shown as it is. @type {any} */
    this.past = null;
    this.now = null;
    /** Which interval of a lane is asked for; null while that on the screen is. @type {(lane: any) => any} */
    this.asked = () => null;
    /** The frame that is shown at a time, null behind the last one. @type {(ms: number) => number|null} */
    this.frameAt = () => null;
    /** Takes back what a drag only shows, before anything is done on what stands. */
    this.settle = () => {};
  }

  /** One pass at real time on few large buttons. */
  get field() {
    return this.coding.profile === "field";
  }

  /** Where ★ leads in a field pass: the scheme's own mark for moments to show. @returns {{lane: any, code: any}|null} */
  get star() {
    const lane = this.activeLanes.find((l) => l.track === "moment");
    const code = lane?.codeById.get("star");
    return code ? { lane, code } : null;
  }

  /** Whether two coders agreed on where its marks lie: only what qualifies them is added. */
  get agreed() {
    return this.coding.agreed === true;
  }

  /** Whether no mark can be moved. */
  get fixed() {
    return this.readOnly || this.agreed;
  }

  /** Whether the coded window stays where it is: a segment that was drawn is nobody's to move. */
  get windowFixed() {
    return this.fixed || this.coding.drawn === true;
  }

  get readOnly() {
    return this.locked || !this.mine || this.frozen === true || this.past !== null;
  }

  get lanes() {
    return this.standing.lanes;
  }

  get activeLanes() {
    return this.lanes.filter((l) => this.pass.tracks.includes(l.track));
  }

  /** Where the pass asks for ratings. */
  get activeForms() {
    return this.round ? [] : this.standing.forms.filter((l) => this.pass.tracks.includes(l.track));
  }

  /** From where the first film begins to where the last one ends, ms. */
  get films() {
    const { recordings } = this.json;
    return {
      onset_ms: Math.min(...recordings.map((r) => r.shift_ms)),
      offset_ms: Math.max(...recordings.map((r) => r.shift_ms + r.duration_ms)),
    };
  }

  /** Whether marks get their modifiers now, one after the other, and no key marks anything new. */
  get round() {
    return this.pass.id === ROUND;
  }

  /** What keys.js needs to know. */
  get situation() {
    return { lanes: this.round ? [] : this.activeLanes, subjects: this.json.subjects, subject: this.subject, lastSubject: this.lastSubject, bindings: this.bindings };
  }

  annotation(id) {
    return id ? this.standing.byId.get(id) ?? null : null;
  }

  /** The one that is chosen, or leads those that are. @returns {string|null} */
  get selected() {
    return this.chosen.lead;
  }

  get selection() {
    return this.annotation(this.selected);
  }

  /** All that is chosen, in order of onset. */
  get chosenMarks() {
    const found = [...this.chosen.ids].map((id) => this.annotation(id)).filter(Boolean);
    return found.sort((a, b) => a.content.onset_ms - b.content.onset_ms);
  }

  /** The selected annotation, or else the latest one: what ★ and a comment are about. */
  get subjectOfRemark() {
    const latest = this.annotation(this.latest);
    return this.selection ?? (latest && this.standing.lanes.includes(this.standing.laneOf(latest)) ? latest : null);
  }

  // ---- acts --------------------------------------------------------------------------------

  /**
   * Do what an outcome says: it is kept and sent first, and drawn while the server saves it.
   * @param {rules.Outcome} outcome
   * @returns {boolean} whether anything was done
   */
  do(kind, outcome, undoes = null) {
    if (this.readOnly) {
      this.tell("said", { said: this.past ? "in_the_past" : "read_only" });
      return false;
    }
    outcome.edits = rules.withoutDangling(this.standing, outcome.edits, this.links);
    if (!outcome.edits.length || outcome.edits.length > rules.MOST_EDITS) {
      this.tell("said", outcome.edits.length ? { said: "too_many", n: rules.MOST_EDITS } : outcome);
      return false;
    }
    if (rules.misplaced(this.standing, outcome.edits)) {
      this.tell("said", { said: "grid_stays" });
      return false;
    }
    if (this.agreed && !rules.qualifies(outcome.edits)) {
      this.tell("said", { said: "agreed_stays" });
      return false;
    }
    const act = { id: rules.newId(), kind, undoes, made_at: new Date().toISOString(), edits: outcome.edits };
    this.standing.apply(outcome.edits);
    this.history.add(act);
    if (outcome.annotation) this.latest = outcome.annotation;
    this.queue?.push({ ...act, edits: outcome.edits.map(rules.sent) });
    this.#told(outcome);
    return true;
  }

  press(lane, code, at) {
    this.settle();
    const outcome = lane.interval_ms
      ? rules.pressInterval(this.standing, lane, code, this.asked(lane) ?? rules.intervalAt(lane.interval_ms, Math.floor(at.ms / lane.interval_ms)), this.frameAt, this.modifiers)
      : rules.press(this.standing, lane, code, at, this.modifiers);
    this.lastSubject = lane.subject;
    this.do("press", outcome);
    return outcome;
  }

  release(id, at) {
    this.settle();
    return this.do("press", rules.released(this.standing, id, at));
  }

  undo() {
    this.#take("undo", this.history.last, undoing, "nothing_to_undo");
  }

  redo() {
    this.#take("redo", this.history.lastUndone, redoing, "nothing_to_redo");
  }

  #take(kind, act, make, otherwise) {
    this.settle();
    if (!act) {
      this.tell("said", { said: otherwise });
      return;
    }
    const edits = make(this.standing, act);
    if (!edits) {
      this.history.drop(act.id);
      this.tell("said", { said: "cannot_undo" });
      return;
    }
    this.do(kind, { edits, said: kind === "undo" ? "undone" : "redone", annotation: edits.at(-1).annotation }, act.id);
  }

  /** The record is another now; what went with it is chosen no longer. */
  #told(outcome) {
    const lost = this.chosen.keep((id) => this.standing.byId.has(id));
    this.tell("record", outcome);
    if (lost) this.tell("selection");
  }

  // ---- what is chosen ----------------------------------------------------------------------

  select(id) {
    if (this.selected === id && this.chosen.size <= 1) return;
    this.chosen.only(id);
    this.tell("selection");
  }

  /** Choose several, or one more with those that are chosen. @param {(chosen: Chosen) => void} how */
  choose(how) {
    how(this.chosen);
    this.tell("selection");
  }

  /** A click that chooses more than its one mark, or parts with several: whether it was one. @param {"one"|"more"|"range"} how */
  chooseMore(a, how) {
    if (how === "more") this.choose((c) => c.toggle(a.id));
    else if (how === "range" && this.selection) this.choose((c) => c.set([...span(this.standing, this.selection, a), a.id], c.lead));
    else if (this.chosen.size > 1) this.select(a.id);
    else return false;
    return true;
  }

  choosePass(id) {
    this.pass = this.passes.find((p) => p.id === id) ?? this.pass;
    this.subject = null;
    this.tell("pass");
  }

  /** Restrict the keys to a subject; the same again frees them. */
  chooseSubject(id) {
    this.subject = this.subject === id ? null : id;
    this.tell("pass");
  }

  // ---- as it was ---------------------------------------------------------------------------

  /** Show the coding as it was; nothing can be done until one comes back. @param {any} past as the server tells it */
  lookAt(past) {
    this.settle();
    this.now ??= this.standing;
    this.past = past;
    this.#show(standingThen(this.now, this.json, past));
  }

  /** Show it as it is. */
  comeBack() {
    const { now } = this;
    Object.assign(this, { past: null, now: null });
    this.#show(now);
  }

  #show(standing) {
    this.standing = standing;
    this.#told({ said: "resynced", edits: [] });
    this.tell("mode");
  }

  // ---- truth from the server ---------------------------------------------------------------

  /** Take the server's newest state and put on top what still waits here. */
  resync(json) {
    this.settle();
    this.json = { ...this.json, annotations: json.annotations, removed: json.removed, history: json.history, coding: json.coding };
    this.coding = json.coding;
    this.seq = json.coding.seq;
    this.locked = json.coding.state !== "open";
    Object.assign(this, { past: null, now: null });
    this.standing = new rules.Standing({ ...this.json, window: json.coding.window });
    this.history = new History(json.history);
    this.replay(this.queue?.waiting ?? []);
    this.#told({ said: "resynced", edits: [] });
  }

  /** Acts that wait and are not yet in what the server told. */
  replay(waiting) {
    for (const { act } of waiting) {
      if (this.history.acts.has(act.id)) continue;
      const edits = [];
      for (const edit of act.edits) {
        if (!this.standing.follows(edit)) continue;
        const full = { ...edit, before: this.annotation(edit.annotation)?.content ?? null, window_before: this.standing.window };
        this.standing.apply([full]);
        edits.push(full);
      }
      if (edits.length) this.history.add({ ...act, edits });
    }
  }

  /** When the film stands, no reaction time is taken off. */
  momentOf(clock) {
    return momentOfPress(clock.shown, clock.frames, this.coding.rt_offset_ms ?? 0, clock.playing ? clock.rate : 0);
  }
}
