/** A route is its handler and its description; the router and /openapi.json are made from the same list. */
import type { Context } from "hono";

export interface ParameterDoc {
  name: string;
  in: "query" | "path" | "header";
  description: string;
  required?: boolean;
  schema: { type: "string" | "number" | "integer"; enum?: readonly string[] };
  /** True when the parameter may be repeated. */
  many?: boolean;
}

export interface Route {
  method: "get" | "post";
  /** In hono's form: `/api/v1/traces/:traceId`. */
  path: string;
  summary: string;
  parameters?: readonly ParameterDoc[];
  /** Content types of the request body. */
  accepts?: readonly string[];
  /** Status and meaning of each answer. */
  answers: Readonly<Record<number, string>>;
  /** Content types of errors, where they are not application/problem+json. */
  refuses?: readonly string[];
  /** Content type of the 200 answer. */
  produces: string;
  handle(context: Context): Response | Promise<Response>;
}
