/** Requests answered through Node's own response object, as Express, Fastify, Koa and NestJS do. */
import type { NodeIncoming, NodeOutgoing } from "./node-types.ts";
import type { RequestOptions } from "./options.ts";
import { beginRequest, type RequestCall } from "./request.ts";

const calls = new WeakMap<object, RequestCall>();

/** The running request's span, by Node's request object. */
export function callOf(request: object): RequestCall | undefined {
  return calls.get(request);
}

/**
 * Begins the span of a request and ends it when the response has been sent or the client is gone. Undefined when
 * tracing is off, and when the request has a span already.
 */
export function beginNodeRequest(
  request: NodeIncoming,
  response: NodeOutgoing,
  options: RequestOptions,
  route?: string,
): RequestCall | undefined {
  if (calls.has(request)) return undefined;
  const { method = "GET", url = "/", headers } = request;
  // Express shortens `url` where a router is mounted.
  const { originalUrl = url } = request;
  const call = beginRequest({ method, url: originalUrl, headers, route }, options);
  if (call === undefined) return undefined;
  calls.set(request, call);
  followResponse(call, response);
  if (call.header !== undefined && !response.headersSent) response.setHeader(...call.header);
  return call;
}

/** Ends the span with the response. */
export function followResponse(call: RequestCall, response: NodeOutgoing): void {
  call.statusCode = () => response.statusCode;
  response.once("finish", () => call.end({}));
  response.once("close", () => call.cancel());
}
