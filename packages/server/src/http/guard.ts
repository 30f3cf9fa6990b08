/**
 * Refuses what a web page elsewhere could make a browser send: a foreign Host (DNS rebinding) on any route, and changes
 * of state that come from another site. Adds the security headers to every answer.
 */
import type { Context, MiddlewareHandler } from "hono";
import { Problem } from "../core/problem.ts";
import { answerProblem } from "./problems.ts";

const LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"];

const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** `allowedHosts` are names without port, in addition to this machine's own. */
export function guard(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set([...LOCAL_NAMES, ...allowedHosts.map((host) => host.toLowerCase())]);
  return async (context, next) => {
    const problem = findFault(context, allowed);
    if (problem === null) await next();
    else context.res = answerProblem(problem, context);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
  };
}

function findFault(context: Context, allowed: ReadonlySet<string>): Problem | null {
  const host = context.req.header("host") ?? new URL(context.req.url).host;
  if (!allowed.has(hostName(host))) {
    return new Problem(
      403,
      "this host name is not served here; start clew with --allow-host to add it",
      { field: "host" },
    );
  }
  if (["GET", "HEAD", "OPTIONS"].includes(context.req.method)) return null;
  const origin = context.req.header("origin");
  const isForeign =
    (origin !== undefined && hostOf(origin) !== host.toLowerCase()) ||
    context.req.header("sec-fetch-site") === "cross-site";
  return isForeign
    ? new Problem(403, "requests from pages of another origin are not taken", { field: "origin" })
    : null;
}

/** The name of `name:port`, in lower case; text that is no host gives itself, which nobody allows. */
function hostName(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, "");
}

function hostOf(origin: string): string | null {
  const match = /^https?:\/\/([^/]+)$/.exec(origin.toLowerCase());
  return match?.[1] ?? null;
}
