/** `@clew/sdk/hono`: a root span per request of a Hono application. */
import { runInScope } from "../context.ts";
import { followResponse } from "./node-response.ts";
import type { NodeOutgoing } from "./node-types.ts";
import type { RequestOptions } from "./options.ts";
import { beginRequest, type RequestCall } from "./request.ts";
import { announce, followWebResponse } from "./web-response.ts";
import type { WebResponse } from "./web-types.ts";

export type { RequestOptions } from "./options.ts";

/** What is needed of Hono's context. */
export interface HonoContext {
  readonly req: {
    readonly raw: { readonly method: string; readonly url: string; readonly headers: Headers };
  };
  readonly res: WebResponse;
  readonly env: unknown;
  /** What a handler threw. */
  readonly error: Error | undefined;
  header(name: string, value: string): void;
}

/**
 * Middleware that traces each request: name by route (`GET /users/:id`), errors, status, the trace's id in a response
 * header, everything the handlers call inside. Put it first.
 *
 *     app.use(traceHono());
 */
export function traceHono(
  options: RequestOptions = {},
): (context: HonoContext, next: () => Promise<void>) => Promise<void> {
  return async (context, next) => {
    const { raw } = context.req;
    const call = beginRequest(raw, options);
    if (call === undefined) return next();
    try {
      await runInScope(call.span, next, undefined, []);
    } catch (error) {
      call.fail(error);
      throw error;
    }
    call.guard(() => settle(call, context, raw.method));
  };
}

function settle(call: RequestCall, context: HonoContext, method: string): void {
  call.route = () => routeOf(context);
  if (context.error !== undefined) call.note(context.error);
  if (!announce(call, context.res) && call.header !== undefined) context.header(...call.header);
  const outgoing = outgoingOf(context.env);
  if (outgoing === undefined) followWebResponse(call, context.res, method);
  else followResponse(call, outgoing);
}

/** Hono's name for the route whose handler answered; a middleware for everything is no route. */
function routeOf({ req }: HonoContext): string | undefined {
  const { routePath } = req as { routePath?: unknown };
  return typeof routePath === "string" && !/^\/?\*$/.test(routePath) ? routePath : undefined;
}

/** Node's own response, where `@hono/node-server` serves: looking at the body would change how it is sent. */
function outgoingOf(env: unknown): NodeOutgoing | undefined {
  const { outgoing } = (env ?? {}) as { outgoing?: NodeOutgoing };
  return typeof outgoing?.once === "function" ? outgoing : undefined;
}
