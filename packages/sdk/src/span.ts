/**
 * A live span: the hot path. Starting writes a record with the input, ending writes one with the output; what happens
 * in between writes its own. The object itself keeps ids, kind and a few flags, nothing of the program's values.
 */
import { isModelCall, SPAN_FIELDS, type SpanKind, type Usage } from "@clew/model";
import type { Capture } from "./capture/capture.ts";
import { describeError } from "./capture/error.ts";
import type { Parameters } from "./capture/parameters.ts";
import { type Client, currentClient } from "./client.ts";
import { microsNow } from "./clock.ts";
import { currentScope, type Inherited, type RemoteSpan, type Scope } from "./context.ts";
import type { SpanFields } from "./fields.ts";
import { formatSpanId, formatTraceId, newTraceId, randomWord, type TraceWords } from "./ids.ts";
import {
  writeError,
  writeLabel,
  writeMap,
  writeName,
  writeNumber,
  writeTags,
  writeTruncated,
  writeUsage,
} from "./record.ts";
import { type HeldTrace, placeTrace } from "./sampling.ts";
import type { SpanTemplate } from "./template.ts";

/** An input to capture: a value, or a call's arguments when `parameters` name them. */
export interface Input {
  readonly value: unknown;
  readonly parameters?: Parameters | undefined;
  /** Pointers of what an earlier capture of this value has cut. */
  readonly truncated?: readonly string[] | undefined;
}

interface Ending {
  readonly endTime?: number;
  readonly status: SpanFields["status"];
}

export class LiveSpan implements Scope {
  readonly client: Client;
  /** Where the trace is held back until it is known whether it is recorded. */
  readonly held: HeldTrace | undefined;
  readonly parent: LiveSpan | undefined;
  readonly kind: SpanKind;
  readonly inherited: Inherited | undefined;
  /** What this span goes on from, when it has no parent in this process but one elsewhere. */
  readonly remote: RemoteSpan | undefined;
  ended = false;
  /** A retry was needed, or a direct child failed: if this span still succeeds, it does so with a warning. */
  troubled = false;
  /** The program gave an output by itself, so the returned value is not it. */
  hasOutput = false;
  startTime = 0;
  /** The id, as 32-bit quarters and halves. */
  private readonly trace: TraceWords;
  private readonly high: number = randomWord();
  private readonly low: number = randomWord();
  private readonly project: string | undefined;
  private readonly environment: string | undefined;
  /** False when the trace is not sampled or there was no room for the span's start. */
  private recorded: boolean;
  private startRecord = 0;
  private usage: Usage | undefined;
  private status: SpanFields["status"];

  constructor(template: SpanTemplate, scope: Scope | undefined) {
    const parent = scope?.span;
    const inherited = scope?.inherited;
    this.parent = parent;
    this.kind = template.kind;
    this.inherited = inherited;
    if (parent === undefined) {
      const client = currentClient();
      this.client = client;
      const remote = scope?.remote;
      this.remote = remote;
      this.trace = remote?.trace ?? reservedTrace(scope) ?? newTraceId();
      const place = placeOf(client, this.kind, this.trace, remote);
      this.recorded = place !== undefined;
      this.held = place === client ? undefined : (place as HeldTrace | undefined);
      const { config } = client;
      const project = template.project ?? inherited?.project;
      this.project = project === config.project ? undefined : project;
      this.environment = template.environment ?? inherited?.environment;
    } else {
      this.client = parent.client;
      this.held = parent.held;
      this.remote = undefined;
      this.trace = parent.trace;
      this.recorded = parent.recorded;
      this.project = parent.project;
      this.environment = parent.environment;
    }
  }

  get span(): this {
    return this;
  }

  /** Where its records go and are counted. */
  private get sink(): Client | HeldTrace {
    return this.held ?? this.client;
  }

  /** True when the span's news reach the wire, or may do so. */
  get isRecorded(): boolean {
    return this.recorded;
  }

  /** 32 hex digits. */
  get traceId(): string {
    return formatTraceId(this.trace);
  }

  /** 16 hex digits. */
  get spanId(): string {
    return formatSpanId(this.high, this.low);
  }

