/** Spans made by hand, where no function stands for the work. */
import type { SpanKind } from "@clew/model";
import { currentScope, runInScope } from "../context.ts";
import type { SpanFields } from "../fields.ts";
import { LiveSpan } from "../span.ts";
import { isCancellation } from "./cancel.ts";
import { createMark, type TraceableOptions } from "./mark.ts";

/** Options of `startSpan`; any other member is as in `traceable`. */
export interface StartSpanOptions extends TraceableOptions {
  /** What the span is. Default `generic`. */
  kind?: SpanKind;
  /** Its input, captured now. Default: none. */
  input?: unknown;
}

/** A span under way. Ending it twice does nothing the second time. */
export interface ManualSpan extends Disposable {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
  /** Records news of the span at once. */
  update(fields: SpanFields): void;
  /** Calls `action` with this span as the running one: spans begun inside are its children. Does not end it. */
  run<R>(action: () => R): R;
  /** Ends it as a success (or as `fields.status` says). */
  end(fields?: SpanFields): void;
  /** Ends it as failed, or as cancelled for an AbortError. */
  fail(error: unknown, fields?: SpanFields): void;
}

/**
 * Starts a span under the running one. It must be ended, by `end`, `fail` or `using`.
 *
 *     using span = startSpan("rebuild index", { kind: "tool", input: { shards: 4 } });
 *     await span.run(() => rebuild());
 */
export function startSpan(name: string, options: StartSpanOptions = {}): ManualSpan {
  const { kind = "generic", input, ...rest } = options;
  const { template } = createMark(kind, { ...rest, name }, startSpan);
  const span = new LiveSpan(template, currentScope());
  span.start(template, input === undefined ? undefined : { value: input });
  return new OpenSpan(span);
}

class OpenSpan implements ManualSpan {
  private readonly span: LiveSpan;

  constructor(span: LiveSpan) {
    this.span = span;
  }

  get traceId(): string {
    return this.span.traceId;
  }

  get spanId(): string {
    return this.span.spanId;
  }

  update(fields: SpanFields): void {
    guarded(this.span, () => this.span.update(fields));
  }

  run<R>(action: () => R): R {
    return runInScope(this.span, action, undefined, []);
  }

  end(fields?: SpanFields): void {
    guarded(this.span, () => this.span.end(fields));
  }

  fail(error: unknown, fields?: SpanFields): void {
    const outcome = isCancellation(error, []) ? { status: "cancelled" as const } : {};
    guarded(this.span, () => this.span.fail(error, { ...outcome, ...fields }));
  }

  [Symbol.dispose](): void {
    this.span.end();
  }
}

/** Getters among the given fields are the program's, yet must not throw into it from here. */
function guarded(span: LiveSpan, action: () => void): void {
  try {
    action();
  } catch (error) {
    span.client.health.internalError(error);
  }
}
