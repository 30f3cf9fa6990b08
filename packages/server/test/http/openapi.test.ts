import { describe, expect, it } from "vitest";
import { Live } from "../../src/http/live.ts";
import { createRouter } from "../../src/http/router.ts";
import { healthRoutes } from "../../src/http/routes/health.ts";
import { ingestRoutes } from "../../src/http/routes/ingest.ts";
import { liveRoutes } from "../../src/http/routes/live.ts";
import { otlpRoutes } from "../../src/http/routes/otlp.ts";
import { traceRoutes } from "../../src/http/routes/traces.ts";
import { enrichSpan } from "../../src/enrichment.ts";
import { createPipeline } from "../../src/pipeline.ts";
import { LIST_PARAMETERS, STATS_PARAMETERS } from "../../src/query/parse.ts";
import { Queries } from "../../src/query/queries.ts";
import { MemoryStore } from "../../src/store/memory/memory-store.ts";

interface Document {
  paths: Record<string, Record<string, { parameters: { name: string; in: string }[] }>>;
}

const store = new MemoryStore(enrichSpan);
const pipeline = createPipeline(store);
const queries = new Queries({ reader: store, readMessages: () => null, now: Date.now });
const live = new Live({ subscribe: () => () => undefined, summary: async () => null });
const router = createRouter({
  routes: [
    ...ingestRoutes(pipeline),
    ...otlpRoutes(pipeline),
    ...traceRoutes(queries),
    ...liveRoutes(live),
    ...healthRoutes({ counters: pipeline.counters, live, isReady: () => true }),
  ],
  allowedHosts: [],
  version: "1.2.3",
  page: async () => null,
  log: () => undefined,
});
const read = async (): Promise<Document> =>
  (await (await router.request("/openapi.json")).json()) as Document;

describe("/openapi.json", () => {
  it("describes every route of the router and no other", async () => {
    const described = Object.entries((await read()).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = router.routes
      .filter(({ method, path }) => method !== "ALL" && path !== "/*")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(described.sort()).toEqual([...new Set(served)].sort());
    expect(described).toContain("GET /api/v1/traces/{traceId}/spans/{spanId}");
  });

  it("describes every parameter that is understood", async () => {
    const { paths } = await read();
    const names = (path: string) =>
      paths[path]?.get?.parameters.filter((one) => one.in === "query").map((one) => one.name);
    expect(names("/api/v1/traces")).toEqual(LIST_PARAMETERS);
    expect(names("/api/v1/stats")).toEqual(STATS_PARAMETERS);
  });
});
