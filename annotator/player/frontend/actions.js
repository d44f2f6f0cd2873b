// What each action of the map of keys does; buttons call the same.

import { editActions } from "./edit_actions.js";
import { filmActions } from "./film_actions.js";
import { filmsActions } from "./films_together.js";
import * as rules from "./record.js";

/** How much of the film is shown before a replayed annotation. */
const LEAD_IN_MS = 1000;

export class Actions {
  /**
   * @param {object} parts
   * @param {import("./desk.js").Desk} parts.desk
   * @param {import("./clock.js").FilmClock} parts.film
   * @param {import("./screen.js").Screen|import("./films_together.js").FilmsTogether} parts.screen
   * @param {import("./tracks.js").Tracks} parts.tracks
   * @param {import("./details.js").Details} parts.details
   * @param {import("./strip.js").Strip} parts.strip
   * @param {(id: string) => void} parts.toast
   * @param {(a: any) => void} parts.reached tells of a mark that one came to by a key
   * @param {(a: any) => void} parts.open details
   * @param {(lane: any, code: any) => void} parts.press
   * @param {() => void} parts.refresh the row of buttons
   * @param {import("./key_map.js").KeyMap} parts.keyMap
   * @param {import("./list.js").List} parts.list
   * @param {import("./correcting.js").Correcting} parts.correcting
   * @param {import("./pass_guide.js").PassGuide} parts.guide
   * @param {import("./interval_guide.js").IntervalGuide} parts.intervals
   * @param {import("./linking.js").Linking} parts.linking
   * @param {import("./hints.js").Hints} parts.hints
   */
  constructor(parts) {
    Object.assign(this, parts);
    const { film, tracks } = this;
    this.table = {
      none: () => {},
      ...filmActions(film, (rate) => this.setSpeed(rate)),
      ...editActions(this),
      ...filmsActions(this.screen, this.toast),
      play: () => this.intervals.plays() || this.#play(),
      loop: () => this.#toggleLoop(),
      loop_mark: () => this.#markLoop(),
      replay: () => this.#replay(),
      stop_last: () => this.intervals.goesOn() || this.desk.do("press", rules.stopLast(this.desk.standing, this.desk.activeLanes, this.desk.momentOf(film))),
      discard_last: () => this.#discard(),
      choose_modifiers: () => (this.strip.open ? this.strip.focus() : this.open(this.desk.subjectOfRemark)),
      flag: () => this.#flag(),
      comment: () => this.#comment(),
      previous: () => this.intervals.steps(-1) || this.#go(-1),
      next: () => this.intervals.steps(1) || this.#go(1),
      intervals: () => this.intervals.toggle(),
      set_onset: () => this.#setEdge("onset"),
      set_offset: () => this.#setEdge("offset"),
      link: () => this.linking.start(),
      hints: () => this.hints.open(),
      hold: () => this.#hold(),
      nearer: () => tracks.nearer(),
      farther: () => tracks.farther(),
      whole_film: () => tracks.showAll(),
      next_pass: () => this.#pass(1),
      previous_pass: () => this.#pass(-1),
      keys: () => this.keyMap.open(),
    };
  }

  do(id) {
    if (!this.film.frames) return;
    this.desk.settle();
    this.table[id]?.();
  }

  #play() {
    const { loop } = this.tracks;
    this.film.bounds = loop?.offset ? { ...loop, once: false } : null;
    if (this.film.playing) this.film.pause();
    else this.film.play();
  }

  setSpeed(rate) {
    this.film.rate = rate;
    this.refresh();
  }

  /** Loop the selected annotation; without one, from the playhead on until a second mark. */
  #toggleLoop() {
    const c = this.desk.selection?.content;
    if (this.tracks.loop) this.#setLoop(null);
    else if (c && c.offset_ms !== c.onset_ms) this.#setLoop({ onset: c.onset_ms, offset: c.offset_ms ?? this.film.shown.ms + 1 });
    else this.#markLoop();
  }

  /** First a beginning, then an end, then none. */
  #markLoop() {
    const { ms } = this.film.shown;
    const { loop } = this.tracks;
    if (!loop) {
      this.#setLoop({ onset: ms, offset: null });
      this.toast("said.loop_in");
    } else if (loop.offset === null && ms !== loop.onset) this.#setLoop({ onset: Math.min(loop.onset, ms), offset: Math.max(loop.onset, ms) });
    else this.#setLoop(null);
  }

  #setLoop(loop) {
    this.tracks.loop = loop;
    this.film.bounds = loop?.offset ? { ...loop, once: false } : null;
    this.refresh();
    this.tracks.drawTop();
  }

  /** From a second before its onset to its end; a moment is followed for a second. */
  #replay() {
    const c = this.desk.subjectOfRemark?.content;
    if (!c) {
      this.toast("said.select_first");
      return;
    }
    const { frames } = this.film;
    const offset = c.offset_ms === null ? frames.end : Math.max(c.offset_ms, c.onset_ms + LEAD_IN_MS);
    this.film.bounds = { onset: Math.max(frames.start, c.onset_ms - LEAD_IN_MS), offset, once: true };
    this.film.toTime(this.film.bounds.onset);
    this.film.play();
  }

  #discard() {
    if (this.desk.selection) this.desk.select(null);
    else this.desk.do("remove", rules.discardLast(this.desk.standing, this.desk.activeLanes));
  }

  /** ★ the chosen mark, or else the latest one; in a field pass, the moment on the screen. */
  #flag() {
    const { star, field, selection } = this.desk;
    const a = this.desk.subjectOfRemark;
    if (this.desk.chosen.size > 1) {
      this.desk.do("change", rules.flaggedAll(this.desk.chosenMarks));
      return;
    }
    if (field && star && !selection) this.press(star.lane, star.code);
    else if (a) this.desk.do("change", rules.revalued(a, { flagged: !a.content.flagged }));
    else this.toast("said.nothing_to_flag");
  }

  #comment() {
    const a = this.desk.subjectOfRemark;
    if (!a) {
      this.toast("said.nothing_to_comment");
      return;
    }
    this.desk.select(a.id);
    this.details.write();
  }

  /** To the next annotation, or the previous one: from the selected one, else from the playhead. */
  #go(by) {
    const { all } = this.desk.standing;
    if (!all.length) return;
    const { selection } = this.desk;
    const here = selection ? all.indexOf(selection) : rules.firstFrom(all, this.film.shown.ms + (by > 0 ? 1 : 0)) - (by > 0 ? 1 : 0);
    const a = all[Math.max(0, Math.min(all.length - 1, here + by))];
    this.desk.select(a.id);
    this.film.toTime(a.content.onset_ms);
    this.reached(a);
  }

  #setEdge(edge) {
    const { frames, shown } = this.film;
    this.#withSelection((a) => {
      if (!rules.edgeFits(this.desk.standing, a, edge, shown.index, frames)) this.toast("said.beyond");
      else this.desk.do("drag", rules.moveEdge(this.desk.standing, a, edge, shown.index, frames));
    });
  }

  #pass(by) {
    if (!this.guide.go(by)) this.toast(by > 0 ? "said.last_pass" : "said.first_pass");
  }

  #withSelection(work) {
    if (this.desk.selection) work(this.desk.selection);
    else this.toast("said.select_first");
  }

  #hold() {
    this.desk.pressAndHold = !this.desk.pressAndHold;
    this.refresh();
    this.toast(this.desk.pressAndHold ? "said.hold_on" : "said.hold_off");
  }
}
