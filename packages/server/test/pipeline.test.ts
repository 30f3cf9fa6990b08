import { describe, expect, it } from "vitest";
import { enrichSpan } from "../src/enrichment.ts";
import { Admission } from "../src/ingest/admission.ts";
import { NATIVE } from "../src/ingest/native.ts";
import { type IngestRequest, receive } from "../src/ingest/receive.ts";
import { createPipeline } from "../src/pipeline.ts";
import { MemoryStore } from "../src/store/memory/memory-store.ts";
import { listQuery, root, wire } from "./build.ts";

function json(text: string): IngestRequest {
  return {
    contentType: "application/json",
    contentEncoding: undefined,
    body: new Blob([text]).stream(),
  };
}

describe("admission", () => {
  it("refuses bytes over its bound with 503 and frees them when the work is done", async () => {
    const admission = new Admission(100);
    let finish = (): void => undefined;
    const first = receive(
      json('{"spans":[]}'),
      NATIVE,
      admission,
      () => new Promise<void>((resolve) => (finish = resolve)),
    );
    await expect.poll(() => admission.bytes).toBe(12);
    const second = receive(json(" ".repeat(90)), NATIVE, admission, async () => undefined);
    await expect(second).rejects.toMatchObject({ status: 503, retryAfter: 1 });
    expect(admission.bytes).toBe(12);
    finish();
    await first;
    expect(admission.bytes).toBe(0);
  });

  it("frees the bytes of a body that breaks off", async () => {
    const admission = new Admission(100);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(Buffer.from("{"));
        controller.error(new Error("gone"));
      },
    });
    await expect(
      receive({ ...json(""), body }, NATIVE, admission, async () => undefined),
    ).rejects.toMatchObject({ status: 400, message: "the body broke off" });
    expect(admission.bytes).toBe(0);
  });
});

describe("pipeline", () => {
  it("gives spans the project and environment of their batch unless they say otherwise", async () => {
    const store = new MemoryStore(enrichSpan);
    const pipeline = createPipeline(store);
    const { project: _project, ...span } = wire(root());
    const named = { ...wire(root({ name: "own" })), project: "own", environment: "own" };
    const batch = { resource: { project: "batch", environment: "batch" }, spans: [span, named] };
    expect(await pipeline.ingest(json(JSON.stringify(batch)))).toEqual({
      accepted: 2,
      rejected: [],
    });
    const found = async (project: string) =>
      (await store.list(listQuery({ project: [project] }))).rows.map((row) => row.head.environment);
    expect(await found("batch")).toEqual(["batch"]);
    expect(await found("own")).toEqual(["own"]);
  });

  it("keeps the environment that the start said when the end says none", async () => {
    const store = new MemoryStore(enrichSpan);
    const pipeline = createPipeline(store);
    const send = (fields: object) =>
      pipeline.ingest(json(JSON.stringify({ spans: [{ ...wire(root()), ...fields }] })));
    await send({ environment: "production", endTime: undefined });
    await send({});
    expect((await store.list(listQuery())).rows[0]?.head.environment).toBe("production");
  });

  it("counts what it took and what it refused", async () => {
    const pipeline = createPipeline(new MemoryStore(enrichSpan));
    await pipeline.ingest(json(JSON.stringify({ spans: [wire(root()), {}] })));
    await expect(pipeline.ingest(json("{"))).rejects.toMatchObject({ status: 400 });
    expect(pipeline.counters).toMatchObject({
      requests: 2,
      refusedRequests: 1,
      acceptedSpans: 1,
      rejectedSpans: 1,
    });
  });
});
