// Chromium's trap: a film whose picture it cannot decode plays on as sound, without any error.

const KNOWN = 1; // HTMLMediaElement.HAVE_METADATA: from here on the size of the picture is known

/**
 * Whether a film has begun to arrive and has no picture that this browser can show.
 * @param {{readyState: number, videoWidth: number}} video
 */
export function soundOnly({ readyState, videoWidth }) {
  return readyState >= KNOWN && !(videoWidth > 0);
}

/**
 * Ask the rule whenever more of the film is known.
 * @param {HTMLVideoElement} video
 * @param {(missing: boolean) => void} hear told each time
 * @param {AbortSignal} signal
 */
export function watchPicture(video, hear, signal) {
  for (const type of ["loadedmetadata", "loadeddata"]) video.addEventListener(type, () => hear(soundOnly(video)), { signal });
}
