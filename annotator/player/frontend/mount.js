// What Streamlit loads. It only brings in the real module from an address that carries the version
// of the files (data.assets), so that no browser ever mixes old and new ones. Never change what
// this file expects of data: browsers may hold an old copy of it.

const mounted = new WeakMap();

/** @param {{parentElement: ShadowRoot|HTMLElement, data: any, setTriggerValue: Function}} component */
export default async function mount(component) {
  const { parentElement, data } = component;
  const root = new URL("../../../", import.meta.url);
  const module = await import(new URL(`${data.assets.replace(/^\//, "")}/${data.module}.js`, root).href);
  if (!mounted.has(parentElement)) mounted.set(parentElement, module.mount(component));
  const made = mounted.get(parentElement);
  made.update(data);
  return () => {
    if (mounted.get(parentElement) !== made) return;
    mounted.delete(parentElement);
    made.destroy();
  };
}
