// The line at the top of the notes: where one is, what is safe, and the other way to watch.

import { el, icon } from "./dom.js";

export class NotesHead {
  /**
   * @param {object} ports
   * @param {Function} ports.t
   * @param {any} ports.data session and films, as the page gave them
   * @param {(path: string) => string} ports.url
   * @param {HTMLElement} ports.badge
   * @param {() => void} ports.keys
   * @param {(film: any) => void} ports.chooseFilm
   */
  constructor({ t, data, url, badge, keys, chooseFilm }) {
    const { session, films } = data;
    const id = encodeURIComponent(session.id);
    this.node = el("header.bar", {},
      el("a.backlink", { href: url(`session?id=${id}`), "aria-label": t("desk.back"), title: t("desk.back") }, icon("left")),
      el("b.where", {}, `${session.family_code} · ${session.label}`), el("span.mute.about", {}, session.context),
      el("span.chip.still", {}, t("notes.title")), films.length > 1 ? this.#films(t, films, chooseFilm) : null, el("span.sp"),
      badge, el("button.btn.keysb", { onclick: keys }, el("kbd.q", {}, "?"), t("desk.keys")),
      el("a.btn", { href: url(`desk?session=${id}`) }, t("notes.to_desk")));
  }

  #films(t, films, choose) {
    const select = el("select.btn", { "aria-label": t("film.choose"), onchange: () => choose(films[select.selectedIndex]) }, ...films.map((f) => el("option", {}, f.name)));
    return select;
  }
}
