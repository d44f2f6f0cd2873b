// What correcting has on the screen: the panel of several marks, the line of the past, and what asks or tells.

import { askWhereTo } from "./copying.js";
import { PastBar } from "./past_bar.js";
import { ReplaceDialog } from "./replace_dialog.js";
import { Several } from "./several.js";
import { showStory } from "./story.js";

export class Correcting {
  /** @param {{root: HTMLElement, desk: any, dialogs: any, film: any, list: any, api: import("./api.js").Api, t: Function, colours: () => any, act: (id: string) => void, toast: (id: string) => void, language: string, signal: AbortSignal}} ports */
  constructor(ports) {
    Object.assign(this, ports);
    const { desk, api } = this;
    this.several = new Several(ports);
    this.past = new PastBar({ ...ports, ask: (asked) => api.past(desk.coding.id, asked) });
    this.replacing = new ReplaceDialog(ports);
  }

  /** Asks to which track the chosen marks are to be copied. */
  copyTo() {
    askWhereTo(this);
  }

  /** To the filter of the list, which may lie in its drawer. */
  find() {
    const { root, list } = this;
    if (root.dataset.list === "drawer") root.setAttribute("data-drawer", "");
    list.find();
  }

  /** Shows what became of the chosen mark. */
  story() {
    const { desk, api, past } = this;
    showStory({ ...this, ask: (id) => api.story(desk.coding.id, id), look: (seq) => past.look({ seq }) });
  }
}
