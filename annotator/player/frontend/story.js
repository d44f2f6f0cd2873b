// The history of one mark: who did what to it and when, and the way to the coding as it was then.

import { el } from "./dom.js";
import { toldOf } from "./looking_back.js";

/**
 * @param {{desk: any, dialogs: any, t: Function, language: string, ask: (id: string) => Promise<any>, look: (seq: number) => void, toast: (id: string) => void}} ports
 */
export async function showStory({ desk, dialogs, t, language, ask, look, toast }) {
  const a = desk.selection;
  if (desk.queue?.pending) {
    toast("said.wait_saved");
    return;
  }
  let edits;
  try {
    ({ edits } = await ask(a.id));
  } catch {
    toast("said.no_past");
    return;
  }
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  const words = { lane: (c) => desk.standing.laneByKey.get(`${c.track}|${c.subject}`), modifiers: desk.modifiers, t };
  const row = (edit) => el("li.deed", {},
    el("div", {}, el("b", {}, deedWord(edit.act, t)), el("span.mute", {}, ` ${edit.who} · ${when.format(new Date(edit.at))}`)),
    el("ul", {}, ...toldOf(edit, words).map((sentence) => el("li", {}, sentence))),
    el("button.small", { title: t("story.look_long"), onclick: () => { dialogs.close(); look(edit.seq); } }, t("story.look")));
  const title = `${desk.standing.codeOf(a)?.label ?? a.content.code} · ${t("story.title")}`;
  dialogs.show(title, [el("p.mute", {}, t("story.explain")), el("ol.story", {}, ...edits.map(row))], [], "story");
}

/** What kind of act it was; one that we have no word for is a change. */
function deedWord(kind, t) {
  const word = t(`deed.${kind}`);
  return word.startsWith("deed.") ? t("deed.change") : word;
}
