// The record of a coding and its rules, under one name.

export * from "./changes.js";
export * from "./cutting.js";
export * from "./drags.js";
export * from "./edits.js";
export * from "./intervals.js";
export * from "./links.js";
export * from "./many.js";
export * from "./moving.js";
export * from "./presses.js";
export * from "./standing.js";
