// The keys of correcting: several marks, cutting and joining, frames, finding, looking back. Letters of codes
// come without Shift, so Shift and a letter is free; it goes by the letter, wherever a keyboard has it.

/** @type {import("./keys.js").Binding[]} */
export const EDITING = [
  { id: "next_pass", codes: [], letter: "o", cap: "Shift O", group: "mark" },
  { id: "previous_pass", codes: [], letter: "i", cap: "Shift I", group: "mark" },
  { id: "intervals", codes: [], letter: "w", cap: "Shift W", group: "mark" },
  { id: "link", codes: [], letter: "y", cap: "Shift Y", group: "mark" },
  { id: "hints", codes: [], letter: "q", cap: "Shift Q", group: "look" },
  { id: "choose_all", codes: [], chars: ["a"], ctrl: true, cap: "Ctrl A", group: "several" },
  { id: "choose_code", codes: [], letter: "c", cap: "Shift C", group: "several" },
  { id: "choose_previous", codes: ["PageUp"], shift: true, repeat: true, cap: "Shift PgUp", group: "several" },
  { id: "choose_next", codes: ["PageDown"], shift: true, repeat: true, cap: "Shift PgDn", group: "several" },
  { id: "nudge_back", codes: ["ArrowLeft"], ctrl: true, repeat: true, cap: "Ctrl ←", group: "edit" },
  { id: "nudge_on", codes: ["ArrowRight"], ctrl: true, repeat: true, cap: "Ctrl →", group: "edit" },
  { id: "onset_back", codes: [], letter: "a", repeat: true, cap: "Shift A", group: "edit" },
  { id: "onset_on", codes: [], letter: "s", repeat: true, cap: "Shift S", group: "edit" },
  { id: "offset_back", codes: [], letter: "d", repeat: true, cap: "Shift D", group: "edit" },
  { id: "offset_on", codes: [], letter: "f", repeat: true, cap: "Shift F", group: "edit" },
  { id: "align", codes: [], letter: "g", cap: "Shift G", group: "edit" },
  { id: "snap", codes: [], letter: "n", cap: "Shift N", group: "edit" },
  { id: "split", codes: [], letter: "x", cap: "Shift X", group: "edit" },
  { id: "merge", codes: [], letter: "m", cap: "Shift M", group: "edit" },
  { id: "several", codes: [], letter: "e", cap: "Shift E", group: "several" },
  { id: "replace", codes: [], letter: "r", cap: "Shift R", group: "several" },
  { id: "copy_to", codes: [], letter: "t", cap: "Shift T", group: "several" },
  { id: "find", codes: [], letter: "v", cap: "Shift V", group: "look" },
  { id: "story", codes: [], letter: "h", cap: "Shift H", group: "look" },
  { id: "films_layout", codes: [], letter: "b", cap: "Shift B", group: "look" },
  { id: "films_sound", codes: [], letter: "u", cap: "Shift U", group: "look" },
  { id: "past", codes: [], letter: "p", cap: "Shift P", group: "look" },
];
