/** Plain OpenTelemetry, as a careful user writes it by hand: inputs and outputs as JSON in GenAI attributes. */
import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Variant } from "../variant.ts";

export function createVariant(url: string): Variant {
  const processor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces` }));
  new NodeTracerProvider({ spanProcessors: [processor] }).register();
  const tracer = trace.getTracer("bench");
  return {
    trace:
      (kind, name, body) =>
      (...args) =>
        tracer.startActiveSpan(name, (span) => {
          span.setAttribute("gen_ai.operation.name", kind);
          span.setAttribute("gen_ai.input.messages", JSON.stringify(args));
          try {
            return watch(span, body(...args)) as ReturnType<typeof body>;
          } catch (error) {
            fail(span, error);
            throw error;
          }
        }),
    flush: () => processor.forceFlush(),
  };
}

function watch(span: Span, result: unknown): unknown {
  if (result instanceof Promise) return watchPromise(span, result);
  if (typeof result === "object" && result !== null && Symbol.asyncIterator in result) {
    return watchStream(span, result as AsyncGenerator);
  }
  finish(span, result);
  return result;
}

async function watchPromise(span: Span, promise: Promise<unknown>): Promise<unknown> {
  try {
    const value = await promise;
    finish(span, value);
    return value;
  } catch (error) {
    fail(span, error);
    throw error;
  }
}

/** The body runs in the span's context at every step, and the consumer outside of it. */
async function* watchStream(span: Span, stream: AsyncGenerator): AsyncGenerator<unknown, void> {
  const inside = trace.setSpan(context.active(), span);
  const chunks: unknown[] = [];
  try {
    for (;;) {
      const step = await context.with(inside, () => stream.next());
      if (step.done === true) break;
      chunks.push(step.value);
      yield step.value;
    }
    finish(span, chunks);
  } catch (error) {
    fail(span, error);
    throw error;
  }
}

function finish(span: Span, output: unknown): void {
  span.setAttribute("gen_ai.output.messages", JSON.stringify(output));
  span.end();
}

function fail(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
