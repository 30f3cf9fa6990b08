/** Sends batches to `POST /api/v1/spans` over one kept connection that never holds the program. */
import type { Agent, IncomingMessage, RequestOptions } from "node:http";
import { LIMITS, WIRE_CONTENT_TYPE } from "@clew/model";
import { builtin } from "../builtin.ts";
import type { Encoded } from "./compress.ts";
import type { Reply, Send } from "./send.ts";

const PATH = "/api/v1/spans";
/** Answers are a few hundred bytes; of a longer one the rest is not read. */
const ANSWER_BYTES = 1_048_576;
const BUSY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

interface Transport {
  readonly request: (
    options: RequestOptions,
    onResponse: (response: IncomingMessage) => void,
  ) => import("node:http").ClientRequest;
  readonly agent: Agent;
}

/** Makes the sender for a server. A bad address is told by every reply, not by a throw. */
export function httpSender(address: string, apiKey: string | undefined): Send {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  let transport: Transport | undefined;
  return async (batch, signal) => {
    if (url === undefined || !/^https?:$/.test(url.protocol)) {
      return { kind: "refused", reason: "the server's address is not an http(s) address" };
    }
    try {
      transport ??= loadTransport(url.protocol);
      return await post(transport, url, apiKey, batch, signal);
    } catch (error) {
      return { kind: "busy", reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

function loadTransport(protocol: string): Transport {
  const { Agent, request } = builtin(protocol === "https:" ? "node:https" : "node:http");
  return { request, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
}

function post(
  { request, agent }: Transport,
  url: URL,
  apiKey: string | undefined,
  { body, encoding }: Encoded,
  signal: AbortSignal,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = {
      "content-type": WIRE_CONTENT_TYPE,
      "content-length": body.length,
    };
    if (encoding !== undefined) headers["content-encoding"] = encoding;
    if (apiKey !== undefined) headers.authorization = `Bearer ${apiKey}`;
    const outgoing = request(
      {
        method: "POST",
        protocol: url.protocol,
        hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
        port: url.port,
        path: url.pathname.replace(/\/+$/, "") + PATH,
        headers,
        agent,
        signal,
      },
      (response) => readAnswer(response, resolve, reject),
    );
    const timer = setTimeout(() => {
      outgoing.destroy(new Error(`no answer within ${LIMITS.requestMs} ms`));
    }, LIMITS.requestMs).unref();
    outgoing.on("socket", (socket) => socket.unref());
    outgoing.on("error", reject);
    outgoing.on("close", () => {
      clearTimeout(timer);
      reject(new Error("the connection was closed"));
    });
    outgoing.end(body);
  });
}

function readAnswer(
  response: IncomingMessage,
  resolve: (reply: Reply) => void,
  reject: (error: Error) => void,
): void {
  let text = "";
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    text += chunk;
    if (text.length > ANSWER_BYTES) response.destroy(new Error("the answer does not end"));
  });
  response.on("error", reject);
  response.on("end", () => resolve(toReply(response, text)));
}

function toReply(response: IncomingMessage, text: string): Reply {
  const status = response.statusCode ?? 0;
  if (status === 200) {
    const rejected = rejectedCount(text);
    if (rejected !== undefined) return { kind: "delivered", rejected };
    return { kind: "refused", reason: "the answer is not one of a Clew server" };
  }
  const reason = `the server answered ${status}`;
  if (!BUSY_STATUSES.has(status)) return { kind: "refused", reason };
  const afterMs = retryAfterMs(response.headers["retry-after"]);
  return afterMs === undefined ? { kind: "busy", reason } : { kind: "busy", reason, afterMs };
}

/** How many records the answer says were not stored; undefined when it is not an IngestAnswer. */
function rejectedCount(text: string): number | undefined {
  try {
    const answer = JSON.parse(text) as { accepted?: unknown; rejected?: unknown } | null;
    if (typeof answer?.accepted !== "number" || !Array.isArray(answer.rejected)) return undefined;
    return answer.rejected.length;
  } catch {
    // Not JSON: the caller reports the answer as refused.
    return undefined;
  }
}

/** Seconds or an HTTP date, as milliseconds from now. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
