import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../annotator/player/frontend/api.js";
import { badgeOf } from "../../annotator/player/frontend/badge.js";
import { backoff, Queue } from "../../annotator/player/frontend/queue.js";
import { MemoryStorage } from "../../annotator/player/frontend/storage.js";

/** A server that keeps the contract: acts in order by tab, each once. */
class Server {
  constructor() {
    this.saved = [];
    this.last = new Map();
    this.posts = 0;
    this.fail = null;
    this.refuse = new Set();
  }

  async post(acts) {
    this.posts += 1;
    await Promise.resolve();
    if (this.fail) throw this.fail(this.posts);
    const answers = acts.map((act) => this.#one(act));
    if (this.loseAnswer) {
      this.loseAnswer = false;
      throw new ApiError("unreachable");
    }
    return { seq: this.saved.length, answers };
  }

  #one(act) {
    if (this.saved.some((s) => s.id === act.id)) return { act: act.id, outcome: "saved" };
    if (act.n !== (this.last.get(act.tab) ?? 0) + 1) return { act: act.id, outcome: "gap" };
    this.last.set(act.tab, act.n);
    if (this.refuse.has(act.id)) return { act: act.id, outcome: "refused", code: "overlap", message: "Two states would overlap." };
    this.saved.push(act);
    return { act: act.id, outcome: "saved" };
  }
}

const act = (id) => ({ id, kind: "press", undoes: null, made_at: "", edits: [] });
const turns = async (n = 60) => { for (let i = 0; i < n; i += 1) await new Promise((resolve) => setImmediate(resolve)); };

/** Waits as told, but for ever where the queue gives up on a disk: these disks only dawdle. */
const short = (ms) => new Promise((resolve) => { if (ms < 4000) setTimeout(resolve, ms); });

function queue(server, storage = new MemoryStorage(), more = {}) {
  return new Queue({ owner: "ana|coding1", tab: "tab1", storage, post: (acts) => server.post(acts), wait: () => new Promise((resolve) => setImmediate(resolve)), ...more });
}

test("acts are numbered, kept, sent in order and then forgotten", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  const q = queue(server, storage);
  await q.start();
  for (let i = 0; i < 50; i += 1) q.push(act(`a${i}`));
  await turns();
  assert.deepEqual(server.saved.map((a) => a.id), Array.from({ length: 50 }, (_, i) => `a${i}`));
  assert.deepEqual(server.saved.map((a) => a.n), Array.from({ length: 50 }, (_, i) => i + 1));
  assert.equal(q.pending, 0);
  assert.equal(storage.records.size, 0);
});

test("a slow disk does not hold up the sending, nor a slow server the keeping", async () => {
  const storage = new MemoryStorage();
  const put = storage.put.bind(storage);
  let turn = () => {};
  storage.put = async (record) => { await new Promise((resolve) => { turn = resolve; }); return put(record); };
  const server = new Server();
  const q = queue(server, storage, { wait: short });
  q.push(act("a"));
  assert.equal(q.unkept, 1);
  await turns();
  assert.deepEqual(server.saved.map((a) => a.id), ["a"]);
  assert.equal(q.pending, 0);
  turn(); // the disk answers at last: what the server has need not stay there
  await turns();
  assert.equal(storage.records.size, 0);

  server.post = () => new Promise(() => {});
  q.push(act("b"));
  turn();
  await turns();
  assert.equal(q.unkept, 0);
  assert.deepEqual([...storage.records.values()].map((r) => r.id), ["b"]);
  q.close();
});

test("an act that is numbered anew while the disk still writes is kept under its new number", async () => {
  const storage = new MemoryStorage();
  const put = storage.put.bind(storage);
  let turn = () => {};
  storage.put = async (record) => { await new Promise((resolve) => { turn = resolve; }); return put(record); };
  const posts = [];
  const q = queue({ post: async (acts) => {
    posts.push(acts.map((a) => [a.tab === "tab1", a.n]));
    if (posts.length > 2) return new Promise(() => {});
    return { answers: acts.map((a) => ({ act: a.id, outcome: "gap" })) };
  } }, storage, { wait: short });
  q.n = 6; // as if six acts before it had been lost
  q.push(act("g"));
  while (posts.length < 3) await turns(5);
  assert.deepEqual(posts, [[[true, 7]], [[true, 7]], [[false, 1]]]);
  turn();
  await turns(5);
  turn();
  await turns(5);
  const [record] = [...storage.records.values()];
  assert.deepEqual([record.tab === "tab1", record.n, record.act.n], [false, 1, 1]);
  q.close();
});

