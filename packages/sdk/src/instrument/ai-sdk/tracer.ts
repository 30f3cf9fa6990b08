/** The AI SDK 5 and 6 take a tracer of OpenTelemetry's form: this one makes Clew's spans of what it is told. */
import { safely } from "../begin.ts";
import { runInScope } from "../../context.ts";
import { members } from "../read.ts";
import { type ClewTracerSpan, ToldSpan } from "./tracer-span.ts";

/** What a span is begun with. */
export interface SpanSettings {
  readonly attributes?: object;
}

/** A tracer in OpenTelemetry's form, as far as the AI SDK uses it. */
export interface ClewTracer {
  startSpan(name: string, options?: SpanSettings): ClewTracerSpan;
  startActiveSpan<F extends (span: ClewTracerSpan) => unknown>(
    name: string,
    action: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: ClewTracerSpan) => unknown>(
    name: string,
    options: SpanSettings,
    action: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: ClewTracerSpan) => unknown>(
    name: string,
    options: SpanSettings,
    context: unknown,
    action: F,
  ): ReturnType<F>;
}

/** Makes a tracer. `isOutputWanted` false keeps answers and results off the wire. */
export function createTracer(isOutputWanted: boolean): ClewTracer {
  const startSpan = (name: string, options?: SpanSettings): ToldSpan =>
    new ToldSpan(name, members(options?.attributes), isOutputWanted);

  const startActiveSpan: ClewTracer["startActiveSpan"] = (name: string, ...rest: unknown[]) => {
    const action = rest.at(-1) as (span: ClewTracerSpan) => unknown;
    const span = startSpan(name, rest.length > 1 ? members(rest[0]) : undefined);
    const { scope } = span;
    if (scope === undefined) return action(span);
    const result = runInScope(scope, () => action(span), undefined, []);
    if (result instanceof Promise) {
      void result.then(
        (value: unknown) => safely(() => span.settle(value)),
        (error: unknown) => safely(() => span.fail(error)),
      );
    }
    return result;
  };
  return { startSpan, startActiveSpan };
}
