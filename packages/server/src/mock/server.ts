/** `clew mock`: an LLM endpoint for programs without a key. It speaks OpenAI's and Anthropic's wire formats. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isJsonObject, type Json, type JsonObject, LIMITS } from "@clew/model";
import { type Control, DEFAULT_CONTROL, parseControl, splitModel } from "./control.ts";
import { invalidRequest, Problem } from "./problem.ts";
import { type Endpoint, ENDPOINTS, type Provider, providerOf } from "./provider.ts";
import { pause, sendFrames, sendJson } from "./send.ts";

export const MOCK_PORT = 4319;

export interface MockOptions {
  /** Default 4319; 0 takes a free one. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
  /** Control for requests that do not say otherwise, e.g. `delay=300,chunk=20` (see control.ts). */
  control?: string;
}

export interface Mock {
  /** `http://127.0.0.1:4319`, without `/v1`. */
  readonly url: string;
  /** Stops listening and closes open connections. */
  close(): Promise<void>;
}

/** Starts the mock. Rejects when the port is taken or `control` is wrong. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = MOCK_PORT, host = "127.0.0.1" } = options;
  const base = parseControl(options.control ?? "", DEFAULT_CONTROL);
  let number = 0;
  const server = createServer((request, response) => {
    number += 1;
    const exchange = new Exchange(request, response, number);
    void exchange.run(base);
  });
  server.requestTimeout = 0;
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, close: () => close(server) };
}

/** One request and its answer. */
class Exchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #number: number;
  readonly #requestId: string;
  #provider: Provider;
  #retryAfter: number | null = null;

  constructor(request: IncomingMessage, response: ServerResponse, number: number) {
    this.#request = request;
    this.#response = response;
    this.#number = number;
    this.#requestId = `req_mock${String(number).padStart(12, "0")}`;
    this.#provider = providerOf(request.headers);
  }

  async run(base: Control): Promise<void> {
    try {
      const endpoint = this.#findEndpoint();
      this.#provider = endpoint.provider;
      const text = await readBody(this.#request);
      this.#provider.checkHeaders(this.#request.headers);
      await this.#answer(endpoint, endpoint.method === "GET" ? {} : this.#parse(text), base);
    } catch (error) {
      await this.#sendProblem(error);
    }
  }

  #findEndpoint(): Endpoint {
    const { method = "GET", url = "/" } = this.#request;
    const path = url.split("?", 1)[0] ?? url;
    const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
    if (endpoint === undefined) {
      const message = `Unknown request URL: ${method} ${path}. Please check the URL for typos, or see the docs at https://platform.openai.com/docs/api-reference/.`;
      throw new Problem(404, message, "unknown_url");
    }
    if (endpoint.method !== method) {
      throw new Problem(405, `Not allowed to ${method} on ${path}.`, "method_not_supported");
    }
    return endpoint;
  }

  #parse(text: string): JsonObject {
    let body: Json;
    try {
      body = JSON.parse(text) as Json;
    } catch (cause) {
      throw invalidRequest(this.#provider.badJson, null, cause);
    }
    if (!isJsonObject(body)) throw invalidRequest(this.#provider.badJson);
    return body;
  }

  async #answer(endpoint: Endpoint, body: JsonObject, base: Control): Promise<void> {
    if (endpoint.method === "POST" && (typeof body.model !== "string" || body.model === "")) {
      throw invalidRequest(this.#provider.missingModel);
    }
    const { name, text } = splitModel(typeof body.model === "string" ? body.model : "");
    const header = this.#request.headers["x-clew-mock"];
    const control = parseControl(String(header ?? ""), parseControl(text, base));
    if (control.delay > 0) await pause(control.delay, this.#response);
    const failure = this.#failure(control, name);
    this.#retryAfter = control.retry;
    if (failure !== null && control.cut === null) throw failure;
    const reply = endpoint.answer({ body, model: name, control, number: this.#number });
    const headers = { [this.#provider.requestIdHeader]: this.#requestId };
    if ("body" in reply) {
      await sendJson(this.#response, 200, reply.body, headers, control.cut !== null);
    } else {
      const atCut =
        failure === null
          ? null
          : (sent: number) => this.#provider.errorFrame(failure, this.#requestId, sent);
      await sendFrames(this.#response, reply.frames, headers, control, atCut);
    }
  }

  /** The failure the control asks for, unless the client has tried often enough. */
  #failure(control: Control, model: string): Problem | null {
    const tries = Number(this.#request.headers["x-stainless-retry-count"] ?? 0);
    if (control.fail === null || (control.fails !== null && tries >= control.fails)) return null;
    return this.#provider.problem(control.fail, model);
  }

  async #sendProblem(error: unknown): Promise<void> {
    if (this.#response.headersSent || this.#response.destroyed) {
      this.#response.destroy();
      return;
    }
    const problem = error instanceof Problem ? error : this.#provider.problem(500, "");
    const headers = {
      [this.#provider.requestIdHeader]: this.#requestId,
      ...(this.#retryAfter === null ? {} : { "retry-after-ms": String(this.#retryAfter) }),
    };
    const body = this.#provider.errorBody(problem, this.#requestId);
    await sendJson(this.#response, problem.status, body, headers);
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMITS.bodyBytes) throw new Problem(413, "Request body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