test("one flight at a time, of at most 200", async () => {
  let flying = 0;
  const sizes = [];
  const server = { post: async (acts) => {
    flying += 1;
    assert.equal(flying, 1);
    sizes.push(acts.length);
    await turns(3);
    flying -= 1;
    return { answers: acts.map((a) => ({ act: a.id, outcome: "saved" })) };
  } };
  const q = queue(server);
  for (let i = 0; i < 450; i += 1) q.push(act(`a${i}`));
  await turns(200);
  assert.equal(sizes.reduce((a, b) => a + b), 450);
  assert.ok(Math.max(...sizes) <= 200);
});

test("a server that is down loses and doubles nothing", async () => {
  const server = new Server();
  server.fail = (n) => (n < 6 ? new ApiError("unreachable", { status: n % 2 ? 503 : 0 }) : null);
  const real = server.post.bind(server);
  server.post = async (acts) => { if (server.posts >= 5) server.fail = null; return real(acts); };
  const q = queue(server);
  for (let i = 0; i < 20; i += 1) q.push(act(`a${i}`));
  await turns(200);
  assert.equal(server.saved.length, 20);
  assert.equal(new Set(server.saved.map((a) => a.id)).size, 20);
  assert.equal(q.failures, 0);
});

test("an answer that was lost on its way is asked for again", async () => {
  const server = new Server();
  server.loseAnswer = true;
  const q = queue(server);
  for (let i = 0; i < 5; i += 1) q.push(act(`a${i}`));
  await turns();
  assert.equal(server.saved.length, 5);
  assert.equal(q.pending, 0);
});

test("after a reload the earlier tab's acts are sent first, under its name and numbers", async () => {
  const storage = new MemoryStorage();
  const server = new Server();
  server.fail = () => new ApiError("unreachable");
  const before = queue(server, storage);
  for (const id of ["a", "b", "c"]) before.push(act(id));
  await turns(5);
  before.close();
  server.fail = null;
  const after = queue(server, storage, { tab: "tab2" });
  await after.start();
  after.push(act("d"));
  await turns();
  assert.deepEqual(server.saved.map((a) => `${a.tab}/${a.n} ${a.id}`), ["tab1/1 a", "tab1/2 b", "tab1/3 c", "tab2/1 d"]);
});

test("another account neither sees nor sends what is kept", async () => {
  const storage = new MemoryStorage();
  const server = new Server();
  server.fail = () => new ApiError("signed_out");
  const ana = queue(server, storage);
  ana.push(act("a"));
  await turns(5);
  server.fail = null;
  const ben = queue(server, storage, { owner: "ben|coding1", tab: "tab2" });
  await ben.start();
  await turns();
  assert.equal(ben.pending, 0);
  assert.equal(server.saved.length, 0);
  assert.equal(storage.records.size, 1);
});

test("signed out: keys are still taken and kept, and sent after signing in", async () => {
  const server = new Server();
  server.fail = () => new ApiError("signed_out");
  const q = queue(server);
  q.push(act("a"));
  await turns(5);
  assert.equal(q.mode, "signed_out");
  q.push(act("b"));
  await turns(5);
  assert.equal(q.pending, 2);
  assert.equal(q.unkept, 0);
  assert.equal(badgeOf(q, { locked: false, mine: true }).word, "badge.signed_out_kept");
  server.fail = null;
  q.resume();
  await turns();
  assert.deepEqual(server.saved.map((a) => a.id), ["a", "b"]);
});

test("an old page stops sending and keeps everything", async () => {
  const server = new Server();
  server.fail = () => new ApiError("outdated");
  const q = queue(server);
  q.push(act("a"));
  await turns(5);
  assert.equal(q.mode, "outdated");
  assert.equal(q.pending, 1);
});

test("a refused act is parked with its reason, and those after it go on", async () => {
  const storage = new MemoryStorage();
  const server = new Server();
  server.refuse.add("b");
  const told = [];
  const q = queue(server, storage, { onRefused: (r) => told.push(r.id) });
  for (const id of ["a", "b", "c"]) q.push(act(id));
  await turns();
  assert.deepEqual(server.saved.map((a) => a.id), ["a", "c"]);
  assert.deepEqual(told, ["b"]);
  assert.equal(q.refused[0].reason, "Two states would overlap.");
  const later = queue(server, storage, { tab: "tab2" });
  await later.start();
  assert.equal(later.refused.length, 1, "still shown after a reload");
  await later.dismiss(later.refused[0]);
  assert.equal(storage.records.size, 0);
});

test("a batch that is refused whole is sent one by one, so that only the wrong act is parked", async () => {
  const server = new Server();
  const real = server.post.bind(server);
  server.post = async (acts) => {
    if (acts.some((a) => a.id === "bad")) throw new ApiError("refused", { status: 400, message: "malformed" });
    return real(acts);
  };
  const q = queue(server);
  q.push(act("a"));
  q.push(act("bad"));
  await turns();
  assert.deepEqual(server.saved.map((a) => a.id), ["a"]);
  assert.equal(q.refused.length, 1);
});

