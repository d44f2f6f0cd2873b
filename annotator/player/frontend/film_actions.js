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
    to_start: () => film.toFrame(0),
    to_end: () => film.toFrame(Infinity),
    slower: () => setSpeed(nextSpeed(film.rate, -1)),
    faster: () => setSpeed(nextSpeed(film.rate, 1)),
    normal_speed: () => setSpeed(1),
  };
}
