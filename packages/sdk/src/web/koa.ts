/** `@clew/sdk/koa`: a root span per request of a Koa application. */
import { replaceMethod } from "../call/replace.ts";
import { runInScope } from "../context.ts";
import { beginNodeRequest } from "./node-response.ts";
import type { NodeIncoming, NodeOutgoing } from "./node-types.ts";
import type { RequestOptions } from "./options.ts";
import type { RequestCall } from "./request.ts";

export type { RequestOptions } from "./options.ts";

/** What is needed of Koa's context. */
export interface KoaContext {
  readonly req: NodeIncoming;
  readonly res: NodeOutgoing;
}

/**
 * Middleware that traces each request: name by route where `@koa/router` finds one (`GET /users/:id`), errors,
 * status, the trace's id in a response header, everything the handlers call inside. Put it first.
 *
 *     app.use(traceKoa());
 */
export function traceKoa(
  options: RequestOptions = {},
): (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown> {
  return async (context, next) => {
    const { req, res } = context;
    const call = beginNodeRequest(req, res, options);
    if (call === undefined) return next();
    call.route = () => routeOf(context);
    try {
      const value = await runInScope(call.span, next, undefined, []);
      readInside(call, context);
      return value;
    } catch (error) {
      call.note(error);
      if (call.header !== undefined) keepHeader(res, call.header);
      throw error;
    }
  };
}

/** Koa reads a streamed body when all middleware is done; what the stream calls then still belongs to the request. */
function readInside({ span }: RequestCall, context: object): void {
  const { body } = context as { body?: unknown };
  if (typeof body !== "object" || body === null) return;
  replaceMethod(
    body,
    "_read",
    (read) =>
      (...args) =>
        runInScope(span, read, body, args),
  );
}

/** As `@koa/router` leaves it in the context. */
function routeOf(context: object): string | undefined {
  const { _matchedRoute: route } = context as { _matchedRoute?: unknown };
  return typeof route === "string" ? route : undefined;
}

/** Koa takes all headers off the response to an error; this one is wanted there most. */
function keepHeader(response: NodeOutgoing, header: readonly [name: string, value: string]): void {
  replaceMethod(response, "writeHead", (writeHead) => (...args) => {
    if (!response.headersSent) response.setHeader(...header);
    return Reflect.apply(writeHead, response, args);
  });
}
