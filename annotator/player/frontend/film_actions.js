// What the keys and buttons of the film do, on every screen that has one.

import { nextSpeed } from "./clock.js";

/**
 * @param {import("./clock.js").FilmClock} film
 * @param {(rate: number) => void} setSpeed
 * @returns {Record<string, () => void>}
 */
export function filmActions(film, setSpeed) {
  return {
    play: () => (film.playing ? film.pause() : film.play()),
    step_back: () => film.step(-1),
    step_on: () => film.step(1),
    second_back: () => film.jump(-1000),
    second_on: () => film.jump(1000),
    jump_back: () => film.jump(-5000),
    jump_on: () => film.jump(5000),
    ten_back: () => film.jump(-10_000),
    ten_on: () => film.jump(10_000),
    pause: () => film.pause(),
    shuttle_back: () => shuttleBack(film, setSpeed),
    shuttle_on: () => (film.playing ? setSpeed(nextSpeed(film.rate, 1)) : film.play()),
    to_start: () => film.toFrame(0),
    to_end: () => film.toFrame(Infinity),
    slower: () => setSpeed(nextSpeed(film.rate, -1)),
    faster: () => setSpeed(nextSpeed(film.rate, 1)),
    normal_speed: () => setSpeed(1),
  };
}

/** J: slower down to normal speed, then a stop, then a second back each time; no film here runs backwards. */
function shuttleBack(film, setSpeed) {
  if (film.playing && film.rate > 1) setSpeed(nextSpeed(film.rate, -1));
  else if (film.playing) film.pause();
  else film.jump(-1000);
}