  /** Writes the start record. Without an input none is captured. */
  start(template: SpanTemplate, input?: Input): void {
    this.startTime = microsNow();
    if (!this.recorded) return;
    const { buffer, health } = this.sink;
    const capture = buffer.open();
    if (capture === undefined) {
      this.recorded = false;
      return;
    }
    try {
      this.writeStart(capture, template, input);
      this.startRecord = buffer.commit();
      if (health.spans++ === 0) this.client.onFirstSpan();
    } catch (error) {
      buffer.abandon();
      health.internalError(error);
      this.recorded = false;
    }
  }

  /** Takes the start back, if nothing was written since: the span has not begun after all. */
  retract(): boolean {
    if (!this.recorded) return true;
    const { buffer, health } = this.sink;
    if (!buffer.retract(this.startRecord)) return false;
    health.spans--;
    return true;
  }

  /** Writes news of the span at once; only the given fields change. */
  update(fields: SpanFields): void {
    if (fields.status !== undefined) this.status = fields.status;
    if (fields.output !== undefined) this.hasOutput = true;
    if (fields.usage !== undefined) this.usage = { ...this.usage, ...fields.usage };
    if (!this.recorded) return;
    // Before the end the status is only noted: it may still change.
    this.record(fields, this.ended ? { status: fields.status } : undefined);
  }

  /** Ends the span; later calls do nothing. Without a status it is a success, or a warning after trouble. */
  end(fields: SpanFields = {}): void {
    if (this.ended) return;
    this.ended = true;
    if (fields.usage !== undefined) this.usage = { ...this.usage, ...fields.usage };
    const status = fields.status ?? this.status ?? (this.troubled ? "warning" : "success");
    if (status === "failed" && this.parent !== undefined) this.parent.troubled = true;
    if (!this.recorded) return;
    this.sink.health.ended++;
    const endTime = microsNow();
    const ending: Ending = { endTime, status };
    if (!this.record(fields, ending) && !this.sink.buffer.isClosed) {
      // An output that finds no room or cannot be written must not leave the span open for ever.
      this.record(undefined, ending);
    }
    const isRoot = this.parent === undefined;
    this.held?.onSpanEnd(status === "failed", isRoot, (endTime - this.startTime) / 1000);
    if (isRoot) this.tellEnd();
  }

  /** Ends the span as failed, or as cancelled, with what was thrown. */
  fail(thrown: unknown, fields: SpanFields = {}): void {
    this.end({ status: "failed", ...fields, error: thrown });
  }

  private tellEnd(): void {
    try {
      this.client.onRootEnd();
    } catch (error) {
      this.client.health.internalError(error);
    }
  }

  private writeStart(capture: Capture, template: SpanTemplate, input: Input | undefined): void {
    const { writer } = capture;
    this.writeKey(capture);
    writer.number(SPAN_FIELDS.parentSpanId);
    if (this.parent !== undefined) writer.id8(this.parent.high, this.parent.low);
    else if (this.remote !== undefined) writer.id8(this.remote.high, this.remote.low);
    else writer.null();
    writeName(capture, template.name);
    writeLabel(capture, "kind", template.kind);
    writeNumber(capture, "startTime", this.startTime);
    writeLabel(capture, "environment", this.environment);
    writeLabel(capture, "model", template.model);
    writeLabel(capture, "provider", template.provider);
    writeMap(capture, "generationInfo", template.generationInfo);
    writeMap(capture, "attributes", template.attributes);
    writeNumber(capture, "attempt", template.attempt);
    writeNumber(capture, "slowMs", template.slowMs);
    this.writeInherited(capture, template);
    if (input !== undefined && (input.value !== undefined || input.parameters !== undefined)) {
      writer.number(SPAN_FIELDS.input);
      if (input.truncated !== undefined) capture.truncated.push(...input.truncated);
      if (input.parameters === undefined) capture.value(input.value, "input");
      else capture.arguments(input.value as readonly unknown[], input.parameters, "input");
    }
    writeTruncated(capture);
  }

