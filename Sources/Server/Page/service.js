// The server's HTTP side. Addresses are relative, so the page also works behind a proxy that serves it under a path.
import { Trouble } from "./trouble.js";

const KEY = "undertone-token";

export class Service {
  constructor() {
    this.token = sessionStorage.getItem(KEY) ?? "";
  }

  useToken(token) {
    this.token = token;
    if (token) sessionStorage.setItem(KEY, token);
    else sessionStorage.removeItem(KEY);
  }

  async models() {
    return content(await this.request("v1/models"));
  }

  /** The prediction for a recording (a Blob). */
  async recognize(recording, { model, name, signal }) {
    const query = parameters({ model, name, explain: "true" });
    return content(await this.post(`v1/recognize?${query}`, recording, signal));
  }

  /** Measures, frame by frame: `{columns, rows}`. */
  async features(recording, set, signal) {
    const query = parameters({ set, level: "frames" });
    return content(await this.post(`v1/features?${query}`, recording, signal));
  }

  async history(before) {
    return content(await this.request(`v1/history?${parameters({ limit: "20", before })}`));
  }

  async forget(id) {
    await this.request(`v1/history/${encodeURIComponent(id)}`, { method: "DELETE" });
  }

  async forgetAll() {
    await this.request("v1/history", { method: "DELETE" });
  }

  streamAddress() {
    const address = new URL("v1/stream", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return address.href;
  }

  streamProtocols() {
    return this.token ? ["undertone.v1", `bearer.${this.token}`] : ["undertone.v1"];
  }

  post(path, body, signal) {
    return this.request(path, {
      method: "POST", body, signal, headers: { "Content-Type": body.type.startsWith("audio/") ? body.type : "application/octet-stream" },
    });
  }

  async request(path, options = {}) {
    const headers = { ...options.headers };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    let response;
    try {
      response = await fetch(new URL(path, document.baseURI), { ...options, headers, cache: "no-store" });
    } catch (error) {
      throw error.name === "AbortError" ? error : new Trouble("unreachable");
    }
    if (!response.ok) throw await trouble(response);
    return response;
  }
}

function parameters(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value));
}

/** The JSON of an answer, which may break off half way. */
async function content(response) {
  try {
    return await response.json();
  } catch (error) {
    throw error.name === "AbortError" ? error : new Trouble("unreachable");
  }
}

async function trouble(response) {
  try {
    const { error } = await response.json();
    return new Trouble(error.code, error.message);
  } catch {
    const codes = { 401: "unauthorized", 404: "not_found", 413: "body_too_large", 415: "unsupported_format", 503: "too_busy" };
    return new Trouble(codes[response.status] ?? "internal");
  }
}
