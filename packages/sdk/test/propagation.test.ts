import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  currentTraceId,
  extract,
  health,
  inject,
  startSpan,
  traceable,
  traced,
  withContext,
  withRemoteParent,
} from "../src/index.ts";
import { type Collector, outline, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(() => collector.reset());
afterAll(() => collector.close());

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const HEADER = `00-${TRACE}-${SPAN}-01`;
const work = traceable("tool")(function work() {
  return currentTraceId();
});

describe("inject and extract", () => {
  it("carry a trace from one process to the next", async () => {
    const call = startSpan("call", { kind: "http" });
    const headers = call.run(() => inject());
    expect(headers).toEqual({ traceparent: `00-${call.traceId}-${call.spanId}-01` });
    withRemoteParent(extract(JSON.parse(JSON.stringify(headers))), work);
    call.end();
    expect(outline(await collector.tree())).toBe("call http success\n  work tool success");
  });

  it("writes to Headers, a Map or an object and returns it", () => {
    const span = startSpan("call");
    span.run(() => {
      expect(inject(new Headers()).get("traceparent")).toContain(span.spanId);
      expect(inject(new Map<string, string>()).get("traceparent")).toContain(span.spanId);
      expect(inject({ accept: "*/*" })).toMatchObject({
        accept: "*/*",
        traceparent: expect.stringContaining(span.spanId) as string,
      });
    });
    span.end();
  });

  it("leaves the carrier alone outside of any span, and one that cannot be written", () => {
    expect(inject({ accept: "*/*" })).toEqual({ accept: "*/*" });
    const frozen = Object.freeze({});
    const before = health().internalErrors;
    const span = startSpan("call");
    expect(span.run(() => inject(frozen))).toBe(frozen);
    span.end();
    expect(health().internalErrors).toBe(before + 1);
  });

  it.each([
    ["Headers", new Headers({ traceparent: HEADER })],
    ["a Map", new Map([["traceparent", HEADER]])],
    ["Node's headers", { traceparent: HEADER, accept: ["a", "b"] }],
    ["an environment", { TRACEPARENT: HEADER }],
    ["a later version", { traceparent: `01-${TRACE}-${SPAN}-01-more` }],
  ])("reads %s", (_, carrier) => {
    expect(extract(carrier)).toMatchObject({ traceId: TRACE, spanId: SPAN, isRecorded: true });
  });

  it.each([
    ["nothing", {}],
    ["an empty text", { traceparent: "" }],
    ["a number", { traceparent: 7 }],
    ["capitals", { traceparent: HEADER.toUpperCase() }],
    ["a trace id of zeros", { traceparent: `00-${"0".repeat(32)}-${SPAN}-01` }],
    ["a span id of zeros", { traceparent: `00-${TRACE}-${"0".repeat(16)}-01` }],
    ["version ff", { traceparent: `ff-${TRACE}-${SPAN}-01` }],
    ["version 00 with more", { traceparent: `${HEADER}-more` }],
    ["an id too long", { traceparent: `00-${TRACE}a-${SPAN}-01` }],
    ["two parents", { traceparent: [HEADER, HEADER] }],
    ["a member that throws", { get: () => Reflect.get(Object(null), "x", 1).y as string }],
  ])("takes %s for no parent: a new trace begins", async (_, carrier) => {
    const parent = extract(carrier);
    expect(parent).toBeUndefined();
    expect(withRemoteParent(parent, work)).toMatch(/^[0-9a-f]{32}$/);
    expect((await collector.tree()).parentSpanId).toBeNull();
  });
});

describe("a remote parent", () => {
  it("is the parent of each span begun inside, and of none outside", async () => {
    withRemoteParent(extract({ traceparent: HEADER }), () => {
      work();
      withContext({ session: "s-1" }, work);
    });
    expect(work()).not.toBe(TRACE);
    const [first, second, outside] = await collector.trees();
    expect(first).toMatchObject({ traceId: TRACE, parentSpanId: SPAN });
    expect(second).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, session: "s-1" });
    expect(outside?.parentSpanId).toBeNull();
  });

  it("stands in for the running span", async () => {
    const consume = traceable("agent")(function consume() {
      withRemoteParent(extract({ traceparent: HEADER }), work);
    });
    consume();
    const roots = await collector.trees();
    expect(roots.map(({ name, traceId }) => [name, traceId === TRACE])).toEqual([
      ["consume", false],
      ["work", true],
    ]);
  });

  it("gives `traced` its trace id", async () => {
    const outcome = withRemoteParent(extract({ traceparent: HEADER }), () => traced(work));
    expect(outcome).toEqual({ result: TRACE, traceId: TRACE });
  });

  it("made up wrongly is none", () => {
    const parent = { traceId: "x", spanId: "y", isRecorded: true, state: undefined };
    expect(withRemoteParent(parent, work)).toMatch(/^[0-9a-f]{32}$/);
  });

  it("has its other vendors' state handed on", () => {
    const parent = extract({ traceparent: HEADER, tracestate: "dd=s:1 , clew=1,congo=t61" });
    expect(parent?.state).toBe("dd=s:1,congo=t61");
    const inside = traceable("tool")(() => inject());
    const around = traceable("agent")(() => inside());
    expect(withRemoteParent(parent, around)).toMatchObject({ tracestate: "dd=s:1,congo=t61" });
  });

  it("is not recorded here when Clew does not record it there, whatever others say", async () => {
    const other = extract({ traceparent: `00-${TRACE}-${SPAN}-00`, tracestate: "dd=s:0" });
    expect(other?.isRecorded).toBe(true);
    await collector.reset({ sampleRate: 0 });
    const headers = startSpan("call").run(() => inject({}));
    expect(headers).toMatchObject({
      traceparent: expect.stringMatching(/-00$/) as string,
      tracestate: "clew=0",
    });
    await collector.reset();
    withRemoteParent(extract(headers as Record<string, string>), work);
    expect(await collector.trees()).toEqual([]);
    expect(health().unsampledTraces).toBe(1);
  });
});
