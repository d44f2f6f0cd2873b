// What the keys of correcting do: on the chosen marks, one or several; buttons call the same.

import { alike } from "./chosen.js";
import * as rules from "./record.js";

/** How far an edge may lie from another track's to be brought there by key. */
const ALIGN_FRAMES = 10;

/**
 * @param {object} parts
 * @param {import("./desk.js").Desk} parts.desk
 * @param {import("./clock.js").FilmClock} parts.film
 * @param {import("./tracks.js").Tracks} parts.tracks
 * @param {import("./list.js").List} parts.list
 * @param {(id: string) => void} parts.toast
 * @param {import("./details.js").Details} parts.details
 * @param {import("./correcting.js").Correcting} parts.correcting
 * @param {() => void} parts.refresh the buttons
 * @returns {Record<string, () => void>}
 */
export function editActions(parts) {
  const { desk, film, toast, correcting } = parts;
  const links = new Set([...desk.modifiers.values()].filter((m) => m.type === "link").map((m) => m.id));
  const chosen = (work) => {
    const marks = desk.chosenMarks;
    if (marks.length) work(marks);
    else toast("said.select_first");
  };
  const nudge = (edge, by) => () => chosen((marks) => desk.do("move", rules.nudged(desk.standing, marks, edge, by, film.frames)));
  const alignReach = () => ALIGN_FRAMES * ((film.frames.end - film.frames.start) / film.frames.count);
  return {
    nudge_back: nudge("both", -1),
    nudge_on: nudge("both", 1),
    onset_back: nudge("onset", -1),
    onset_on: nudge("onset", 1),
    offset_back: nudge("offset", -1),
    offset_on: nudge("offset", 1),
    align: () => chosen((marks) => desk.do("move", rules.aligned(desk.standing, marks, alignReach(), film.frames))),
    snap: () => toast(parts.tracks.toggleSnap() ? "said.snap_on" : "said.snap_off"),
    split: () => chosen((marks) => desk.do("split", rules.split(desk.standing, marks, momentShown(film)))),
    merge: () => chosen((marks) => merge(desk, rules.merged(desk.standing, marks, links))),
    remove: () => chosen((marks) => desk.do("remove", rules.removedAll(marks))),
    copy_to: () => chosen(() => correcting.copyTo()),
    find: () => {
      parts.details.hide(); // it may lie over the list
      correcting.find();
    },
    replace: () => (desk.readOnly ? toast("said.read_only") : correcting.replacing.open()),
    story: () => chosen(() => correcting.story()),
    past: () => correcting.past.toggle(),
    undo: () => (desk.past ? correcting.past.step(-1) : desk.undo()),
    redo: () => (desk.past ? correcting.past.step(1) : desk.redo()),
    several: () => several(desk, parts),
    choose_all: () => desk.choose((c) => c.set(parts.list.rows.map((a) => a.id), c.lead)),
    choose_code: () => chosen(() => desk.choose((c) => c.set(alike(desk.standing, desk.selection), c.lead))),
    choose_previous: () => extend(desk, film, -1),
    choose_next: () => extend(desk, film, 1),
  };
}

/** Where the film stands, exactly: no reaction time is taken off a cut. */
const momentShown = ({ shown }) => ({ ms: shown.ms, frame: shown.index, raw: null });

function merge(desk, outcome) {
  if (desk.do("merge", outcome)) desk.select(outcome.annotation);
}

/** From now on a click chooses one more, and a drag over empty tracks what it touches: for fingers, which have no Ctrl. */
function several(desk, { toast, refresh }) {
  desk.several = !desk.several;
  toast(desk.several ? "said.several_on" : "said.several_off");
  refresh();
}

/** One more mark with those that are chosen: the next one or the one before the leading one. */
function extend(desk, film, by) {
  const { all } = desk.standing;
  const at = desk.selection ? all.indexOf(desk.selection) + by : rules.firstFrom(all, film.shown.ms) - (by < 0 ? 1 : 0);
  const next = all[at];
  if (!next) return;
  desk.choose((c) => c.set([...c.ids, next.id], next.id));
  film.toTime(next.content.onset_ms);
}
