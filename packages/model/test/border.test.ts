import { describe, expect, it } from "vitest";
import {
  decodeBatch,
  decodeJsonBatch,
  encodeBatch,
  formatTime,
  type Json,
  LIMITS,
  parseTime,
  parseTraceId,
  WireError,
} from "@clew/model";

const ids = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const decodeSpan = (span: Record<string, unknown>) =>
  decodeJsonBatch({ spans: [{ ...ids, ...span }] });
const wire = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const OPEN = "d9d9f7 d90100 9f bf0001ff";

describe("a JSON span", () => {
  it.each([
    [{ traceId: "xyz" }, "`traceId`"],
    [{ traceId: "0".repeat(32) }, "`traceId`"],
    [{ spanId: 7 }, "`spanId`"],
    [{ parentSpanId: ids.spanId }, "`parentSpanId` is the span itself"],
    [{ kind: "banana" }, "`kind` is not one of llm, embedding"],
    [{ status: "ok" }, "`status`"],
    [{ startTime: "yesterday" }, "`startTime`"],
    [{ endTime: -1 }, "`endTime`"],
    [{ usage: { input: -4 } }, "`usage.input`"],
    [{ usage: { output: "21" } }, "`usage.output`"],
    [{ tags: "a" }, "`tags`"],
    [{ metadata: [] }, "`metadata`"],
    [{ model: "" }, "`model`"],
    [{ error: "boom" }, "`error`"],
    [{ timeToFirstChunkMs: -0.5 }, "`timeToFirstChunkMs`"],
  ])("with %j is rejected by name", (fields, reason) => {
    const decoded = decodeSpan(fields);
    expect(decoded.spans).toEqual([]);
    expect(decoded.rejected[0]?.reason).toContain(reason);
  });

  it("leaves the good ones of its batch alone", () => {
    const decoded = decodeJsonBatch({ spans: [{ ...ids, name: "kept" }, { spanId: "bad" }, null] });
    expect(decoded.spans.map((span) => span.name)).toEqual(["kept"]);
    expect(decoded.rejected.map((item) => item.index)).toEqual([1, 2]);
  });

  it("keeps __proto__ and constructor as plain keys", () => {
    const metadata = JSON.parse('{"__proto__": {"polluted": 1}, "constructor": "x"}') as Json;
    const [span] = decodeBatch(
      encodeBatch({ resource: {}, spans: decodeSpan({ metadata }).spans }),
    ).spans;
    expect(Object.keys(span?.metadata ?? {})).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it("cuts nesting that JSON tools could not write", () => {
    let value: Json = "core";
    for (let depth = 0; depth < 5000; depth++) value = [value];
    const text = JSON.stringify(decodeSpan({ input: value }).spans[0]?.input);
    expect(text).toContain('{"$type":"Depth"}');
    expect(text.match(/\[/g)).toHaveLength(LIMITS.valueDepth);
  });

  it.each([null, 7, "x", [], {}, { spans: {} }])("body %j is refused", (body) => {
    expect(() => decodeJsonBatch(body)).toThrow(WireError);
  });
});

describe("a binary batch", () => {
  it.each([
    ["", "expected tag|ends early"],
    ["00", "expected tag"],
    ["d9d9f7 d90100 a0", "expected an array"],
    ["d9d9f7 d90100 80", "no resource"],
    ["d9d9f7 d90100 9f bf0002ff ff", "unknown wire version 2"],
    [`${OPEN} bf0a9b00ffffffffffffff`, "ends early"],
    [`${OPEN} bf097b00000001000000000000`, "ends early"],
    [`${OPEN} bf09d81905ffff`, "points nowhere"],
    [`${OPEN} bf0961ffffff`, "not UTF-8"],
    [`${OPEN} bf09f8ffffff`, "unknown simple value"],
    [`${OPEN} bf095f41004100ffffff`, "unknown length"],
    [`${OPEN} bf09${"81".repeat(500)}00ffff`, "nested too deep"],
    [`${OPEN} ff00`, "bytes after the end"],
    [`${OPEN} bf09ffff`, "unexpected break"],
  ])("%s is refused: %s", (hex, message) => {
    expect(() => decodeBatch(wire(hex))).toThrow(new RegExp(message));
  });

  it("does not expand a string table bomb", () => {
    const word = "w".repeat(1_000_000);
    const head = encodeBatch({ resource: {}, spans: [{ ...ids, input: [word] } as never] });
    const reference = "d81902".repeat(400);
    const bytes = Buffer.concat([head.subarray(0, -1), wire(`bf0999 0190 ${reference} ff ff`)]);
    expect(() => decodeBatch(bytes)).toThrow(/expand too far/);
  });

  it("reads what other CBOR encoders write: half floats, big numbers, tags, definite maps", () => {
    const id = `0150${ids.traceId}0248${ids.spanId}`;
    const value = "87 f93c00 fa3fc00000 c11a514b67b0 f97e00 1bffffffffffffffff f7 c243010000";
    const [span] = decodeBatch(wire(`${OPEN} a3 ${id} 09 ${value} ff`)).spans;
    expect(span?.input).toEqual([
      1,
      1.5,
      1363896240,
      { $type: "Number", value: "NaN" },
      18446744073709552000,
      null,
      { $type: "Uint8Array", length: 3 },
    ]);
  });
});

describe("ids and times", () => {
  it("takes hex in either case and refuses zeros", () => {
    expect(parseTraceId("0AF7651916CD43DD8448EB211C80319C")).toBe(ids.traceId);
    expect(parseTraceId("0".repeat(32))).toBeNull();
  });

  it.each([
    ["2026-11-21T09:30:00.123456Z", "2026-11-21T09:30:00.123456Z"],
    ["2026-11-21T09:30:00+02:00", "2026-11-21T07:30:00.000000Z"],
    ["2026-11-21", "2026-11-21T00:00:00.000000Z"],
    ["2026-11-21T09:30", "2026-11-21T09:30:00.000000Z"],
    ["1970-01-01T00:00:00.0000019Z", "1970-01-01T00:00:00.000001Z"],
  ])("reads %s", (text, expected) => {
    const time = parseTime(text);
    expect(time === null ? null : formatTime(time)).toBe(expected);
  });

  it.each(["", "now", "2026-13-01", "2026-11-21T25:00Z", -5, 1.5, Number.NaN, null, {}])(
    "refuses %j",
    (value) => expect(parseTime(value)).toBeNull(),
  );
});
