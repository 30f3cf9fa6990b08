/** Requests answered with a web Response, as Hono and Next.js do. */
import type { ReadableStream } from "node:stream/web";
import { observeWebStream } from "../call/web-stream.ts";
import type { RequestCall } from "./request.ts";
import type { WebResponse } from "./web-types.ts";

/** Names the trace in the response. False when its headers may not be changed. */
export function announce(call: RequestCall, response: WebResponse): boolean {
  if (call.header === undefined) return true;
  try {
    response.headers.set(...call.header);
    return true;
  } catch {
    // A redirect, or a response that `fetch` gave: it stays the very object that the handler returned.
    return false;
  }
}

/** Ends the span when the body has been read to its end or given up; with no body, now. */
export function followWebResponse(call: RequestCall, response: WebResponse, method: string): void {
  call.statusCode = () => response.status;
  const { body } = response;
  const isRead = method !== "HEAD" && body instanceof globalThis.ReadableStream && !body.locked;
  if (!isRead || !observeWebStream(call, body as ReadableStream<unknown>)) call.end({});
}
