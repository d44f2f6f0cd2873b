// Asking where chosen marks are to be copied to, and under which code. Nothing is copied without this.

import { el } from "./dom.js";
import * as rules from "./record.js";

/** @param {{desk: any, dialogs: any, t: Function}} ports */
export function askWhereTo({ desk, dialogs, t }) {
  const marks = desk.chosenMarks;
  const lanes = rules.copyTargets(desk.standing, marks);
  const problem = el("p.problem", { role: "alert", hidden: true });
  if (!lanes.length) {
    dialogs.show(t("copy.title"), [el("p", {}, t("copy.nowhere"))]);
    return;
  }
  const track = el("select.btn", { "aria-label": t("copy.track"), onchange: () => showCodes() }, ...lanes.map((lane) => el("option", {}, `${lane.label} · ${lane.subject_label}`)));
  const code = el("select.btn", { "aria-label": t("copy.code") });
  const showCodes = () => {
    const lane = lanes[track.selectedIndex];
    const same = marks.every((a) => lane.codeById.has(a.content.code));
    code.replaceChildren(...(same ? [el("option", { value: "" }, t("copy.same_codes"))] : []), ...lane.codes.map((c) => el("option", { value: c.id }, c.label)));
  };
  const copy = () => {
    const outcome = rules.copied(desk.standing, marks, lanes[track.selectedIndex], code.value || null, desk.modifiers);
    if (desk.do("copy", outcome)) {
      dialogs.close();
      desk.choose((c) => c.set(outcome.edits.map((e) => e.annotation)));
    } else {
      problem.hidden = false;
      problem.textContent = t(outcome.said === "no_room" ? "copy.no_room" : "said.read_only");
    }
  };
  showCodes();
  dialogs.show(t("copy.title"), [
    el("p", {}, t("copy.explain", { n: marks.length })),
    el("div.trow", {}, el("span.tl", {}, t("copy.track")), track), el("div.trow", {}, el("span.tl", {}, t("copy.code")), code), problem,
  ], [el("button.btn", { onclick: () => dialogs.close() }, t("copy.cancel")), el("button.btn.p", { onclick: copy }, t("copy.do"))], "copy");
}
