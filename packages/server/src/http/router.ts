/** All routes behind the guard, with one mapper for errors. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { Problem } from "../core/problem.ts";
import { guard } from "./guard.ts";
import { toOpenApi } from "./openapi.ts";
import { answerProblem, toProblem } from "./problems.ts";
import type { Route } from "./route.ts";

export interface RouterOptions {
  routes: readonly Route[];
  /** Host names served beside localhost. */
  allowedHosts: readonly string[];
  version: string;
  /** Answers a page address, or null when there is nothing under it. */
  page: (context: Context) => Promise<Response | null>;
  log: (line: string) => void;
}

export function createRouter({ routes, allowedHosts, version, page, log }: RouterOptions): Hono {
  const router = new Hono();
  router.use(guard(allowedHosts), withoutBodyForHead);
  const all = [...routes, openApiRoute(routes, version)];
  for (const route of all) {
    router.on(route.method.toUpperCase(), route.path, (context) => route.handle(context));
  }
  for (const path of new Set(all.map((route) => route.path))) {
    router.all(path, (context) => answerProblem(methodProblem(all, path), context));
  }
  router.all("*", async (context) => {
    const isPage =
      ["GET", "HEAD"].includes(context.req.method) && !/^\/(api|v1)(\/|$)/.test(context.req.path);
    const response = isPage ? await page(context) : null;
    return (
      response ?? answerProblem(new Problem(404, "there is nothing under this address"), context)
    );
  });
  router.onError((error, context) => answerProblem(toProblem(error, log), context));
  return router;
}

/** HEAD is answered like GET, so a body that nobody will read must be let go: it may hold a file or a live connection. */
const withoutBodyForHead: MiddlewareHandler = async (context, next) => {
  await next();
  const { body } = context.res;
  if (context.req.raw.method !== "HEAD" || body === null) return;
  await body.cancel();
  context.res = new Response(null, context.res);
};

function methodProblem(routes: readonly Route[], path: string): Problem {
  const methods = routes.filter((route) => route.path === path).map((route) => route.method);
  return new Problem(405, `this address takes ${methods.join(", ").toUpperCase()} only`);
}

function openApiRoute(routes: readonly Route[], version: string): Route {
  const route: Route = {
    method: "get",
    path: "/openapi.json",
    summary: "This document",
    answers: { 200: "OpenAPI 3.1" },
    produces: "application/json",
    handle: (context) => context.json(document),
  };
  const document = toOpenApi([...routes, route], version);
  return route;
}
