// Times as people read them. All times are whole milliseconds.

/**
 * Minutes, seconds, thousandths; hours only when there are any.
 * @param {number} ms
 * @returns {string} "01:07.240", "1:00:01.005", "-00:00.040"
 */
export function clock(ms) {
  const sign = ms < 0 ? "-" : "";
  const t = Math.round(Math.abs(ms));
  const pad = (n, width = 2) => String(n).padStart(width, "0");
  const hours = Math.floor(t / 3_600_000);
  const minutes = Math.floor(t / 60_000) % 60;
  const seconds = `${pad(Math.floor(t / 1000) % 60)}.${pad(t % 1000, 3)}`;
  return hours ? `${sign}${hours}:${pad(minutes)}:${seconds}` : `${sign}${pad(minutes)}:${seconds}`;
}

/**
 * A time without thousandths, for rulers and totals.
 * @param {number} ms
 * @returns {string} "1:20", "1:00:00"
 */
export function shortClock(ms) {
  const t = Math.floor(Math.max(0, ms) / 1000);
  const seconds = String(t % 60).padStart(2, "0");
  const minutes = Math.floor(t / 60);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds}`;
}

/**
 * A duration as people read it, to the nearest tenth of a second, from a minute on to the nearest second; halves go up.
 * `span` in `annotator/timecode.py` says the same.
 * @param {number} ms
 * @returns {string} "3.2 s", "1 min 5 s"
 */
export function span(ms) {
  const tenths = Math.floor((ms + 50) / 100);
  if (tenths < 600) return `${Math.floor(tenths / 10)}.${tenths % 10} s`;
  const seconds = Math.floor((ms + 500) / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * A number in groups of three, as on the frame badge.
 * @param {number} n
 * @returns {string} "1 680"
 */
export function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}
