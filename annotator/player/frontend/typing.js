// What is typed into a field reaches the server while one rests, not only when the field is left. A page with
// words that did not reach it yet asks before it goes.

const REST_MS = 800;
const FIELD = "[data-testid=stTextInput], [data-testid=stTextArea]", NUMBER = "[data-testid=stNumberInput]";

/** Whether a field waits for a button of its own, as one of a form does. */
const waits = (field) => field.closest("[data-testid=stForm]") !== null;

/** Under this key stands a field that is taken only whole: what it says names things for good. */
const WHOLE = "[class*=st-key-kept-whole-]";

/** Whether a rest is enough for a field. A number may be half written: "1." must not become 1. */
export const atRest = (field) => field.closest(FIELD) !== null && !waits(field) && field.closest(WHOLE) === null;

/** Streamlit takes what stands in a field when it is left; the field stays as it is, with its cursor. */
const take = (field) => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));

/** The fields in which something stands that the server has not. */
export class Unsaved {
  constructor() {
    this.before = new Map();
  }

  /** Something was typed into a field, in which this stood before. */
  typed(field, before) {
    if (!this.before.has(field)) this.before.set(field, before);
  }

  saved(field) {
    this.before.delete(field);
  }

  /** A field that is gone, or in which stands again what stood there, holds nothing to lose. */
  all() {
    return [...this.before].filter(([field, before]) => field.isConnected && field.value !== before).map(([field]) => field);
  }
}

/** @param {{}} _component */
export function mount(_component) {
  const stop = new AbortController(), unsaved = new Unsaved(), stood = new WeakMap();
  let rest = 0;
  const on = (what, act) => document.addEventListener(what, act, { signal: stop.signal, capture: true });
  const takeAll = () => {
    for (const field of unsaved.all().filter(atRest)) take(field);
  };
  on("focusin", ({ target }) => {
    if (target.closest(`${FIELD}, ${NUMBER}`)) stood.set(target, target.value);
  });
  on("input", ({ target, isComposing }) => {
    if (!target.closest(`${FIELD}, ${NUMBER}`)) return;
    unsaved.typed(target, stood.get(target) ?? "");
    clearTimeout(rest);
    if (!isComposing) rest = setTimeout(takeAll, REST_MS);
  });
  on("focusout", ({ target }) => {
    if (waits(target)) return;
    stood.set(target, target.value);
    unsaved.saved(target);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved.all().length > 0) event.preventDefault();
    takeAll();
  }, { signal: stop.signal });
  return {
    update: () => {},
    destroy: () => {
      clearTimeout(rest);
      stop.abort();
    },
  };
}
