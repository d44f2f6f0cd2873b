// What the tests of the player share: a film of 25 frames a second, lanes, and a standing record.

import { FrameTable } from "../../annotator/player/frontend/frames.js";
import { Standing } from "../../annotator/player/frontend/record.js";

/** A film of `n` frames, 40 ms each. */
export function film(n = 1000, shift = 0) {
  const pts = Float64Array.from({ length: n }, (_, i) => i * 0.04);
  return new FrameTable(pts, Int32Array.from(pts, (s) => Math.ceil(Math.round(s * 1e6) / 1e3)), n * 40, shift);
}

const code = (id, key, more = {}) => ({ id, key, label: id, colour: "#009E73", valence: "neutral", modifiers: [], ...more });

export const TOGETHER = {
  track: "dyad", subject: "pair", label: "Together or not", subject_label: "the pair", kind: "state", exclusive: true, exhaustive: true,
  codes: [code("together", "t"), code("apart", "p"), code("mending", "m", { modifiers: ["led_by", "way"] })],
};
export const GAZE = {
  track: "gaze", subject: "baby", label: "Gaze", subject_label: "the baby", kind: "state", exclusive: true, exhaustive: false,
  codes: [code("mother", "g"), code("toy", "y")],
};
export const SOUND = {
  track: "sound", subject: "baby", label: "Sounds", subject_label: "the baby", kind: "state", exclusive: false, exhaustive: false,
  codes: [code("coo", "c"), code("laugh", "l")],
};
export const CUES = {
  track: "cue", subject: "baby", label: "Cues", subject_label: "the baby", kind: "point", exclusive: false,
  codes: [code("hello", "5"), code("break", "7")],
};
export const BEAT = {
  track: "beat", subject: "pair", label: "Beat", subject_label: "the pair", kind: "point", exclusive: true,
  codes: [code("up", "u"), code("down", "d")],
};
export const LANES = [TOGETHER, GAZE, SOUND, CUES, BEAT];

export const MODIFIERS = new Map([
  ["led_by", { id: "led_by", type: "choice", required: true, default: "both", options: [] }],
  ["way", { id: "way", type: "multi", required: false, options: [] }],
]);

/**
 * A record from words: standing("dyad: 0-5 together, 5- apart") in seconds; "5-" runs on.
 * Ids are the code with its number: together0, apart1, …
 */
export function standing(...lines) {
  const annotations = lines.flatMap((line) => {
    const [track, rest] = line.split(":");
    const lane = LANES.find((l) => l.track === track);
    return rest.split(",").map((part, i) => annotation(lane, part.trim(), i));
  });
  return new Standing({ lanes: LANES, annotations, removed: {}, window: { onset_ms: 0, offset_ms: 40_000 } });
}

function annotation(lane, part, i) {
  const [times, id] = part.split(" ");
  const [onset, offset] = times.split("-");
  const ms = (s) => Math.round(Number(s) * 1000);
  const onset_ms = ms(onset);
  const offset_ms = lane.kind === "point" ? onset_ms : offset === "" ? null : ms(offset);
  const content = {
    track: lane.track, subject: lane.subject, code: id, onset_ms, offset_ms, onset_frame: onset_ms / 40, offset_frame: offset_ms === null ? null : offset_ms / 40,
    raw_onset_ms: null, raw_offset_ms: null, modifiers: {}, comment: "", flagged: false,
  };
  return { id: `${id}${i}`, revision: 1, content };
}

/** The moment of a frame, as a press at it gives. */
export const at = (seconds) => ({ ms: Math.round(seconds * 1000), frame: Math.round(seconds * 25), raw: Math.round(seconds * 1000) });

/** What stands in a lane, in the words of `standing`. */
export function told(record, lane) {
  const items = record.laneByKey.get(`${lane.track}|${lane.subject}`).items;
  return items.map((a) => {
    const { onset_ms, offset_ms, code: id } = a.content;
    const end = lane.kind === "point" ? "" : `-${offset_ms === null ? "" : offset_ms / 1000}`;
    return `${onset_ms / 1000}${end} ${id}`;
  }).join(", ");
}

export const codeOf = (lane, id) => lane.codes.find((c) => c.id === id);
