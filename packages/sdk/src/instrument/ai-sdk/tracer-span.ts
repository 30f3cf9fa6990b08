/** Spans of the AI SDK 5 and 6: begun by a name with attributes, ended by what their action or stream came to. */
import { currentScope, type Scope } from "../../context.ts";
import type { SpanFields } from "../../fields.ts";
import type { LiveSpan } from "../../span.ts";
import { beginSpan, failSpan, safely } from "../begin.ts";
import { members, type Members, parsed } from "../read.ts";
import {
  modelEvent,
  runInput,
  runOutput,
  runPerson,
  runTemplate,
  toolTemplate,
  vectorTemplate,
} from "./attributes.ts";
import { beginModelCall } from "./model-call.ts";
import { aiUsage } from "./read.ts";

/** A span in OpenTelemetry's form, as far as the AI SDK uses it. */
export interface ClewTracerSpan {
  spanContext(): { traceId: string; spanId: string; traceFlags: number };
  setAttribute(key: string, value: unknown): this;
  setAttributes(attributes: object): this;
  addEvent(): this;
  addLink(): this;
  addLinks(): this;
  setStatus(): this;
  updateName(): this;
  end(): void;
  isRecording(): boolean;
  recordException(exception: unknown): void;
}

/** What the AI SDK has told of a span since its start. */
interface Told {
  readonly attributes: Members;
  readonly exception: unknown;
}

/** How a span ends. */
interface Course {
  readonly span: LiveSpan;
  /** What its action came to, and what was told of it; absent where that is only the beginning. */
  readonly settle?: (value: unknown, told: Told) => void;
  readonly fail: (error: unknown) => void;
  /** The AI SDK has ended it; absent where `settle` does. */
  readonly end?: (attributes: Members) => void;
  /** Nobody will end it any more. */
  readonly leave: () => void;
}

const SAMPLED = 1;

/** Courses whose end nobody has told yet. */
const open = new Set<Course>();
/** The AI SDK holds a span for as long as it may still end it. */
const dropped = new FinalizationRegistry<Course>(leave);

/** Nothing can go on any more: what is still open now was left. */
export function leaveOpenSpans(): void {
  for (const course of open) leave(course);
}

function leave(course: Course): void {
  open.delete(course);
  safely(() => course.leave());
}

export class ToldSpan implements ClewTracerSpan, Told {
  private readonly course: Course | undefined;
  readonly attributes: Record<string, unknown>;
  exception: unknown;

  constructor(name: string, attributes: Members, isOutputWanted: boolean) {
    this.attributes = { ...attributes };
    const course = safely(() => courseOf(name, attributes, isOutputWanted));
    this.course = course;
    if (course === undefined) return;
    open.add(course);
    dropped.register(this, course);
  }

  /** Where what happens inside belongs; undefined when tracing is off. */
  get scope(): Scope | undefined {
    return this.course?.span;
  }

  /** What the action it was begun for came to. */
  settle(value: unknown): void {
    const { course } = this;
    if (course?.settle === undefined) return;
    if (course.end === undefined) open.delete(course);
    course.settle(value, this);
  }

  /** What the action threw. */
  fail(error: unknown): void {
    if (this.course === undefined) return;
    open.delete(this.course);
    this.course.fail(error);
  }

  end(): void {
    const { course, exception } = this;
    if (course?.end === undefined) return;
    open.delete(course);
    safely(() =>
      exception === undefined ? course.end?.(this.attributes) : course.fail(exception),
    );
  }

  spanContext(): { traceId: string; spanId: string; traceFlags: number } {
    const { traceId = "0".repeat(32), spanId = "0".repeat(16) } = this.course?.span ?? {};
    return { traceId, spanId, traceFlags: this.isRecording() ? SAMPLED : 0 };
  }

  setAttribute(key: string, value: unknown): this {
    this.attributes[key] = value;
    return this;
  }

  setAttributes(attributes: object): this {
    Object.assign(this.attributes, attributes);
    return this;
  }

  isRecording(): boolean {
    return this.course?.span.isRecorded ?? false;
  }

  recordException(exception: unknown): void {
    this.exception = exception;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }
}

function courseOf(name: string, attributes: Members, isOutputWanted: boolean): Course | undefined {
  const operation = name.split(" ")[0] ?? name;
  if (/\.do(Generate|Stream)$/.test(operation)) return modelCourse(attributes, isOutputWanted);
  if (operation === "ai.toolCall") {
    const input = parsed(attributes["ai.toolCall.args"]);
    return plainCourse(beginSpan(toolTemplate(attributes), input), (value, span, told) => {
      const { output, error = told.exception } = members(value);
      const result = output ?? parsed(told.attributes["ai.toolCall.result"]);
      if (error !== undefined) failSpan(span, error);
      else span.end({ output: isOutputWanted ? result : undefined });
    });
  }
  if (/\.do(Embed|Rerank)$/.test(operation)) {
    return plainCourse(beginSpan(...vectorTemplate(operation, attributes)), (value, span) => {
      const { embedding, embeddings, ranking, usage } = members(value);
      const output = embeddings ?? ranking ?? [embedding];
      span.end({ usage: aiUsage(usage), output: isOutputWanted ? output : undefined });
    });
  }
  return runCourse(operation, attributes, isOutputWanted);
}

function modelCourse(attributes: Members, isOutputWanted: boolean): Course | undefined {
  const event = modelEvent(attributes, isOutputWanted);
  const run = currentScope()?.span;
  const onLeft = (): void => run?.update({ status: "cancelled" });
  const call = beginModelCall({ event, parameters: undefined, onLeft });
  if (call === undefined) return undefined;
  return {
    span: call.span,
    settle: (value) => call.follow(members(value).result ?? value),
    fail: (error) => call.fail(error),
    leave: () => call.leave(),
  };
}

function runCourse(
  operation: string,
  attributes: Members,
  isOutputWanted: boolean,
): Course | undefined {
  const span = beginSpan(runTemplate(operation, attributes), runInput(attributes));
  if (span === undefined) return undefined;
  const person = runPerson(attributes);
  const end = (fields: SpanFields): void => span.end({ ...person, ...fields });
  const course = plainCourse(span, (value) => {
    const { text, object } = members(value);
    end({ output: isOutputWanted ? text || object : undefined });
  });
  if (!operation.startsWith("ai.stream") || course === undefined) return course;
  const { settle: _begun, ...streamed } = course;
  return { ...streamed, end: (told) => end({ output: runOutput(told) }) };
}

function plainCourse(
  span: LiveSpan | undefined,
  settle: (value: unknown, span: LiveSpan, told: Told) => void,
): Course | undefined {
  if (span === undefined) return undefined;
  return {
    span,
    settle: (value, told) => settle(value, span, told),
    fail: (error) => failSpan(span, error),
    leave: () => span.end({ status: "cancelled" }),
  };
}
