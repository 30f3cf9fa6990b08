/**
 * One call of a traced function: its span from the arguments to the end. Integrations open one with a mark of their own
 * (a template per call, `fields` and `collector` that read the provider's answers), run the client's method in the
 * span's scope and have `observe` follow what it returns.
 */
import { decodeBatch, SPAN_FIELDS, TYPE_KEY, WireWriter, writeResource } from "@clew/model";
import { Capture } from "../capture/capture.ts";
import { describeError } from "../capture/error.ts";
import { currentClient, existingClient } from "../client.ts";
import { currentScope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import { type Input, LiveSpan } from "../span.ts";
import { isCancellation } from "./cancel.ts";
import type { Mark } from "./mark.ts";

const NO_INPUT: Input = { value: undefined };

export class TracedCall {
  readonly span: LiveSpan;
  readonly mark: Mark;
  private readonly args: readonly unknown[];
  /** The input of a span whose start was put off, as it was at the call. */
  private deferred: Input | undefined;

  constructor(mark: Mark, args: readonly unknown[], span: LiveSpan) {
    this.mark = mark;
    this.args = args;
    this.span = span;
  }

  /** True while the start is put off. */
  get isDeferred(): boolean {
    return this.deferred !== undefined;
  }

  /**
   * Puts the start off until `begin`: what was called only made an iterator, and may never run. Not possible once
   * the function's body has written spans of its own.
   */
  defer(): void {
    const { span } = this;
    if (!span.retract()) return;
    this.deferred = span.isRecorded ? snapshot(inputOf(this.mark, this.args)) : NO_INPUT;
  }

  /** Starts a span whose start was put off. */
  begin(): void {
    const input = this.deferred;
    if (input === undefined) return;
    this.deferred = undefined;
    this.span.start(this.mark.template, input);
  }

  /** Ends the span with the value the function came to. */
  succeed(value: unknown): void {
    const { span, mark } = this;
    if (span.ended) return;
    try {
      span.end(this.withoutOutput(mark.fields?.(value) ?? { output: value }));
    } catch {
      span.client.health.internalErrors++;
      this.end({});
    }
  }

  /** Ends the span with what was thrown; `fields` tell how far it had come. */
  fail(thrown: unknown, fields?: SpanFields): void {
    const { span } = this;
    if (span.ended) return;
    try {
      const status = isCancellation(thrown, this.args) ? "cancelled" : "failed";
      span.fail(thrown, { ...this.withoutOutput(fields ?? {}), status });
    } catch {
      // Such as no stack being left: the program's own error must get through, so nothing is called here.
      span.client.health.internalErrors++;
    }
  }

  /** Ends the span with the given fields. */
  end(fields: SpanFields): void {
    try {
      this.span.end(this.withoutOutput(fields));
    } catch {
      this.span.client.health.internalErrors++;
    }
  }

  private withoutOutput(fields: SpanFields): SpanFields {
    if (this.mark.captureOutput && !this.span.hasOutput) return fields;
    return { ...fields, output: undefined };
  }
}

/** Opens the span of a call. Undefined when tracing is off; never throws. */
export function beginCall(mark: Mark, args: readonly unknown[]): TracedCall | undefined {
  try {
    const scope = currentScope();
    const client = scope?.span?.client ?? currentClient();
    if (!client.config.tracing) return undefined;
    const span = new LiveSpan(mark.template, scope);
    span.start(mark.template, span.isRecorded ? inputOf(mark, args) : undefined);
    return new TracedCall(mark, args, span);
  } catch (error) {
    existingClient()?.health.internalError(error);
    return undefined;
  }
}

function inputOf(mark: Mark, args: readonly unknown[]): Input | undefined {
  if (!mark.captureInput) return undefined;
  if (mark.inputs === undefined && args.length === 0) return undefined;
  if (mark.inputs === undefined) return { value: args, parameters: mark.parameters() };
  try {
    return { value: Reflect.apply(mark.inputs, undefined, args) };
  } catch (error) {
    // The mapper may be there to hide something: what it failed on is not shown instead.
    return { value: { [TYPE_KEY]: "Unreadable", message: describeError(error).message } };
  }
}

/** The input as it is now, apart from the program's objects: written once and read back. */
function snapshot(input: Input | undefined): Input {
  if (input === undefined) return NO_INPUT;
  const writer = new WireWriter(new Uint8Array(1024));
  const capture = new Capture(writer);
  writer.openBatch();
  writeResource(writer, {});
  writer.openMap();
  writer.number(SPAN_FIELDS.traceId);
  writer.id16(1, 1, 1, 1);
  writer.number(SPAN_FIELDS.spanId);
  writer.id8(1, 1);
  writer.number(SPAN_FIELDS.input);
  if (input.parameters === undefined) capture.value(input.value, "input");
  else capture.arguments(input.value as readonly unknown[], input.parameters, "input");
  writer.close();
  writer.close();
  const { spans } = decodeBatch(writer.bytes.subarray(0, writer.offset));
  return { value: spans[0]?.input, truncated: capture.truncated };
}
