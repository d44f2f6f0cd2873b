// Where the queue is kept in the browser: IndexedDB, and the same small face in memory for tests.
// A record is {order, owner, id, tab, n, act, state: "waiting"|"refused", reason}.

const NAME = "attune-queue";
const STORE = "acts";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const finished = (tx) =>
  new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onerror = tx.onabort = () => reject(tx.error);
  });

/** Acts on disk in this browser. Each owner (an account and a coding) sees only its own. */
export class DiskStorage {
  #db = null;

  async #open() {
    if (this.#db) return this.#db;
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: "order", autoIncrement: true });
      store.createIndex("owner", "owner");
    };
    this.#db = await done(request);
    this.#db.onclose = () => { this.#db = null; };
    this.#db.onversionchange = () => this.close();
    return this.#db;
  }

  async #write(work, durability = "strict") {
    const db = await this.#open();
    const tx = db.transaction(STORE, "readwrite", { durability });
    const result = work(tx.objectStore(STORE));
    await finished(tx);
    return result;
  }

  /** Everything of an owner, in the order it was made. */
  async all(owner) {
    const db = await this.#open();
    return done(db.transaction(STORE).objectStore(STORE).index("owner").getAll(owner));
  }

  /** Resolves when the record is on disk; gives it its place in the order. */
  async put(record) {
    const request = await this.#write((store) => store.put(record));
    record.order = request.result;
  }

  /**
   * A removal that a power cut undoes is harmless, for the server knows the act; so it need not
   * wait for the disk, and does not keep the next press waiting.
   * @param {any[]} records
   */
  async remove(records) {
    await this.#write((store) => { for (const r of records) if (r.order !== undefined) store.delete(r.order); }, "relaxed");
  }

  close() {
    this.#db?.close();
    this.#db = null;
  }
}

/** The same, in memory. */
export class MemoryStorage {
  records = new Map();
  next = 1;

  async all(owner) {
    return [...this.records.values()].filter((r) => r.owner === owner).sort((a, b) => a.order - b.order).map((r) => structuredClone(r));
  }

  async put(record) {
    record.order ??= this.next++;
    this.records.set(record.order, structuredClone(record));
  }

  async remove(records) {
    for (const r of records) this.records.delete(r.order);
  }

  close() {}
}
