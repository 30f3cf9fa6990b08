/** POST /api/v1/spans: the native wire in. */
import type { IngestAnswer } from "@clew/model";
import { Problem } from "../../core/problem.ts";
import type { Pipeline } from "../../pipeline.ts";
import type { Route } from "../route.ts";

/** Reasons that one answer repeats. */
const TOLD = 5;

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
        400: "The body is not a batch, or none of its spans can be taken",
        413: "The body is too large",
        415: "Content type or encoding is not supported",
        503: "Too much waits to be stored; try again after Retry-After seconds",
      },
      produces: "application/json",
      handle: async (context) => {
        const answer = await pipeline.ingest({
          contentType: context.req.header("content-type"),
          contentEncoding: context.req.header("content-encoding"),
          body: context.req.raw.body,
        });
        if (answer.accepted === 0 && answer.rejected.length > 0) throw allRejected(answer);
        return context.json(answer);
      },
    },
  ];
}

/** Nothing of the batch was taken: no partial success but a fault of the sender's, told with its reasons. */
function allRejected({ rejected }: IngestAnswer): Problem {
  const told = rejected.slice(0, TOLD).map(({ index, reason }) => `span ${index}: ${reason}`);
  const rest = rejected.length > TOLD ? ` … and ${rejected.length - TOLD} more` : "";
  const field = /`([^`]+)`/.exec(rejected[0]?.reason ?? "")?.[1];
  const detail = `no span was taken; ${told.join("; ")}${rest}`;
  return new Problem(400, detail, field === undefined ? {} : { field });
}
