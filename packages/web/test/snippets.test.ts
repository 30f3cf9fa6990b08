import { decodeJsonBatch } from "@clew/model";
import { expect, test } from "vitest";
import { curlSnippet, sdkSnippet } from "../src/traces/snippets.ts";

test("the curl snippet's body is a batch the server takes whole", () => {
  const snippet = curlSnippet("http://localhost:4318", Date.parse("2026-11-20T10:00:00Z"));
  const body = /-d '([\s\S]*)'/.exec(snippet)?.[1] ?? "";
  const batch = decodeJsonBatch(JSON.parse(body));
  expect(batch.rejected).toEqual([]);
  expect(batch.spans).toMatchObject([{ name: "hello", kind: "llm", parentSpanId: null }]);
});

test("each curl snippet makes another trace", () => {
  const ids = [1, 2].map(() => /"traceId": "(\w+)"/.exec(curlSnippet("http://a", 0))?.[1]);
  expect(new Set(ids).size).toBe(2);
});

test("the SDK snippet names the server only when it is not the default", () => {
  expect(sdkSnippet("http://localhost:4318")).not.toContain("CLEW_URL");
  expect(sdkSnippet("http://10.0.0.5:9000")).toContain("CLEW_URL=http://10.0.0.5:9000");
});
