// The words of the desk. They come translated with the component's data (annotator/player/strings.py
// is their only source); a missing one shows its id, so that it is noticed.

/**
 * @param {Record<string, string>} words
 * @returns {(id: string, values?: Record<string, string|number>) => string}
 */
export function translator(words) {
  return (id, values = {}) => (words[id] ?? id).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
