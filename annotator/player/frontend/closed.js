// A film that stays closed because somebody on it has not agreed, or no longer does: the server's own
// sentence says who and to what, and the page of the visit is where that can be noted.

import { ApiError } from "./api.js";
import { el } from "./dom.js";

/** Whether a call failed because of that. */
export function isClosed(error) {
  return error?.kind === "closed";
}

/** The way to the page of the film's visit. @param {string} look the link's element and classes, `word` the id of its word */
export function toVisit(error, { url, t, look = "a.btn.p", word = "film.to_visit" }) {
  return el(look, { href: url(`session?id=${encodeURIComponent(error.body?.error?.session ?? "")}`) }, t(word));
}

/** Why a film stopped coming: `there` when it still comes, `closed` with the refusal when it may not. */
export async function whyStopped(video) {
  const answer = await fetch(video.currentSrc || video.src, { headers: { Range: "bytes=0-0", Accept: "application/json" } }).catch(() => null);
  if (answer?.status !== 404) return { there: answer?.ok === true, closed: null };
  const body = await answer.json().catch(() => null);
  const { code = "", message = "" } = body?.error ?? {};
  return { there: false, closed: code === "consent" ? new ApiError("closed", { status: 404, code, message, body }) : null };
}
