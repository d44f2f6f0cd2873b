// Saving a plan: each change by itself, on top of the revision it was made on. Another window's
// change is never overwritten unasked.

import { contentOf, sameContent } from "./draft.js";
import { Keeper } from "./keeper.js";

/** So many sendings without an answer are remembered. */
const REMEMBERED = 3;

export class PlanSaving {
  /**
   * @param {object} ports
   * @param {{get: Function, put: Function}} ports.api
   * @param {string} ports.plan id
   * @param {string} ports.account id
   * @param {any} ports.storage
   * @param {(answer: any) => void} ports.onSaved the plan and its problems, as the server has them now
   * @param {(keeper: Keeper) => void} ports.onChange
   * @param {(ms: number) => Promise<void>} [ports.wait]
   */
  constructor({ api, plan, account, storage, onSaved, onChange, wait }) {
    Object.assign(this, { api, onSaved });
    this.path = `api/v1/plans/${encodeURIComponent(plan)}`;
    this.revision = 0;
    /** What was sent and not answered: if the server has it, its revision is ours. */
    this.unanswered = [];
    this.keeper = new Keeper({ owner: `${account}|plan:${plan}`, storage, send: (value) => this.#send(value), onChange, wait });
  }

  /**
   * Begin from what the server has and what an earlier page left unsent.
   * @returns {Promise<import("./draft.js").Content>} what to show; after a conflict what waits here
   */
  async begin(plan) {
    this.revision = plan.revision;
    const left = await this.keeper.left();
    if (!left || sameContent(left.content, plan)) {
      this.keeper.drop();
      return contentOf(plan);
    }
    const ours = left.base === plan.revision || left.unanswered.some((content) => sameContent(content, plan));
    this.unanswered = left.unanswered;
    this.save(left.content, { now: ours, base: ours ? plan.revision : left.base });
    if (!ours) this.#stop("conflict");
    return left.content;
  }

  /** @param {import("./draft.js").Content} content */
  save(content, { now = false, base = this.revision } = {}) {
    this.keeper.set({ base, content, unanswered: this.unanswered }, { now });
  }

  async #send({ content }) {
    const before = this.unanswered;
    this.unanswered = [...before, content].slice(-REMEMBERED);
    const answer = await this.#put(content, before);
    this.revision = answer.plan.revision;
    this.unanswered = [];
    this.onSaved(answer);
  }

  async #put(content, before) {
    try {
      return await this.api.put(this.path, { revision: this.revision, ...content });
    } catch (error) {
      if (error?.status !== 409 || error.kind === "outdated") throw error;
      // The server has a newer plan: perhaps it is ours, and only its answer was lost.
      const fresh = await this.api.get(this.path);
      if (sameContent(fresh.plan, content)) return fresh;
      if (fresh.plan.state === "shown") throw Object.assign(error, { kind: "refused", sentence: error.message });
      if (!before.some((sent) => sameContent(sent, fresh.plan))) throw Object.assign(error, { kind: "conflict" });
      this.revision = fresh.plan.revision;
      return this.api.put(this.path, { revision: this.revision, ...content });
    }
  }

  #stop(mode) {
    clearTimeout(this.keeper.later);
    this.keeper.mode = mode;
    this.keeper.onChange(this.keeper);
  }

  /** Of two windows' plans the one here is to stand. */
  async keepMine() {
    const fresh = await this.api.get(this.path);
    this.revision = fresh.plan.revision;
    return this.keeper.resume();
  }

  /** Of two windows' plans the other is to stand. @returns {Promise<any>} the whole answer, to show it */
  async takeTheirs() {
    const fresh = await this.api.get(this.path);
    this.revision = fresh.plan.revision;
    this.unanswered = [];
    this.keeper.drop();
    return fresh;
  }
}
