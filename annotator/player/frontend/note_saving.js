// Notes on their way to the server: kept in the browser, sent in order, each once; and the draft, so that
// not even a half-written note is lost.

import { ApiError } from "./api.js";

const NOTES = "api/v1/notes/";

/**
 * What the queue sends with: one call a deed. A deed that the server will never take is refused by
 * itself; all else is tried again.
 * @param {import("./api.js").Api} api @param {string} session @param {string} account who writes here
 */
export function noteSender(api, session, account) {
  return async (deeds) => {
    // Another person may have signed in on this browser since: what is written here must not become theirs.
    const me = await api.me();
    if (me.account.id !== account) throw new ApiError("gone");
    const answers = [];
    for (const one of deeds) answers.push({ act: one.id, ...(await send(api, session, one)) });
    return { answers };
  };
}

async function send(api, session, { kind, note }) {
  const words = { at_ms: note.at_ms, text: note.text, starred: note.starred };
  try {
    if (kind === "add") await api.post(`api/v1/sessions/${encodeURIComponent(session)}/notes`, { id: note.id, ...words });
    else if (kind === "change") await api.put(NOTES + encodeURIComponent(note.id), words);
    else await api.call("DELETE", NOTES + encodeURIComponent(note.id));
    return { outcome: "saved" };
  } catch (error) {
    if (kind === "remove" && error.kind === "gone") return { outcome: "saved" }; // somebody was faster
    const final = error.kind === "refused" || (error.kind === "gone" && kind === "change");
    if (!final) throw error;
    return { outcome: "refused", code: error.code, message: error.message };
  }
}

/** A half-written note, kept in this browser at every letter; the last letter wins. */
export class NoteDraft {
  /** @param {{storage: any, owner: string, onChange?: () => void}} ports `owner`: account, session and which draft */
  constructor({ storage, owner, onChange = () => {} }) {
    Object.assign(this, { storage, owner, onChange });
    this.record = { owner, id: "draft", state: "draft", note: null };
    this.wanted = null;
    this.busy = false;
    /** Whether what is typed is on this computer's disk. */
    this.kept = true;
  }

  /** What an earlier page left. @returns {Promise<import("./note_book.js").Note|null>} */
  async read() {
    const [found] = await this.storage.all(this.owner).catch(() => []);
    if (!found) return null;
    this.record = found;
    return found.note;
  }

  /** @param {import("./note_book.js").Note|null} note null when there is nothing half-written any more */
  put(note) {
    this.wanted = { note };
    this.kept = note === null;
    this.onChange();
    return this.#write();
  }

  async #write() {
    if (this.busy) return;
    this.busy = true;
    while (this.wanted) {
      const { note } = this.wanted;
      this.wanted = null;
      const done = await this.#one(note).then(() => true, () => false);
      if (!this.wanted) this.kept = done || note === null;
    }
    this.busy = false;
    this.onChange();
  }

  async #one(note) {
    this.record.note = note;
    if (note) await this.storage.put(this.record);
    else if (this.record.order !== undefined) {
      await this.storage.remove([this.record]);
      this.record = { owner: this.owner, id: "draft", state: "draft", note: null };
    }
  }
}
