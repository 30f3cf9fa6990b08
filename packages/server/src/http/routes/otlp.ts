/** OTLP over HTTP: what any OpenTelemetry exporter sends to its default endpoint. */
import type { Context } from "hono";
import type { IngestRequest } from "../../ingest/receive.ts";
import type { OtlpOutcome, Pipeline } from "../../pipeline.ts";
import { successResponse } from "../otlp-answer.ts";
import type { Route } from "../route.ts";

const TYPES = ["application/x-protobuf", "application/json"];

export function otlpRoutes(pipeline: Pipeline): Route[] {
  return [
    {
      ...describe("spans"),
      path: "/v1/traces",
      summary: "Take OpenTelemetry spans (OTLP/HTTP)",
      handle: async (context) =>
        answer(context, await pipeline.traces(requestOf(context)), "rejectedSpans"),
    },
    {
      ...describe("log records"),
      path: "/v1/logs",
      summary: "Take OpenTelemetry log records (OTLP/HTTP): GenAI events join the span they name",
      handle: async (context) =>
        answer(context, await pipeline.logs(requestOf(context)), "rejectedLogRecords"),
    },
  ];
}

function describe(what: string): Omit<Route, "path" | "summary" | "handle"> {
  return {
    method: "post",
    accepts: TYPES,
    refuses: TYPES,
    parameters: [
      {
        name: "content-encoding",
        in: "header",
        description: "How the body is compressed",
        schema: { type: "string", enum: ["identity", "gzip", "zstd"] },
      },
    ],
    answers: {
      200: `The accepted ${what} are durable and queryable; partialSuccess counts the rejected`,
      400: "The body is no OTLP request",
      413: "The body is too large",
      415: "Content type or encoding is not supported",
      503: "Too much waits to be stored; try again after Retry-After seconds",
    },
    produces: "application/x-protobuf",
  };
}

function requestOf(context: Context): IngestRequest {
  return {
    contentType: context.req.header("content-type"),
    contentEncoding: context.req.header("content-encoding"),
    body: context.req.raw.body,
  };
}

function answer(
  context: Context,
  outcome: OtlpOutcome,
  rejectedName: "rejectedSpans" | "rejectedLogRecords",
): Response {
  return successResponse(outcome, rejectedName, context.req.header("content-type"));
}
