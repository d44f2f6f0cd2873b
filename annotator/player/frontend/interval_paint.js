// Intervals on the tracks: fine lines between them, and the one that is asked for.

import { endOfView, msOf, xOf } from "./geometry.js";

/** Nearer to each other than this, px, lines would be a grey field. */
const APART = 6;

/** Lines between the intervals of a lane. */
export function paintGrid(ctx, view, lane, box, colour) {
  const length = lane.interval_ms;
  if (!length || length / view.scale < APART) return;
  ctx.fillStyle = colour;
  for (let ms = Math.ceil(msOf(view, view.left) / length) * length; ms <= endOfView(view); ms += length) ctx.fillRect(Math.round(xOf(view, ms)), box.y, 1, box.height);
}

/** A frame around the interval that is asked for, on its rows. @param {any} scene @param {(i: number) => number} yOf @param {Record<string, string>} tokens */
export function paintAsked(ctx, scene, yOf, tokens) {
  const { asked, view, layout, standing } = scene;
  if (!asked) return;
  const x = xOf(view, asked.onset_ms);
  const width = xOf(view, asked.offset_ms) - x;
  standing.lanes.forEach((lane, i) => {
    if (!asked.tracks.has(lane.track)) return;
    ctx.fillStyle = tokens.loop;
    ctx.fillRect(x, yOf(i) + 1, width, 2);
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = tokens.accent;
    ctx.strokeRect(x + 0.75, yOf(i) + 1, width - 1.5, layout.lane - 2);
  });
}
