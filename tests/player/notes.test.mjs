import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../annotator/player/frontend/api.js";
import { begun, deed, NoteBook, says } from "../../annotator/player/frontend/note_book.js";
import { noteMeaning } from "../../annotator/player/frontend/note_keys.js";
import { NoteDraft, noteSender } from "../../annotator/player/frontend/note_saving.js";
import { Queue } from "../../annotator/player/frontend/queue.js";
import { MemoryStorage } from "../../annotator/player/frontend/storage.js";

const note = (id, at_ms, text = "", starred = false, made_at = "2026-05-01T10:00:00Z") => ({ id, at_ms, text, starred, made_at });
const turns = async (n = 60) => { for (let i = 0; i < n; i += 1) await new Promise((resolve) => setImmediate(resolve)); };

test("notes about the whole film come first, then by time, then as they were written", () => {
  const book = new NoteBook([note("c", 900), note("b", 100, "", false, "2026-05-01T10:00:02Z"), note("a", 100, "", false, "2026-05-01T10:00:01Z"), note("w", null)]);
  assert.deepEqual(book.sorted.map((n) => n.id), ["w", "a", "b", "c"]);
  assert.equal(book.beside(100, 1).id, "c");
  assert.equal(book.beside(900, -1).id, "b");
  assert.equal(book.beside(50, -1), null);
});

test("deeds done again lead to the same notes, and a change of what is gone does nothing", () => {
  const book = new NoteBook();
  const deeds = [deed("add", note("a", 5, "x")), deed("change", note("a", 5, "y")), deed("add", note("b", 7, "z")), deed("remove", note("b", 7)), deed("change", note("b", 7, "late"))];
  for (let i = 0; i < 2; i += 1) for (const d of deeds) book.apply(d);
  assert.deepEqual(book.sorted.map((n) => n.text), ["y"]);
});

test("a star without words is a note, blank words without a star are none", () => {
  assert.ok(says(begun(5, "", true)));
  assert.ok(!says(begun(5, "  \n")));
  assert.ok(!says(null));
});

/** A server that keeps notes of one account. */
function server({ account = "ana" } = {}) {
  const kept = new Map();
  const api = {
    kept, calls: [], fail: null,
    me: async () => ({ account: { id: account } }),
    post: async (path, body) => { api.calls.push(path); if (api.fail) throw api.fail; if (!kept.has(body.id)) kept.set(body.id, body); },
    put: async (path, body) => { api.calls.push(path); const id = path.split("/").at(-1); if (!kept.has(id)) throw new ApiError("gone", { status: 404, message: "There is no such note here." }); kept.set(id, { id, ...body }); },
    call: async (method, path) => { api.calls.push(path); if (!kept.delete(path.split("/").at(-1))) throw new ApiError("gone", { status: 404 }); },
  };
  return api;
}

const queueOf = (api, storage = new MemoryStorage()) =>
  new Queue({ owner: "ana|notes|s1", tab: "t", storage, post: noteSender(api, "s1", "ana"), wait: () => new Promise((resolve) => setImmediate(resolve)) });

test("deeds reach the server in order and are forgotten then", async () => {
  const api = server();
  const storage = new MemoryStorage();
  const q = queueOf(api, storage);
  await q.start();
  for (const d of [deed("add", note("a", 5, "x")), deed("change", note("a", 6, "y", true)), deed("add", note("b", null, "z"))]) q.push(d);
  await turns();
  assert.deepEqual([...api.kept.values()], [{ id: "a", at_ms: 6, text: "y", starred: true }, { id: "b", at_ms: null, text: "z", starred: false }]);
  assert.equal(q.pending, 0);
  assert.equal(storage.records.size, 0);
});

test("what the server does not answer to is sent until it does", async () => {
  const api = server();
  const q = queueOf(api);
  await q.start();
  api.fail = new ApiError("unreachable");
  q.push(deed("add", note("a", 5, "x")));
  await turns();
  assert.equal(q.pending, 1);
  api.fail = null;
  await turns();
  assert.deepEqual([q.pending, api.kept.size], [0, 1]);
});

test("a note that was removed elsewhere stays, refused, with its words; removing it twice is done", async () => {
  const q = queueOf(server());
  await q.start();
  q.push(deed("change", note("gone", 5, "my words")));
  q.push(deed("remove", note("gone", 5)));
  await turns();
  assert.equal(q.pending, 0);
  assert.deepEqual(q.refused.map((r) => [r.act.note.text, r.reason]), [["my words", "There is no such note here."]]);
});

