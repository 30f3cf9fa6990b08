/** Spans as an agent makes them: traces of five, with growing chats, about 3 KB a span. */
import { randomBytes } from "node:crypto";
import { zstdCompressSync } from "node:zlib";
import {
  encodeBatch,
  type Json,
  type Micros,
  parseSpanId,
  parseTraceId,
  type SpanKind,
  type SpanPatch,
} from "@clew/model";
import { chat, createWriter } from "../text.ts";

/** Batches ready to be sent, compressed as the SDK does. */
export interface Load {
  readonly bodies: readonly Buffer[];
  readonly spans: number;
  /** Before compression. */
  readonly bytesPerSpan: number;
}

const MODELS = ["gpt-4o-mini", "gpt-4o", "gpt-5-mini"];
const SPANS_PER_TRACE = 5;

interface Step {
  kind: SpanKind;
  name: string;
  input: Json;
  output: Json;
}

/** Batches of `batch` spans, each span as the SDK sends it: a start with the input, an end with the output. */
export function prepareLoad(spans: number, batch: number): Load {
  const write = createWriter(spans);
  const bodies: Buffer[] = [];
  let bytes = 0;
  let waiting: SpanPatch[] = [];
  const flush = (): void => {
    const encoded = encodeBatch({
      resource: { project: "bench", environment: "benchmark", sdkName: "@clew/sdk" },
      spans: waiting,
    });
    bytes += encoded.length;
    bodies.push(zstdCompressSync(encoded));
    waiting = [];
  };
  for (let made = 0; made < spans; made += SPANS_PER_TRACE) {
    waiting.push(...trace(write, made));
    if (waiting.length >= batch * 2) flush();
  }
  if (waiting.length > 0) flush();
  return { bodies, spans, bytesPerSpan: bytes / spans };
}

function trace(write: (characters: number) => string, made: number): SpanPatch[] {
  const traceId = parseTraceId(randomBytes(16).toString("hex"));
  if (traceId === null) throw new Error("an id of zeros");
  const question = write(300);
  const answer = write(900);
  const history = chat(write, 4, 2400);
  const steps: Step[] = [
    { kind: "agent", name: "support-agent", input: { question }, output: { answer } },
    { kind: "retriever", name: "search", input: { query: question }, output: documents(write) },
    llm([...history, { role: "user", content: question }], write(250)),
    { kind: "tool", name: "lookup_order", input: { id: made }, output: { status: write(200) } },
    llm([...history, { role: "user", content: question + write(400) }], answer),
  ];
  const ids = steps.map(() => parseSpanId(randomBytes(8).toString("hex")));
  const start = (Date.now() - 60_000) * 1000 + made;
  return steps.flatMap(({ kind, name, input, output }, index): SpanPatch[] => {
    const spanId = ids[index];
    if (spanId === null || spanId === undefined) throw new Error("an id of zeros");
    const parentSpanId = index === 0 ? null : (ids[0] ?? null);
    const model = MODELS[made % MODELS.length] ?? "gpt-4o";
    const ends = { traceId, spanId, endTime: (start + 500_000 + index) as Micros, output };
    return [
      {
        traceId,
        spanId,
        parentSpanId,
        name,
        kind,
        startTime: (start + index) as Micros,
        input,
        ...(index === 0
          ? { session: `session-${made % 500}`, user: `user-${made % 100}`, tags: ["bench"] }
          : {}),
        ...(kind === "llm"
          ? { model, provider: "openai", generationInfo: { temperature: 0.2 } }
          : {}),
      },
      kind === "llm"
        ? { ...ends, usage: { input: 900, output: 200, cacheRead: 400 }, finishReason: "stop" }
        : ends,
    ];
  });
}

function llm(messages: readonly Json[] | ReturnType<typeof chat>, content: string): Step {
  return {
    kind: "llm",
    name: "chat",
    input: { messages: messages.map((message) => ({ ...(message as Record<string, Json>) })) },
    output: { role: "assistant", content },
  };
}

function documents(write: (characters: number) => string): Json {
  return Array.from({ length: 4 }, (_, index) => ({
    id: `doc-${index}`,
    score: 0.9 - index / 10,
    text: write(1250),
  }));
}
