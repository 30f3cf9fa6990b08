/** `@clew/sdk/next`: a root span per request of a Next.js route handler, and the errors Next.js reports elsewhere. */
import { runInScope } from "../context.ts";
import { existingClient } from "../client.ts";
import type { RequestOptions } from "./options.ts";
import { beginRequest, type RequestCall } from "./request.ts";
import { announce, followWebResponse } from "./web-response.ts";
import type { WebResponse } from "./web-types.ts";

export type { RequestOptions } from "./options.ts";

/** Options of `traceNext`. */
export interface NextOptions extends RequestOptions {
  /** The route's pattern, e.g. `/users/[id]`. Default: the path with the values of `params` replaced by their names. */
  route?: string;
}

/** Errors that a traced handler threw, which Next.js reports once more. */
const seen = new WeakSet<object>();

/**
 * Traces a route handler: name by route (`GET /users/[id]`), errors, status, the trace's id in a response header,
 * everything it calls inside, until a streamed response has been sent. The handler keeps its type.
 *
 *     export const POST = traceNext(async (request: Request) => Response.json(await answer(request)));
 */
export function traceNext<A extends readonly unknown[], R>(
  handler: (...args: A) => R,
  options: NextOptions = {},
): (...args: A) => R {
  return (...args) => {
    const call = begin(args, options);
    if (call === undefined) return handler(...args);
    const { method } = args[0] as Request;
    let result: R;
    try {
      result = runInScope(call.span, () => handler(...args), undefined, []);
    } catch (error) {
      fail(call, error);
      throw error;
    }
    if (!(result instanceof Promise)) {
      settle(call, result, method);
      return result;
    }
    return result.then(
      (response: unknown) => {
        settle(call, response, method);
        return response;
      },
      (error: unknown) => {
        fail(call, error);
        throw error;
      },
    ) as R;
  };
}

/**
 * Records an error that Next.js caught while it rendered a page, ran a server action or a route handler that is not
 * traced. To be exported from `instrumentation.ts`:
 *
 *     export { onRequestError } from "@clew/sdk/next";
 */
export function onRequestError(
  error: unknown,
  request: {
    readonly path: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, unknown>>;
  },
  context: { readonly routePath: string; readonly routeType: string },
): void {
  if (typeof error === "object" && error !== null && seen.has(error)) return;
  const { path: url, method, headers } = request;
  const { routePath: route, routeType } = context;
  const metadata = { routeType };
  const call = beginRequest({ method, url, headers, route }, { metadata });
  if (call !== undefined) fail(call, error);
}

function begin(args: readonly unknown[], options: NextOptions): RequestCall | undefined {
  const [request, context] = args as [Request | undefined, { params?: unknown } | undefined];
  if (typeof request?.url !== "string") return undefined;
  const { method, url, headers } = request;
  const call = beginRequest({ method, url, headers, route: options.route }, options);
  if (call === undefined || options.route !== undefined) return call;
  void nameByParameters(call, new URL(url).pathname, context?.params);
  return call;
}

/** Next.js gives the parameters as a promise (from version 15) or as they are. */
async function nameByParameters(call: RequestCall, path: string, params: unknown): Promise<void> {
  try {
    const route = patternOf(path, Object.entries((await params) ?? {}));
    call.route = () => route;
  } catch (error) {
    existingClient()?.health.internalError(error);
  }
}

function patternOf(
  path: string,
  params: readonly (readonly [name: string, value: unknown])[],
): string {
  let pattern = path;
  for (const [name, value] of params) {
    const isList = Array.isArray(value);
    const segments = (isList ? (value as unknown[]) : [value]).map(encodedOnce).join("/");
    const place = isList ? `[...${name}]` : `[${name}]`;
    if (segments !== "")
      pattern = `${pattern}/`.replace(`/${segments}/`, `/${place}/`).slice(0, -1);
  }
  return pattern;
}

function encodedOnce(segment: unknown): string {
  return encodeURIComponent(decodeURIComponent(String(segment)));
}

function settle(call: RequestCall, response: unknown, method: string): void {
  call.guard(() => {
    if (typeof response !== "object" || response === null || !("status" in response)) {
      call.end({});
      return;
    }
    announce(call, response as WebResponse);
    followWebResponse(call, response as WebResponse, method);
  });
}

/** `redirect()` and `notFound()` are thrown, too; what they throw names the status. */
function fail(call: RequestCall, error: unknown): void {
  const { digest } = (error ?? {}) as { digest?: unknown };
  const signal = /^NEXT_\w+;(?:.*;)?([1-5]\d\d)(?:;|$)/.exec(String(digest));
  if (signal !== null) {
    call.statusCode = () => Number(signal[1]);
    call.end({});
    return;
  }
  if (typeof error === "object" && error !== null) seen.add(error);
  call.statusCode = () => 500;
  call.fail(error);
}
