/** POST /api/v1/spans: the native wire in. */
import type { Pipeline } from "../../pipeline.ts";
import type { Route } from "../route.ts";

export function ingestRoutes(pipeline: Pipeline): Route[] {
  return [
    {
      method: "post",
      path: "/api/v1/spans",
      summary: "Take a batch of span patches (wire v1)",
      accepts: ["application/cbor", "application/json"],
      parameters: [
        {
          name: "content-encoding",
          in: "header",
          description: "How the body is compressed",
          schema: { type: "string", enum: ["identity", "gzip", "zstd"] },
        },
      ],
      answers: {
        200: "The accepted spans are durable and queryable; the rejected ones are named",
        400: "The body is not a batch",
        413: "The body is too large",
        415: "Content type or encoding is not supported",
        503: "Too much waits to be stored; try again after Retry-After seconds",
      },
      produces: "application/json",
      handle: async (context) =>
        context.json(
          await pipeline.ingest({
            contentType: context.req.header("content-type"),
            contentEncoding: context.req.header("content-encoding"),
            body: context.req.raw.body,
          }),
        ),
    },
  ];
}
