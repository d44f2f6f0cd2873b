"""What a page does with another language: its words two fifths longer, and written from the right."""

STRETCH = """(side) => {
  document.documentElement.dir = side;
  if (document.stretched) return;
  document.stretched = true;
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.data.trim();
      if (words.length > 3) node.data += "ö".repeat(Math.ceil(words.length * 0.4)).replace(/(.{12})/g, "$1 ");
      return;
    }
    if (["SCRIPT", "STYLE", "CANVAS", "OPTION", "TEXTAREA"].includes(node.tagName)) return;
    if (node.nodeType === Node.ELEMENT_NODE && getComputedStyle(node).fontFamily.includes("Material Symbols")) return;
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of [...node.childNodes]) walk(child);
  };
  walk(document.body);
}"""
"""Makes every text on the page longer, once, and writes from ``side`` (ltr, rtl)."""

TOO_WIDE = """() => {
  const found = [];
  const scrolls = (node) => {
    for (let at = node; at; at = at.parentElement ?? at.getRootNode().host) {
      // The page itself is to be read without pushing it sideways, and so is the desk.
      if (at.matches("[data-testid=stMain], [data-testid=stAppViewContainer], [data-testid=stApp], .desk, body")) continue;
      const style = getComputedStyle(at);
      if (["auto", "scroll", "hidden", "clip"].includes(style.overflowX) && at !== document.body) {
        if (style.overflowX !== "hidden" && style.overflowX !== "clip") return true;
        if (style.textOverflow === "ellipsis") return true;
      }
    }
    return false;
  };
  const walk = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (["SCRIPT", "STYLE", "SVG", "svg"].includes(node.tagName)) return;
    if (!node.checkVisibility({ visibilityProperty: true })) return;
    const own = [...node.childNodes].some((c) => c.nodeType === Node.TEXT_NODE && c.data.trim());
    if (own && !scrolls(node)) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width > 2 && box.height > 2 && (box.left < -1 || box.right > innerWidth + 1)) {
        found.push(`${node.tagName} ${Math.round(box.left)}..${Math.round(box.right)}: ${node.textContent.slice(0, 60)}`);
      }
    }
    if (node.shadowRoot) for (const child of node.shadowRoot.children) walk(child);
    for (const child of node.children) walk(child);
  };
  walk(document.body);
  const main = document.querySelector("[data-testid=stMain]");
  if (main && main.scrollWidth > main.clientWidth + 1) found.push(`what stands in the page is ${main.scrollWidth} wide`);
  if (document.scrollingElement.scrollWidth > innerWidth + 1) found.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  return found;
}"""
"""Texts that stand beyond the screen's edges where nothing scrolls them into sight."""
