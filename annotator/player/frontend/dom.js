// Making elements. Text goes in as text, never as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag "button.icon#play" style: tag, classes
 * @param {Record<string, any>} [props] on… are listeners; aria-…, data-…, role, for are attributes; the rest are properties
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  if (name === "button") node.type = "button";
  for (const [key, value] of Object.entries(props)) set(node, key, value);
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

function set(node, key, value) {
  if (value === null || value === undefined) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "style") Object.entries(value).forEach(([k, v]) => node.style.setProperty(k, v));
  else if (/^(aria-|data-)|^(role|for|list|part)$/.test(key)) node.setAttribute(key, value);
  else node[key] = value;
}

const PATHS = {
  play: "M6 4l10 6-10 6z", pause: "M6 4h3v12H6zM11 4h3v12h-3z", back: "M12.5 5l-5 5 5 5M5 4v12", on: "M7.5 5l5 5-5 5M15 4v12",
  loop: "M5 8a4 4 0 0 1 4-3h5M12 2.5L14.5 5 12 7.5M15 12a4 4 0 0 1-4 3H6M8 12.5L5.5 15 8 17.5", undo: "M7.5 5L4 8.5 7.5 12M4 8.5h7.5a4 4 0 0 1 0 8H8",
  redo: "M12.5 5L16 8.5 12.5 12M16 8.5H8.5a4 4 0 0 0 0 8H12", star: "M10 3l2.1 4.6 5 .6-3.7 3.4 1 4.9L10 14l-4.4 2.5 1-4.9L2.9 8.2l5-.6z",
  minus: "M5 10h10", plus: "M5 10h10M10 5v10", fit: "M3 10h14M6 7l-3 3 3 3M14 7l3 3-3 3", left: "M12 4l-6 6 6 6", link: "M8.5 11.5a3 3 0 0 0 4.2 0l2.6-2.6a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-2.6 2.6a3 3 0 0 0 4.2 4.2l1-1",
  list: "M4 6h12M4 10h12M4 14h12", close: "M5 5l10 10M15 5L5 15", pencil: "M5 15l.8-3.2L12.6 5l2.4 2.4-6.8 6.8zM4 17h12", bin: "M5 6h10M8 6V4h4v2M6.5 6l.7 10h5.6l.7-10", chat: "M4 5h12v8H9l-3.5 3v-3H4z", hand: "M4 10h12M7 7l-3 3 3 3M13 7l3 3-3 3", hold: "M10 3v8M7 8l3 3 3-3M4 15h12",
  past: "M4.5 6.5A7 7 0 1 1 3 10M4.5 3v3.5H8M10 6.5V10l2.5 1.8",
  funnel: "M4 5h12l-4.6 5.6V15l-2.8 1.4v-5.8z", replace: "M4 7.5h9.5L11 5M16 12.5H6.5L9 15",
  magnet: "M5 4v6a5 5 0 0 0 10 0V4h-3.4v6a1.6 1.6 0 0 1-3.2 0V4zM5 7h3.4M11.6 7H15", several: "M4 4.5h7v7H4zM9 14.5h7v-6.5M6 8l1.4 1.4L9.6 6.6",
  right: "M8 4l6 6-6 6", check: "M4 10.5l4 4 8-9", lock: "M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9", grip: "M7.5 5v.01M12.5 5v.01M7.5 10v.01M12.5 10v.01M7.5 15v.01M12.5 15v.01",
  sound: "M3.5 8v4h3l4 3.5v-11l-4 3.5zM13 7.5a3.5 3.5 0 0 1 0 5M15 5.5a6.3 6.3 0 0 1 0 9",
  aloud: "M3.5 8v4h3l4 3.5v-11L6.5 8zM13.5 7.2a4 4 0 0 1 0 5.6M15.6 5a7 7 0 0 1 0 10",
  still: "M3.5 4.5h13v11h-13zM3.5 13l3.6-3.4 3 2.7 2.2-1.8 4.2 3.3M12.8 7.6v.01", full: "M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4", small: "M8 4v4H4M12 4v4h4M16 12h-4v4M4 12h4v4", words: "M3.5 5h13v10h-13zM6 11.5h4M12 11.5h2",
};
const FILLED = new Set(["play", "pause"]);

/** A small line drawing that takes the text's colour. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  path.setAttribute(FILLED.has(name) ? "data-filled" : "data-line", "");
  svg.append(path);
  return svg;
}

/** Put text into a node only when it differs: no layout work otherwise. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A code's key on its colour: the same chip everywhere. */
export function chip(code, colours) {
  const c = colours.of(code);
  return el("span.k", {
    "aria-hidden": "true", "data-hatched": c.hatched ? "" : null,
    style: { "--c": c.fill, "--o": c.outline, "--l": c.letter },
  }, (code?.key ?? "?").toUpperCase());
}
