// The round of modifiers: every mark that has any, one after the other in order of onset. Pure.

/** The modifiers that a mark may have, in the order of its code. */
export function askedOf(standing, a, modifiers) {
  return (standing.codeOf(a)?.modifiers ?? []).map((id) => modifiers.get(id)).filter((m) => m && !m.derived);
}

/** The marks that the round goes through. */
export const marksOf = (standing, modifiers) => standing.all.filter((a) => askedOf(standing, a, modifiers).length > 0);

/** Whether a modifier that must have a value has none. */
export const lacks = (a, asked) => asked.filter((m) => m.required && a.content.modifiers[m.id] === undefined);

/**
 * Where the round stands.
 * @returns {{marks: any[], at: number, open: number}} `at`: place of the mark `id` among them, -1 without it; `open`: how many still lack a value they must have
 */
export function standOf(standing, modifiers, id) {
  const marks = marksOf(standing, modifiers);
  return { marks, at: marks.findIndex((a) => a.id === id), open: marks.filter((a) => lacks(a, askedOf(standing, a, modifiers)).length).length };
}

/** The mark to begin with: the first that lacks something, or else the first. */
export function firstOf(standing, modifiers) {
  const marks = marksOf(standing, modifiers);
  return marks.find((a) => lacks(a, askedOf(standing, a, modifiers)).length) ?? marks[0] ?? null;
}
