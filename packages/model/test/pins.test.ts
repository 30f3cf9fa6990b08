/** What others build against. A red test here is not forbidden, it is a decision: the wire is kept for ever. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as model from "@clew/model";

const golden = (name: string) => readFileSync(new URL(`golden/${name}`, import.meta.url), "utf8");

describe("wire v1", () => {
  it("still reads the batch written by version 0.1.0", () => {
    const bytes = Buffer.from(golden("v1.hex").replaceAll("\n", ""), "hex");
    const { resource, spans, rejected } = model.decodeBatch(bytes);
    expect({ resource, spans }).toEqual(JSON.parse(golden("v1.json")));
    expect(rejected).toEqual([]);
  });

  it("keeps its numbers", () => {
    expect(model.WIRE_VERSION).toBe(1);
    expect(model.WIRE_CONTENT_TYPE).toBe("application/cbor");
    expect(Object.entries(model.RESOURCE_FIELDS).join(" ")).toBe(
      "version,0 project,1 environment,2 sdkName,3 sdkVersion,4 runtime,5 serviceName,6 process,7",
    );
    expect(Object.entries(model.SPAN_FIELDS).join(" ")).toBe(
      "traceId,1 spanId,2 parentSpanId,3 name,4 kind,5 startTime,6 endTime,7 status,8 input,9 " +
        "output,10 model,11 provider,12 generationInfo,13 usage,14 error,15 metadata,16 tags,17 " +
        "session,18 user,19 project,20 environment,21 attributes,22 timeToFirstChunkMs,23 " +
        "chunkCount,24 attempt,25 truncated,26 finishReason,27 slowMs,28",
    );
  });
});

describe("vocabulary", () => {
  it("keeps its words", () => {
    expect(model.SPAN_KINDS.join(" ")).toBe(
      "llm embedding rerank tool agent generic retriever guardrail evaluator http",
    );
    expect(model.RUN_STATUSES.join(" ")).toBe(
      "running success warning failed cancelled interrupted",
    );
    expect(model.SAFETY_STATES.join(" ")).toBe("not_checked pending clean issues blocked");
    expect(model.SEVERITIES.join(" ")).toBe("low medium high critical");
  });
});