test("what one person wrote is not sent once another has signed in", async () => {
  const api = server({ account: "ben" });
  const q = queueOf(api);
  await q.start();
  q.push(deed("add", note("a", 5, "x")));
  await turns();
  assert.deepEqual([q.mode, q.pending, api.calls.length], ["gone", 1, 0]);
});

test("a half-written note is found again, the last letter of it, until it is no draft any more", async () => {
  const storage = new MemoryStorage();
  const draft = new NoteDraft({ storage, owner: "ana|notes|s1|draft" });
  draft.put(note("a", 5, "S"));
  draft.put(note("a", 5, "Sh"));
  draft.put(note("a", 5, "She"));
  assert.equal(draft.kept, false);
  await turns();
  assert.equal(draft.kept, true);
  const again = new NoteDraft({ storage, owner: "ana|notes|s1|draft" });
  assert.equal((await again.read()).text, "She");
  assert.equal(storage.records.size, 1);
  await again.put(null);
  assert.equal(storage.records.size, 0);
  assert.equal(await new NoteDraft({ storage, owner: "ben|notes|s1|draft" }).read(), null);
});

test("a disk that fails is said", async () => {
  const draft = new NoteDraft({ storage: { all: async () => [], put: async () => { throw new Error("full"); }, remove: async () => {} }, owner: "o" });
  await draft.put(note("a", 5, "S"));
  assert.equal(draft.kept, false);
  await draft.put(null);
  assert.equal(draft.kept, true);
});

const key = (k, code, more = {}) => ({ key: k, code, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, repeat: false, isComposing: false, ...more });
const idle = { writing: false, empty: true };
const ready = { writing: true, empty: true };
const writing = { writing: true, empty: false };

test("a letter begins a note, on any keyboard", () => {
  for (const [k, code] of [["s", "KeyS"], ["5", "Digit5"], ["ä", "Quote"], ["Ö", "Semicolon"], ["ß", "Minus"], ["я", "KeyZ"], ["“", "Digit2"], ["<", "IntlBackslash"], ["[", "BracketLeft"], ["@", "KeyQ"]])
    assert.deepEqual(noteMeaning(key(k, code), idle), { kind: "letter" }, k);
  for (const [k, code] of [["ä", "Quote"], ["ß", "Minus"], ["s", "KeyS"]]) assert.equal(noteMeaning(key(k, code), ready), null, k);
});

test("the film has its keys while nothing is written, and leaves the text alone while something is", () => {
  for (const now of [idle, ready]) {
    assert.deepEqual(noteMeaning(key(" ", "Space"), now), { kind: "action", id: "play" });
    assert.deepEqual(noteMeaning(key("ArrowLeft", "ArrowLeft"), now), { kind: "action", id: "step_back" });
    assert.deepEqual(noteMeaning(key("*", "Digit8", { shiftKey: true }), now), { kind: "action", id: "flag" });
  }
  for (const [k, code] of [[" ", "Space"], ["ArrowLeft", "ArrowLeft"], ["*", "Digit8"], ["?", "Slash"], ["Delete", "Delete"]]) assert.equal(noteMeaning(key(k, code), writing), null, k);
  assert.deepEqual(noteMeaning(key(" ", "Space", { ctrlKey: true }), writing), { kind: "action", id: "play" });
});

test("Enter keeps, Shift Enter does not, Esc leaves the field, and alone it is nothing", () => {
  assert.deepEqual(noteMeaning(key("Enter", "Enter"), writing), { kind: "keep" });
  assert.equal(noteMeaning(key("Enter", "Enter", { shiftKey: true }), writing), null);
  assert.deepEqual(noteMeaning(key("Escape", "Escape"), writing), { kind: "leave" });
  assert.equal(noteMeaning(key("Enter", "Enter", { isComposing: true }), writing), null);
  assert.equal(noteMeaning(key("Enter", "Enter"), idle), null);
  assert.deepEqual(noteMeaning(key("@", "KeyQ", { ctrlKey: true, altKey: true, getModifierState: (m) => m === "AltGraph" }), idle), { kind: "letter" });
});
