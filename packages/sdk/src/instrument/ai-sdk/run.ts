/** One call of a function of the AI SDK (`generateText`, `embedMany`, …) and what is under way inside it. */
import type { Scope } from "../../context.ts";
import type { SpanFields } from "../../fields.ts";
import type { LiveSpan } from "../../span.ts";
import type { SpanTemplate } from "../../template.ts";
import { beginSpan, failSpan } from "../begin.ts";
import { isTimeout } from "../failure.ts";
import type { Members } from "../read.ts";
import type { ModelCall } from "./model-call.ts";

export class Run {
  readonly span: LiveSpan;
  /** Told with the run or its step, said of the model calls inside. */
  parameters: Members | undefined;
  /** The model call of the running step. */
  modelCall: ModelCall | undefined;
  private step: LiveSpan | undefined;
  /** Spans that end with news of their own, by the id those carry. */
  private readonly open = new Map<string, LiveSpan>();

  constructor(span: LiveSpan, parameters: Members | undefined) {
    this.span = span;
    this.parameters = parameters;
  }

  /** Where what begins now belongs. */
  get scope(): Scope {
    return this.step === undefined || this.step.ended ? this.span : this.step;
  }

  beginStep(template: SpanTemplate): LiveSpan | undefined {
    this.step = beginSpan(template, undefined, this.span);
    return this.step;
  }

  endStep(fields: SpanFields = {}): void {
    this.step?.end(fields);
  }

  failStep(error: unknown): void {
    if (this.step !== undefined) failSpan(this.step, error);
  }

  /** Opens a span that `take` gives back when its end is told. */
  begin(id: string, template: SpanTemplate, input: unknown): LiveSpan | undefined {
    const span = beginSpan(template, input, this.scope);
    if (span !== undefined) this.open.set(id, span);
    return span;
  }

  take(id: string): LiveSpan | undefined {
    const span = this.open.get(id);
    this.open.delete(id);
    return span;
  }

  /** What is still open then has failed without news of its own: a try that was repeated. */
  end(fields: SpanFields): void {
    for (const span of this.open.values()) span.end({ status: "failed" });
    this.endStep();
    this.span.end(fields);
  }

  fail(error: unknown): void {
    for (const span of this.open.values()) failSpan(span, error);
    this.failStep(error);
    failSpan(this.span, error);
  }

  /** The caller gave it up, unless it was the clock. News may come after the span has ended. */
  abort(reason: unknown): void {
    if (isTimeout(reason)) {
      if (this.span.ended) this.span.update({ status: "failed", error: reason });
      else this.fail(reason);
      return;
    }
    this.modelCall?.leave();
    for (const span of [...this.open.values(), this.step, this.span]) {
      span?.end({ status: "cancelled" });
    }
  }
}
