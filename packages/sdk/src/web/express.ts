/** `@clew/sdk/express`: a root span per request of an Express application. */
import { runInScope } from "../context.ts";
import { beginNodeRequest, callOf } from "./node-response.ts";
import type { NodeIncoming, NodeOutgoing } from "./node-types.ts";
import type { RequestOptions } from "./options.ts";

export type { RequestOptions } from "./options.ts";

/** What is needed of Express's request. */
export interface ExpressRequest extends NodeIncoming {
  readonly baseUrl: string;
}

type Next = (error?: unknown) => void;

/**
 * Middleware that traces each request: name by route (`GET /users/:id`), status, the trace's id in a response header,
 * everything the handlers call inside. Put it first; works with Connect, too.
 *
 *     app.use(traceExpress());
 */
export function traceExpress(
  options: RequestOptions = {},
): (request: ExpressRequest, response: NodeOutgoing, next: Next) => void {
  return (request, response, next) => {
    const call = beginNodeRequest(request, response, options);
    if (call === undefined) {
      next();
      return;
    }
    call.route = watchRoute(request);
    runInScope(call.span, next, undefined, []);
  };
}

/**
 * Error-handling middleware that notes what a handler threw, and passes it on. Put it after the routes and before
 * error handlers of your own. Without it a failed request shows its status alone.
 *
 *     app.use(traceExpressErrors());
 */
export function traceExpressErrors(): (
  error: unknown,
  request: ExpressRequest,
  response: NodeOutgoing,
  next: Next,
) => void {
  return (error, request, _response, next) => {
    callOf(request)?.note(error);
    next(error);
  };
}

/**
 * Tells the last route that Express chose, with the way to its router. That way is known only while the router is at
 * work: after an error `baseUrl` is another's again. So it is read when Express sets `request.route`.
 */
function watchRoute(request: ExpressRequest): () => string | undefined {
  let chosen: unknown;
  let pattern: string | undefined;
  Object.defineProperty(request, "route", {
    get: () => chosen,
    set: (route: { path?: string | RegExp | string[] } | undefined) => {
      chosen = route;
      if (route?.path !== undefined) pattern = joined(request.baseUrl, String(route.path));
    },
    enumerable: true,
    configurable: true,
  });
  return () => pattern;
}

function joined(base: string, path: string): string {
  return path === "/" && base !== "" ? base : `${base}${path}`;
}
