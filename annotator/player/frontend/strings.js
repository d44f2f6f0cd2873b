// The words of the desk. They come translated with the component's data (annotator/player/strings.py
// is their only source); a missing one shows its id, so that it is noticed. Where a sentence with a
// number has another one for 1, that stands under its id with ".one".

/**
 * @param {Record<string, string>} words
 * @returns {(id: string, values?: Record<string, string|number>) => string}
 */
export function translator(words) {
  const one = (id, n) => (n === 1 ? words[`${id}.one`] : undefined);
  return (id, values = {}) => (one(id, values.n) ?? words[id] ?? id).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
