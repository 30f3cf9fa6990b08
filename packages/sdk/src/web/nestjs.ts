/** `@clew/sdk/nestjs`: a root span per request of a NestJS application, on Express or Fastify. */
import { runInScope } from "../context.ts";
import { beginNodeRequest, callOf } from "./node-response.ts";
import type { NodeIncoming, NodeOutgoing } from "./node-types.ts";
import type { RequestOptions } from "./options.ts";

export type { RequestOptions } from "./options.ts";

interface Observer {
  next(value: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

/** What is needed of RxJS. */
export interface NestObservable {
  subscribe(observer: Observer): unknown;
}

/** What is needed of NestJS's execution context. */
export interface NestContext {
  getType(): string;
  switchToHttp(): { getRequest(): object; getResponse(): object };
}

/** An interceptor as NestJS wants it. */
export interface NestTracing {
  intercept<O extends NestObservable>(context: NestContext, next: { handle(): O }): O;
}

/**
 * An interceptor that traces each HTTP request: name by route (`GET /users/:id`), errors, status, the trace's id in a
 * response header, everything the handlers call inside. Calls of other transports pass untraced.
 *
 *     app.useGlobalInterceptors(traceNest());
 */
export function traceNest(options: RequestOptions = {}): NestTracing {
  return {
    intercept(context, next) {
      if (context.getType() !== "http") return next.handle();
      const { request, response, route } = partsOf(context);
      const call = beginNodeRequest(request, response, options, route);
      const running = call ?? callOf(request);
      if (running === undefined) return next.handle();
      const answer =
        call === undefined
          ? next.handle()
          : runInScope(call.span, () => next.handle(), undefined, []);
      return noteErrors(answer, (error) => running.note(error));
    },
  };
}

interface FrameworkRequest extends NodeIncoming {
  readonly raw?: NodeIncoming;
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
  readonly routeOptions?: { readonly url?: string };
}

function partsOf(context: NestContext): {
  request: NodeIncoming;
  response: NodeOutgoing;
  route: string | undefined;
} {
  const http = context.switchToHttp();
  const request = http.getRequest() as FrameworkRequest;
  const response = http.getResponse() as NodeOutgoing & { readonly raw?: NodeOutgoing };
  const path = request.route?.path;
  const route = typeof path === "string" ? `${request.baseUrl ?? ""}${path}` : undefined;
  return {
    request: request.raw ?? request,
    response: response.raw ?? response,
    route: request.routeOptions?.url ?? route,
  };
}

/** The same observable, told of its error on the way. Made by its own class: RxJS is the application's. */
function noteErrors<O extends NestObservable>(source: O, note: (error: unknown) => void): O {
  const Observable = source.constructor as new (subscribe: (observer: Observer) => unknown) => O;
  return new Observable((observer) =>
    source.subscribe({
      next: (value) => observer.next(value),
      error: (error) => {
        note(error);
        observer.error(error);
      },
      complete: () => observer.complete(),
    }),
  );
}
