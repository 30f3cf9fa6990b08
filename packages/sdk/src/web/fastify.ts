/** `@clew/sdk/fastify`: a root span per request of a Fastify application. */
import { runInScope } from "../context.ts";
import { beginNodeRequest, callOf } from "./node-response.ts";
import type { NodeIncoming, NodeOutgoing } from "./node-types.ts";
import type { RequestOptions } from "./options.ts";

export type { RequestOptions } from "./options.ts";

interface FastifyRequest {
  readonly raw: NodeIncoming;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface FastifyReply {
  readonly raw: NodeOutgoing;
}

type Done = (error?: Error) => void;

/** What is needed of a Fastify instance. */
export interface FastifyHooks {
  addHook(
    name: "onRequest" | "preValidation",
    hook: (request: FastifyRequest, reply: FastifyReply, done: Done) => void,
  ): unknown;
  addHook(
    name: "onError",
    hook: (request: FastifyRequest, reply: FastifyReply, error: Error, done: Done) => void,
  ): unknown;
}

/**
 * Plugin that traces each request: name by route (`GET /users/:id`), errors, status, the trace's id in a response
 * header, everything the handlers call inside. Register it first; it holds for the whole application.
 *
 *     await app.register(traceFastify);
 */
export function traceFastify(app: FastifyHooks, options: RequestOptions, done: Done): void {
  app.addHook("onRequest", (request, reply, next) => {
    const { url } = request.routeOptions;
    const call = beginNodeRequest(request.raw, reply.raw, options, url);
    if (call === undefined) next();
    else runInScope(call.span, next, undefined, []);
  });
  // Reading a body leaves the span: its events belong to the connection.
  app.addHook("preValidation", (request, _reply, next) => {
    const call = callOf(request.raw);
    if (call === undefined) next();
    else runInScope(call.span, next, undefined, []);
  });
  app.addHook("onError", (request, _reply, error, next) => {
    callOf(request.raw)?.note(error);
    next();
  });
  done();
}

// Otherwise Fastify would keep the hooks to the plugin's own routes.
Object.assign(traceFastify, {
  [Symbol.for("skip-override")]: true,
  [Symbol.for("fastify.display-name")]: "clew",
});
