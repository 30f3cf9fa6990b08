import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeBatch,
  decodeJsonBatch,
  encodeBatch,
  type Json,
  LIMITS,
  parseSpanId,
  parseTraceId,
  RUN_STATUSES,
  SPAN_KINDS,
  type SpanBatch,
  type SpanPatch,
  toMicros,
  SPAN_FIELDS,
  WireError,
  WireWriter,
  writeJson,
  writeResource,
} from "@clew/model";

const hex = (digits: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`)).filter((id) => !/^0+$/.test(id));
const wellFormed = (maxLength: number) => fc.string({ unit: "grapheme", maxLength });
const label = wellFormed(20).filter((text) => text !== "");
const json = fc
  .jsonValue({ maxDepth: 5, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll(/\\ud[0-9a-f]{3}/gi, "x")) as Json);
const jsonMap = fc.dictionary(wellFormed(8), json, { maxKeys: 6 });
const micros = fc.nat({ max: Number.MAX_SAFE_INTEGER }).map((value) => toMicros(value) as never);
const count = fc.nat();
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const spanPatch = fc
  .record({
    traceId: hex(32).map((id) => parseTraceId(id) as never),
    spanId: hex(16).map((id) => parseSpanId(id) as never),
    parentSpanId: optional(fc.option(hex(16).map((id) => parseSpanId(id) as never))),
    name: optional(wellFormed(40)),
    kind: optional(fc.constantFrom(...SPAN_KINDS)),
    startTime: optional(micros),
    endTime: optional(micros),
    status: optional(fc.constantFrom(...RUN_STATUSES)),
    input: optional(json),
    output: optional(json),
    model: optional(label),
    provider: optional(label),
    generationInfo: optional(jsonMap),
    usage: optional(fc.record({ input: count, output: count, cacheRead: count })),
    error: optional(
      fc.record({ type: wellFormed(9), message: wellFormed(99), stack: wellFormed(99) }),
    ),
    metadata: optional(jsonMap),
    tags: optional(fc.array(wellFormed(9), { maxLength: 5 })),
    session: optional(label),
    user: optional(label),
    project: optional(label),
    environment: optional(label),
    attributes: optional(jsonMap),
    timeToFirstChunkMs: optional(fc.double({ min: 0, max: 1e9, noNaN: true }).map((n) => n + 0)),
    chunkCount: optional(count),
    attempt: optional(count),
    truncated: optional(fc.array(wellFormed(9), { maxLength: 5 })),
    finishReason: optional(label),
    slowMs: optional(count),
  })
  .filter((span) => span.parentSpanId !== span.spanId)
  .map(defined) as unknown as fc.Arbitrary<SpanPatch>;
const batch = fc.record({
  resource: fc
    .record({ project: optional(label), sdkName: optional(label), runtime: optional(label) })
    .map(defined),
  spans: fc.array(spanPatch, { maxLength: 40 }),
}) as fc.Arbitrary<SpanBatch>;

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

const LONG = "too long for the table by hash ".repeat(9);

describe("wire v1", () => {
  it("decodes what it encoded", () => {
    fc.assert(
      fc.property(batch, (value) => {
        const decoded = decodeBatch(encodeBatch(value));
        expect(decoded).toEqual({ ...value, rejected: [] });
      }),
      { numRuns: 300 },
    );
  });

  it("forgets what it wrote after a mark, also the strings that later references would point to", () => {
    const writer = new WireWriter(new Uint8Array(16));
    writer.openBatch();
    writeResource(writer, {});
    const { offset, tableCount } = writer;
    writeJson(writer, ["forgotten text", LONG, "other text"]);
    writer.rewind(offset, tableCount);
    writer.openMap();
    writer.number(SPAN_FIELDS.traceId);
    writer.id16(1, 2, 3, 4);
    writer.number(SPAN_FIELDS.spanId);
    writer.id8(5, 6);
    writer.number(SPAN_FIELDS.input);
    writer.openSequence();
    const texts = ["other text", "forgotten text", LONG, "other text", LONG];
    for (const text of texts) writer.text(text);
    writer.close();
    writer.close();
    writer.close();
    const decoded = decodeBatch(writer.bytes.subarray(0, writer.offset));
    expect(decoded.spans[0]?.input).toEqual(texts);
  });

  it("writes a long text once, also when it comes from two places", () => {
    const text = (): string => ["a prompt ", "that is said again. ".repeat(500)].join("");
    const value = [text(), "x", text(), `${text()} And said on.`, text()];
    const bytes = encodeInput(value);
    expect(decodeInput(bytes)).toEqual(value);
    expect(bytes.length).toBeLessThan(text().length * 2 + 200);
  });

  it("tells texts apart that agree in length and in the characters looked at", () => {
    const texts = Array.from({ length: 2000 }, (_, index) => `${index}`.padStart(9, "-"));
    const value = [...texts, ...texts].map((text) => `${"=".repeat(40)}${text}${"=".repeat(200)}`);
    expect(decodeInput(encodeInput(value))).toEqual(value);
  });

  it("writes a text out again before references stand for more than a body may hold", () => {
    const text = "y".repeat(LIMITS.bodyBytes / 4);
    const value = Array.from({ length: 6 }, () => text);
    const bytes = encodeInput(value);
    expect(bytes.length).toBeGreaterThan(2 * text.length);
    expect(bytes.length).toBeLessThan(2 * text.length + 200);
    expect(decodeInput(bytes)).toEqual(value);
  });

  it("takes the same batch as JSON", () => {
    fc.assert(
      fc.property(batch, (value) => {
        expect(decodeJsonBatch(JSON.parse(JSON.stringify(value)))).toEqual({
          ...value,
          rejected: [],
        });
      }),
      { numRuns: 100 },
    );
  });

  it("answers any damaged batch with a WireError or a batch, never otherwise", () => {
    fc.assert(
      fc.property(
        batch,
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        (value, flips, cut) => {
          const bytes = encodeBatch(value);
          for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
          expect(
            typeof decodes(bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : bytes.length)),
          ).toBe("boolean");
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("answers any bytes with a WireError or a batch", () => {
    const magic = encodeBatch({ resource: {}, spans: [] }).subarray(0, 11);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        expect(typeof decodes(tail)).toBe("boolean");
        expect(typeof decodes(new Uint8Array([...magic, ...tail]))).toBe("boolean");
      }),
      { numRuns: 5000 },
    );
  });
});

function encodeInput(input: Json): Uint8Array {
  const ids = { traceId: parseTraceId("1".repeat(32)), spanId: parseSpanId("2".repeat(16)) };
  return encodeBatch({ resource: {}, spans: [{ ...ids, input } as SpanPatch] });
}

function decodeInput(bytes: Uint8Array): unknown {
  return decodeBatch(bytes).spans[0]?.input;
}

/** True when the bytes are a batch, false when they are refused; anything else throws. */
function decodes(bytes: Uint8Array): boolean {
  try {
    return decodeBatch(bytes).rejected.length >= 0;
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}
