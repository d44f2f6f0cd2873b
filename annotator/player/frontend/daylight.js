// Charts come from the server in the colours of day or of night. When the system turns from one to the other,
// the page is drawn anew; a moment later, for by then Streamlit knows of it too, and if it did not, once more.

const THEN_MS = 300, MOST = 4;

/** @param {{setTriggerValue: Function}} component */
export function mount({ setTriggerValue }) {
  const stop = new AbortController();
  const system = matchMedia("(prefers-color-scheme: dark)");
  let drawn = system.matches, tries = 0, asking;
  const draw = () => {
    clearTimeout(asking);
    asking = setTimeout(() => {
      if (stop.signal.aborted || system.matches === drawn || tries >= MOST) return;
      tries += 1;
      setTriggerValue("turned", `${system.matches ? "night" : "day"} ${tries}`);
    }, THEN_MS);
  };
  system.addEventListener("change", () => { tries = 0; draw(); }, { signal: stop.signal });
  return {
    /** @param {{night: boolean}} data as what the page is drawn now */
    update: ({ night }) => { drawn = night; draw(); },
    destroy: () => stop.abort(),
  };
}
