/** GET /api/v1/live: news of traces while they happen. */
import type { Live } from "../live.ts";
import type { Route } from "../route.ts";

export function liveRoutes(live: Live): Route[] {
  return [
    {
      method: "get",
      path: "/api/v1/live",
      summary: "Server-sent events: `trace` with a LiveEvent when a trace is new or has changed",
      answers: { 200: "An event stream", 503: "Too many live connections" },
      produces: "text/event-stream",
      handle: () => live.connect(),
    },
  ];
}