test("acts that the server misses for good are numbered anew and not stuck", async () => {
  const server = new Server();
  server.last.set("tab1", 0);
  const q = queue(server);
  q.n = 7; // as if seven acts had been lost with a restored backup
  q.push(act("a"));
  q.push(act("b"));
  await turns(100);
  q.push(act("c"));
  await turns();
  assert.deepEqual(server.saved.map((a) => a.id), ["a", "b", "c"]);
  assert.deepEqual(server.saved.map((a) => a.n), [1, 2, 3]);
});

test("without a disk acts are sent from memory, and the badge says that they are not yet safe", async () => {
  const server = new Server();
  server.fail = () => new ApiError("unreachable");
  const storage = new MemoryStorage();
  storage.put = async () => { throw new Error("quota"); };
  const q = queue(server, storage);
  q.push(act("a"));
  await turns(5);
  assert.equal(badgeOf(q, { locked: false, mine: true }).state, "unkept");
  server.fail = null;
  q.hurry?.();
  await turns();
  assert.equal(server.saved.length, 1);
});

test("the badge tells the truth", () => {
  const state = (queue, desk = { locked: false, mine: true }) => badgeOf({ mode: "ok", pending: 0, unkept: 0, failures: 0, refused: [], ...queue }, desk).state;
  assert.equal(state({}), "saved");
  assert.equal(state({ pending: 2 }), "saving");
  assert.equal(state({ pending: 2, failures: 1 }), "kept");
  assert.equal(state({ pending: 2, failures: 1, unkept: 1 }), "unkept");
  assert.equal(state({}, { locked: true, mine: true }), "submitted");
  assert.equal(state({}, { locked: false, mine: false }), "read_only");
  assert.equal(state({ pending: 1, failures: 3 }, { locked: false, mine: false }), "kept", "what waits is said first");
});

test("waiting between tries grows from 0.2 to 3 s", () => {
  assert.deepEqual([0, 1, 2, 10].map((k) => backoff(k, () => 1)), [200, 400, 800, 1000]);
  assert.equal(backoff(0, () => 0), 160);
});

test("what was erased is let go of: nothing of it stays in the browser, and nothing more is taken", async () => {
  const storage = new MemoryStorage();
  const q = queue({ post: async () => { throw new ApiError("erased", { status: 410 }); } }, storage, { wait: short });
  q.push(act("a"));
  q.push(act("b"));
  await turns();
  assert.deepEqual([q.mode, q.pending, storage.records.size], ["erased", 0, 0]);
  q.push(act("c"));
  q.resume();
  await turns();
  assert.deepEqual([q.mode, q.pending, storage.records.size], ["erased", 0, 0]);
  assert.equal(badgeOf(q, { locked: false, mine: true }).state, "erased");
});

test("what another call hears of an erasure counts at once, refused acts included", async () => {
  const storage = new MemoryStorage();
  const q = queue({ post: async (acts) => ({ answers: acts.map((a) => ({ act: a.id, outcome: "refused", code: "x", message: "no" })) }) }, storage, { wait: short });
  q.push(act("a"));
  await turns();
  assert.deepEqual([q.refused.length, storage.records.size], [1, 1]);
  q.halt("erased");
  await turns();
  assert.deepEqual([q.mode, q.refused.length, storage.records.size], ["erased", 0, 0]);
});

/** The computer's clock while ``work`` runs: another day at every look, forth and back. */
async function withSteppingClock(work) {
  const Real = globalThis.Date;
  const DAY = 86_400_000;
  let look = 0;
  const now = () => Real.UTC(2026, 4, 31) + [0, -DAY, DAY][(look += 1) % 3];
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [now()])); }

    static now() { return now(); }
  };
  try {
    await work();
  } finally {
    globalThis.Date = Real;
  }
  return look;
}

test("a clock of the browser that steps by a day orders nothing, loses nothing and doubles nothing", async () => {
  const server = new Server();
  const storage = new MemoryStorage();
  const made = (id) => ({ ...act(id), made_at: new Date().toISOString() });
  const looks = await withSteppingClock(async () => {
    const before = queue(server, storage);
    await before.start();
    for (let i = 0; i < 20; i += 1) before.push(made(`a${i}`));
    await turns();
    server.fail = () => new ApiError("unreachable");
    for (let i = 20; i < 40; i += 1) before.push(made(`a${i}`));
    await turns();
    before.close();
    server.fail = null;
    const after = queue(server, storage, { tab: "tab2" });
    await after.start();
    for (let i = 40; i < 60; i += 1) after.push(made(`a${i}`));
    await turns(200);
    assert.equal(after.pending, 0);
  });
  assert.ok(looks >= 60);
  assert.ok(server.saved.some((each, k) => k > 0 && each.made_at < server.saved[k - 1].made_at), "the clock did step back");
  assert.deepEqual(server.saved.map((each) => each.id), Array.from({ length: 60 }, (_, i) => `a${i}`));
  assert.equal(storage.records.size, 0);
});
