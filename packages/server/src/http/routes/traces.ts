/** The questions of the dashboard and the CLI. */
import type { Context } from "hono";
import {
  RUN_STATUSES,
  SAFETY_STATES,
  SEVERITIES,
  SPAN_KINDS,
  STATS_INTERVALS,
  STATS_KEYS,
} from "@clew/model";
import { SORTS } from "../../core/reader.ts";
import type { Queries } from "../../query/queries.ts";
import { jsonListResponse } from "../json-stream.ts";
import type { ParameterDoc, Route } from "../route.ts";

const text = (name: string, description: string, many = false): ParameterDoc => ({
  name,
  in: "query",
  description,
  schema: { type: "string" },
  ...(many ? { many } : {}),
});
const amount = (name: string, description: string): ParameterDoc => ({
  name,
  in: "query",
  description,
  schema: { type: "number" },
});
const choices = (
  name: string,
  description: string,
  allowed: readonly string[],
  many = true,
): ParameterDoc => ({
  name,
  in: "query",
  description,
  schema: { type: "string", enum: allowed },
  ...(many ? { many } : {}),
});

const FILTERS: readonly ParameterDoc[] = [
  text("project", "Project of the trace", true),
  text("environment", "Environment of the trace", true),
  choices("status", "Status of the trace's root", RUN_STATUSES),
  choices("kind", "Some span has this kind; in stats: the span's kind", SPAN_KINDS),
  text("model", "Some counted model call has this model; in stats: the call's model", true),
  text("provider", "Likewise for the provider", true),
  text("session", "Session of the trace", true),
  text("user", "User of the trace", true),
  text("tag", "The trace has all of these tags", true),
  choices("safety", "Safety state", SAFETY_STATES),
  choices("severity", "Severity of an issue", SEVERITIES),
  text("detector", "Detector that found an issue", true),
  text("name", "Name of the trace", true),
  amount("minLatencyMs", "Duration of at least this many milliseconds"),
  amount("maxLatencyMs", "Duration of at most this many milliseconds"),
  amount("minTokens", "At least this many input and output tokens together"),
  amount("minCostUsd", "Cost of at least this many US dollars"),
  text("from", "Begun at or after: ISO 8601, or before now such as 30m, 24h, 7d, 2w"),
  text("to", "Begun before: the same forms"),
  text(
    "q",
    "Substring in ids, names, models, errors, session, user, tags and previews of input and output",
  ),
];

const path = (name: string, description: string): ParameterDoc => ({
  name,
  in: "path",
  description,
  required: true,
  schema: { type: "string" },
});
const PROJECT = text("project", "Project, where several have a trace of this id");
const FAULTS = { 400: "A parameter is not as documented; `field` names it" };

export function traceRoutes(queries: Queries): Route[] {
  const search = (context: Context): URLSearchParams => new URL(context.req.url).searchParams;
  const parameter = (context: Context, name: string): string => context.req.param(name) ?? "";
  return [
    {
      method: "get",
      path: "/api/v1/traces",
      summary: "List traces",
      parameters: [
        ...FILTERS,
        choices("sort", "Order; default -startTime", SORTS, false),
        amount("limit", "Traces of one page, 1 to 100; default 20"),
        text("cursor", "`nextCursor` of the page before"),
      ],
      answers: { 200: "TraceListAnswer", ...FAULTS },
      produces: "application/json",
      handle: async (context) => context.json(await queries.list(search(context))),
    },
    {
      method: "get",
      path: "/api/v1/traces/:traceId",
      summary: "One trace with its spans in tree order; large contents are cut",
      parameters: [path("traceId", "32 hex digits"), PROJECT],
      answers: { 200: "TraceAnswer", ...FAULTS, 404: "No such trace" },
      produces: "application/json",
      handle: async (context) => {
        const { trace, spans } = await queries.trace(
          parameter(context, "traceId"),
          search(context),
        );
        return jsonListResponse({ trace }, "spans", spans);
      },
    },
    {
      method: "get",
      path: "/api/v1/traces/:traceId/spans/:spanId",
      summary: "One span with its whole content",
      parameters: [path("traceId", "32 hex digits"), path("spanId", "16 hex digits"), PROJECT],
      answers: { 200: "Span", ...FAULTS, 404: "No such span" },
      produces: "application/json",
      handle: async (context) =>
        context.json(
          await queries.span(
            parameter(context, "traceId"),
            parameter(context, "spanId"),
            search(context),
          ),
        ),
    },
    {
      method: "get",
      path: "/api/v1/stats",
      summary: "Figures over counted model calls, or over all spans when grouped by kind or name",
      parameters: [
        ...FILTERS,
        choices("groupBy", "Keys of the groups", STATS_KEYS),
        choices(
          "interval",
          "Width of the series' steps; absent: no series",
          STATS_INTERVALS,
          false,
        ),
      ],
      answers: { 200: "StatsAnswer", ...FAULTS },
      produces: "application/json",
      handle: async (context) => context.json(await queries.stats(search(context))),
    },
    {
      method: "get",
      path: "/api/v1/projects",
      summary: "List projects with their environments and number of traces",
      answers: { 200: "ProjectsAnswer" },
      produces: "application/json",
      handle: async (context) => context.json(await queries.projects()),
    },
  ];
}
