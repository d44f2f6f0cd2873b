// Light or dark, the document's fonts, and hiding the page around the desk while it is open.

import { luminance } from "./colours.js";
import { el } from "./dom.js";

const CHROME = `
html.attune-desk, html.attune-desk body { overflow: hidden; height: 100%; }
html.attune-desk [data-testid="stHeader"], html.attune-desk [data-testid="stSidebar"],
html.attune-desk [data-testid="stToolbar"], html.attune-desk [data-testid="stDecoration"],
html.attune-desk [data-testid="stStatusWidget"], html.attune-desk footer { display: none !important; }
html.attune-desk [data-testid="stMain"], html.attune-desk [data-testid="stAppViewContainer"],
html.attune-desk [data-testid="stMainBlockContainer"] { transform: none !important; contain: none !important; }
`;

/** Hides the page's own header and margins; the returned function shows them again. */
export function coverPage(fontUrl) {
  const face = `@font-face { font-family: Inter; font-weight: 100 900; font-display: swap; src: url("${fontUrl}") format("woff2"); }`;
  const style = el("style", {}, face + CHROME);
  document.head.append(style);
  document.documentElement.classList.add("attune-desk");
  return () => {
    style.remove();
    document.documentElement.classList.remove("attune-desk");
  };
}

function hexOf(colour) {
  const parts = /rgba?\((\d+)[, ]+(\d+)[, ]+(\d+)/.exec(colour);
  if (parts) return `#${parts.slice(1).map((v) => Number(v).toString(16).padStart(2, "0")).join("")}`;
  return /^#[0-9a-f]{3,8}$/i.test(colour) ? colour : null;
}

/** The page's theme decides when it has one, the system otherwise. @returns {"light"|"dark"} */
export function themeOf(host) {
  const ground = hexOf(getComputedStyle(host).getPropertyValue("--st-background-color").trim());
  if (ground) return luminance(ground) < 0.18 ? "dark" : "light";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Calls back at each change of theme, also the first time. */
export function watchTheme(host, onTheme, signal) {
  const tell = () => onTheme(themeOf(host));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell, { signal });
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class", "data-theme"] });
  signal.addEventListener("abort", () => observer.disconnect());
  tell();
}

const TOKENS = ["panel", "ink", "muted", "accent", "ruler", "tick", "sound", "shade", "loop", "head", "hatch"];

/** The colours that the canvas needs, as the style sheet has them for the theme. */
export function tokensOf(root) {
  const style = getComputedStyle(root);
  const tokens = Object.fromEntries(TOKENS.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888888"]));
  return { ...tokens, panel: hexOf(tokens.panel) ?? "#FFFFFF" };
}
