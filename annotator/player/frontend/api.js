// The server, as the desk speaks to it. Every answer is JSON or a failure.

export const API_VERSION = 1;

/**
 * Why a call failed. `kind` decides what to do next:
 * unreachable (keep and try again), signed_out, outdated (reload), gone (not there or not ours),
 * closed (somebody on the film has not agreed), erased (let go of it), refused (this request is wrong), cancelled.
 */
export class ApiError extends Error {
  constructor(kind, { status = 0, code = "", message = "", problems = [], body = null } = {}) {
    super(message || kind);
    Object.assign(this, { kind, status, code, problems, body });
  }
}

function kindOf(status, code) {
  if (status === 401) return "signed_out";
  if (status === 409 && code === "api_version") return "outdated";
  if (status === 404) return code === "consent" ? "closed" : "gone";
  if (status === 410) return "erased";
  if (status === 429 || status === 408 || status >= 500) return "unreachable";
  return "refused";
}

async function jsonOf(response) {
  if (response.status === 204) return null;
  const type = response.headers.get("content-type") ?? "";
  if (!type.includes("json")) throw new ApiError(response.status === 401 ? "signed_out" : "unreachable", { status: response.status, code: "not_json" });
  try {
    return await response.json();
  } catch {
    throw new ApiError("unreachable", { status: response.status, code: "not_json" });
  }
}

export class Api {
  /** @param {URL} root where the app lives @param {typeof fetch} [fetcher] */
  constructor(root, fetcher = globalThis.fetch.bind(globalThis)) {
    this.root = root;
    this.fetch = fetcher;
  }

  /** An address of the app, also when it is served under a path. */
  url(path) {
    return new URL(path.replace(/^\//, ""), this.root).href;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{json?: any, bytes?: Blob|ArrayBuffer, timeout?: number, keepalive?: boolean, signal?: AbortSignal}} [options]
   */
  async call(method, path, { json, bytes, timeout = 10_000, keepalive = false, signal } = {}) {
    const headers = { Accept: "application/json" };
    if (method !== "GET") headers["X-Attune"] = "1";
    if (json !== undefined) headers["Content-Type"] = "application/json";
    if (bytes !== undefined) headers["Content-Type"] = "application/octet-stream";
    const stop = signal ? AbortSignal.any([signal, AbortSignal.timeout(timeout)]) : AbortSignal.timeout(timeout);
    const body = json !== undefined ? JSON.stringify(json) : bytes;
    let response;
    try {
      response = await this.fetch(this.url(path), { method, headers, body, keepalive, credentials: "same-origin", cache: "no-store", signal: stop });
    } catch (error) {
      throw new ApiError(signal?.aborted ? "cancelled" : "unreachable", { message: String(error?.message ?? error) });
    }
    return this.#answer(response);
  }

  async #answer(response) {
    const body = await jsonOf(response);
    if (response.ok) return body;
    const { code = "", message = "", problems = [] } = body?.error ?? {};
    throw new ApiError(kindOf(response.status, code), { status: response.status, code, message, problems, body });
  }

  get = (path, options) => this.call("GET", path, options);
  post = (path, json = {}, options = {}) => this.call("POST", path, { json, ...options });
  put = (path, json, options = {}) => this.call("PUT", path, { json, ...options });

  /** The bytes of a film's side file. */
  async bytes(path) {
    const response = await this.fetch(this.url(path), { credentials: "same-origin" });
    if (!response.ok) throw new ApiError(kindOf(response.status, ""), { status: response.status });
    return response.arrayBuffer();
  }

  desk = (coding) => this.get(`api/v1/codings/${encodeURIComponent(coding)}`, { timeout: 20_000 });
  me = () => this.get("api/v1/me");
  acts = (coding, acts, signal) => this.post(`api/v1/codings/${encodeURIComponent(coding)}/acts`, { api: API_VERSION, acts }, { signal });
  /** Whether the server can be reached: throws when it does not answer within a second. */
  look = () => this.get("healthz", { timeout: 1000 });
  claim = (coding, tab, takeOver) => this.post(`api/v1/codings/${encodeURIComponent(coding)}/claim`, { tab, take_over: takeOver }, { timeout: 4000 });
  past = (coding, asked) => this.get(`api/v1/codings/${encodeURIComponent(coding)}/past?${new URLSearchParams(asked)}`, { timeout: 20_000 });
  story = (coding, annotation) => this.get(`api/v1/codings/${encodeURIComponent(coding)}/annotations/${encodeURIComponent(annotation)}/history`);
  place = (coding, place) => this.put(`api/v1/codings/${encodeURIComponent(coding)}/place`, place, { keepalive: true, timeout: 4000 });
  submit = (coding, seq) => this.post(`api/v1/codings/${encodeURIComponent(coding)}/submit`, { seq }, { timeout: 30_000 });
  signIn = (account) => this.post("sign-in", { account });
}
