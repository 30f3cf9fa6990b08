/** One request that a program answers: the root span of what happens for it, whichever framework it came through. */
import { TracedCall } from "../call/call.ts";
import { isCancellation } from "../call/cancel.ts";
import { createMark, type Mark } from "../call/mark.ts";
import { currentClient, existingClient } from "../client.ts";
import { currentScope, type Scope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import { extract, type ReadableCarrier, toRemoteSpan } from "../propagation.ts";
import { LiveSpan } from "../span.ts";
import type { RequestOptions } from "./options.ts";

/** What a request says of itself at its start. */
export interface IncomingRequest {
  readonly method: string;
  /** Its address, with or without the host. */
  readonly url: string;
  readonly headers: ReadableCarrier;
  /** The pattern of the route, where it is already known. */
  readonly route?: string | undefined;
}

const DEFAULT_HEADER = "x-clew-trace-id";

/** The span of a request, ended by the response's status or by the client leaving. */
export class RequestCall extends TracedCall {
  /** The name and value of the header that names the trace; undefined when there is to be none. */
  readonly header: readonly [name: string, value: string] | undefined;
  /** Tells the route's pattern, once the response is done. */
  route: () => string | undefined;
  /** Tells the response's status, once the response is done. */
  statusCode: () => number | undefined = () => undefined;
  private readonly method: string;
  private error: unknown;

  constructor(
    mark: Mark,
    span: LiveSpan,
    { method, route }: IncomingRequest,
    header: string | false,
  ) {
    super(mark, [], span);
    this.method = method;
    this.route = () => route;
    this.header = header === false || !span.isRecorded ? undefined : [header, span.traceId];
  }

  /** Notes what a handler threw; the response that the framework makes of it ends the span. */
  note(error: unknown): void {
    this.error ??= error;
  }

  /** Runs our code on the response; an error in it is counted and ends the span. */
  guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.span.client.health.internalError(error);
      this.end({});
    }
  }

  override succeed(): void {
    this.end({});
  }

  override fail(thrown: unknown, fields: SpanFields = {}): void {
    const status = isCancellation(thrown, []) ? "cancelled" : "failed";
    this.end({ ...fields, error: thrown, status });
  }

  /** The client has left before the response was complete. */
  cancel(): void {
    this.end({ status: "cancelled" });
  }

  override end(fields: SpanFields): void {
    if (this.span.ended) return;
    let ending: SpanFields = {};
    try {
      ending = this.ending();
    } catch (error) {
      this.span.client.health.internalError(error);
    }
    super.end({ ...ending, ...definedOnly(fields) });
  }

  /** A server's error is a failure; a client's (4xx) a warning, for the program did answer. */
  private ending(): SpanFields {
    const { error } = this;
    const code = this.statusCode();
    const route = this.route();
    const attributes = { "http.response.status_code": code, "http.route": route };
    const fields: SpanFields = {
      attributes: definedOnly(attributes),
      name: route === undefined ? undefined : `${this.method} ${route}`,
      error,
    };
    if (code === undefined || code < 400) return fields;
    if (code < 500) return { ...fields, status: "warning" };
    return { ...fields, status: "failed", error: error ?? { name: String(code), message: "" } };
  }
}

/** Begins a request's span. Undefined when tracing is off or the request is not wanted; never throws. */
export function beginRequest(
  request: IncomingRequest,
  options: RequestOptions,
): RequestCall | undefined {
  try {
    const client = currentClient();
    if (!client.config.tracing) return undefined;
    const { traceHeader = DEFAULT_HEADER, filter } = options;
    const { method } = request;
    const path = pathOf(request.url);
    if (filter?.({ method, path }) === false) return undefined;
    const mark = toMark(request, path, options);
    const span = new LiveSpan(mark.template, scopeOf(request.headers));
    span.start(mark.template);
    return new RequestCall(mark, span, request, traceHeader);
  } catch (error) {
    existingClient()?.health.internalError(error);
    return undefined;
  }
}

/** A request is the root of a trace, or goes on from the client's; never from a span that happened to listen. */
function scopeOf(headers: ReadableCarrier): Scope {
  const parent = extract(headers);
  return {
    span: undefined,
    inherited: currentScope()?.inherited,
    remote: parent === undefined ? undefined : toRemoteSpan(parent),
  };
}

function toMark({ method, route }: IncomingRequest, path: string, options: RequestOptions): Mark {
  const { tags, metadata, project, environment, slowMs } = options;
  return {
    ...createMark("http", { captureInput: false, captureOutput: false }, beginRequest),
    template: {
      kind: "http",
      name: `${method} ${route ?? path}`,
      attributes: { "http.request.method": method, "url.path": path },
      tags,
      metadata,
      project,
      environment,
      slowMs,
    },
  };
}

/** The address without host and query, which may hold secrets. */
function pathOf(url: string): string {
  const path = url.startsWith("/") ? url : new URL(url).pathname;
  return path.split(/[?#]/, 1)[0] as string;
}

function definedOnly<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as T;
}