  private writeInherited(capture: Capture, template: SpanTemplate): void {
    const { inherited } = this;
    if (inherited === undefined) {
      writeTags(capture, template.tags);
      writeMap(capture, "metadata", template.metadata);
      return;
    }
    writeLabel(capture, "session", inherited.session);
    writeLabel(capture, "user", inherited.user);
    writeTags(capture, unite(inherited.tags, template.tags));
    writeMap(capture, "metadata", merge(inherited.metadata, template.metadata));
  }

  private writeFields(capture: Capture, fields: SpanFields): void {
    writeName(capture, fields.name);
    writeLabel(capture, "model", fields.model);
    writeLabel(capture, "provider", fields.provider);
    writeLabel(capture, "finishReason", fields.finishReason);
    writeLabel(capture, "session", fields.session);
    writeLabel(capture, "user", fields.user);
    writeMap(capture, "generationInfo", fields.generationInfo);
    writeMap(capture, "metadata", fields.metadata);
    writeMap(capture, "attributes", fields.attributes);
    writeTags(capture, fields.tags);
    if (fields.usage !== undefined) writeUsage(capture, this.usage);
    writeNumber(capture, "timeToFirstChunkMs", fields.timeToFirstChunkMs);
    writeNumber(capture, "chunkCount", fields.chunkCount);
    if (fields.error !== undefined) writeError(capture, describeError(fields.error));
    if (fields.output !== undefined) {
      capture.writer.number(SPAN_FIELDS.output);
      capture.value(fields.output, "output");
    }
    writeTruncated(capture);
  }

  /** Writes one further record; false when it was refused or could not be written. Without fields it is a bare one. */
  private record(fields: SpanFields | undefined, ending: Ending | undefined): boolean {
    const { buffer, health } = this.sink;
    const capture = buffer.open(fields === undefined);
    if (capture === undefined) return false;
    try {
      this.writeKey(capture);
      writeNumber(capture, "endTime", ending?.endTime);
      writeLabel(capture, "status", ending?.status);
      if (fields !== undefined) this.writeFields(capture, fields);
      buffer.commit();
      return true;
    } catch (error) {
      buffer.abandon();
      health.internalError(error);
      return false;
    }
  }

  private writeKey(capture: Capture): void {
    const { writer } = capture;
    const [a, b, c, d] = this.trace;
    writer.number(SPAN_FIELDS.traceId);
    writer.id16(a, b, c, d);
    writer.number(SPAN_FIELDS.spanId);
    writer.id8(this.high, this.low);
    writeLabel(capture, "project", this.project);
  }
}

/** The innermost live span of the running code. */
export function currentSpan(): LiveSpan | undefined {
  return currentScope()?.span;
}

/** The innermost span that is a call of a model: the running code's own, or the nearest around it. */
export function currentModelCall(): LiveSpan | undefined {
  let span = currentSpan();
  while (span !== undefined && !isModelCall(span.kind)) span = span.parent;
  return span;
}

function reservedTrace(scope: Scope | undefined): TraceWords | undefined {
  const reservation = scope?.reservation;
  if (reservation === undefined || reservation.isTaken) return undefined;
  reservation.isTaken = true;
  return reservation.traceId;
}

/** The id's last quarter decides (other tracers put the time into the first), so that every part of a trace decides alike. */
function placeOf(
  client: Client,
  kind: SpanKind,
  trace: TraceWords,
  remote: RemoteSpan | undefined,
): Client | HeldTrace | undefined {
  if (!client.config.tracing) return undefined;
  const share = (trace[3] >>> 0) / 4_294_967_296;
  if (remote?.isRecorded !== false) return placeTrace(client, kind, share);
  client.health.unsampledTraces++;
  return undefined;
}

function unite(
  outer: readonly string[] | undefined,
  inner: readonly string[] | undefined,
): readonly string[] | undefined {
  if (outer === undefined || inner === undefined) return inner ?? outer;
  return [...new Set([...outer, ...inner])];
}

function merge<T extends object>(outer: T | undefined, inner: T | undefined): T | undefined {
  return outer === undefined || inner === undefined ? (inner ?? outer) : { ...outer, ...inner };
}
