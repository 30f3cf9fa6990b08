/** What the AI SDK 7 tells its telemetry integrations becomes spans: run, steps, model calls, tools, embeddings. */
import type { SpanKind } from "@clew/model";
import type { SpanFields } from "../../fields.ts";
import { runInScope } from "../../context.ts";
import { beginSpan, failSpan, safely } from "../begin.ts";
import { definedOnly, items, members, type Members, text } from "../read.ts";
import { adopt } from "./channel.ts";
import { beginModelCall, parametersOf } from "./model-call.ts";
import { aiUsage, answerFields, providerName } from "./read.ts";
import { Run } from "./run.ts";

/** A call of a model or tool that the AI SDK hands over to be run. */
export interface Execution<T> {
  readonly callId: string;
  readonly execute: () => PromiseLike<T>;
}

/** Functions that call a model once and tell nothing of that call itself. */
const SINGLE_CALLS: ReadonlySet<string> = new Set(["generateSpeech", "transcribe"]);
const AGENTS: ReadonlySet<string> = new Set([
  "generateText",
  "streamText",
  "generateObject",
  "streamObject",
]);

/** An integration for the AI SDK's `telemetry` settings. Its methods are called by the AI SDK. */
export class ClewTelemetry {
  private readonly runs = new Map<string, Run>();

  onStart(value: unknown): void {
    safely(() => {
      const event = members(value);
      const operation = (text(event.operationId) ?? "ai.call").split(".").at(-1) as string;
      const span = beginSpan(
        {
          kind: kindOf(operation),
          name: text(event.functionId) ?? operation,
          metadata: definedOnly({ ...members(event.runtimeContext) }),
          ...(SINGLE_CALLS.has(operation)
            ? { model: text(event.modelId), provider: providerName(event.provider) }
            : {}),
        },
        runInput(event),
      );
      if (span === undefined) return;
      this.runs.set(callIdOf(event), new Run(span, objectParameters(event)));
      adopt(span, event.callId);
    });
  }

  onStepStart(value: unknown): void {
    safely(() => {
      const event = members(value);
      const run = this.runOf(event);
      if (run === undefined) return;
      const { toolChoice, providerOptions } = event;
      run.parameters = definedOnly({ toolChoice, providerOptions });
      const step = run.beginStep({ kind: "generic", name: `step ${Number(event.stepNumber)}` });
      if (step !== undefined) adopt(step, event.callId);
    });
  }

  onStepEnd(event: unknown): void {
    safely(() => this.runOf(event)?.endStep());
  }

  onStepError(event: unknown): void {
    safely(() => this.runOf(event)?.failStep(members(event).error));
  }

  /** Runs the model's call inside its span, so that what the provider's client does belongs to it. */
  async executeLanguageModelCall<T>(event: Execution<T>): Promise<T> {
    const run = this.runOf(event);
    const call = safely(() =>
      beginModelCall(
        {
          event: members(event),
          parameters: run?.parameters,
          onLeft: () => run?.abort(undefined),
        },
        run?.scope,
      ),
    );
    if (call === undefined) return event.execute();
    if (run !== undefined) run.modelCall = call;
    try {
      const answer = await runInScope(call.span, event.execute, undefined, []);
      safely(() => call.follow(answer));
      return answer;
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }

  /** Runs a tool inside its span; its result is told by `onToolExecutionEnd`. */
  async executeTool<T>(event: Execution<T> & { readonly toolCallId: string }): Promise<T> {
    const { toolName, input } = members(members(event).toolCall);
    const span = safely(() =>
      this.runOf(event)?.begin(
        toolKey(event.toolCallId),
        {
          kind: "tool",
          name: text(toolName) ?? "tool",
          attributes: { "gen_ai.tool.call.id": event.toolCallId },
        },
        members(event).recordInputs === false ? undefined : input,
      ),
    );
    return span === undefined
      ? event.execute()
      : await runInScope(span, event.execute, undefined, []);
  }

  onToolExecutionEnd(value: unknown): void {
    safely(() => {
      const { toolOutput, toolCall } = members(value);
      const { type, output, error } = members(toolOutput);
      const span = this.runOf(value)?.take(toolKey(members(toolCall).toolCallId));
      if (span === undefined) return;
      if (type === "tool-error") failSpan(span, error);
      else span.end({ output });
    });
  }

  onObjectStepStart(value: unknown): void {
    safely(() => {
      const event = members(value);
      this.runOf(value)?.begin(
        "object",
        {
          kind: "llm",
          name: ["chat", text(event.modelId)].join(" ").trim(),
          model: text(event.modelId),
          provider: providerName(event.provider),
          generationInfo: this.runOf(value)?.parameters,
        },
        event.recordInputs === false ? undefined : { messages: event.promptMessages },
      );
    });
  }

  onObjectStepEnd(value: unknown): void {
    safely(() => {
      const event = members(value);
      const { objectText, reasoning, msToFirstChunk } = event;
      const content = [
        ...(text(reasoning) === undefined ? [] : [{ type: "reasoning", text: reasoning }]),
        ...(text(objectText) === undefined ? [] : [{ type: "text", text: objectText }]),
      ];
      this.runOf(value)
        ?.take("object")
        ?.end({
          ...answerFields({ ...event, content }, event.recordOutputs !== false),
          timeToFirstChunkMs: typeof msToFirstChunk === "number" ? msToFirstChunk : undefined,
        });
    });
  }

  onEmbedStart(value: unknown): void {
    this.beginPart("embedding", "embeddings", value);
  }

  onEmbedEnd(value: unknown): void {
    this.endPart(value, (event) => ({ output: event.embeddings, usage: aiUsage(event.usage) }));
  }

  onRerankStart(value: unknown): void {
    this.beginPart("rerank", "rerank", value);
  }

  onRerankEnd(value: unknown): void {
    this.endPart(value, (event) => ({ output: event.ranking }));
  }

  onEnd(event: unknown): void {
    safely(() => this.close(event, (run) => run.end(runOutput(members(event)))));
  }

  /** A stream that was left in silence: the AI SDK tells nobody, but in the end it lets go of it. */
  onDropped(callId: string): void {
    safely(() => this.close({ callId }, (run) => run.abort(undefined)));
  }

  /** Nothing can go on any more: what is still open now was left. */
  onExit(): void {
    for (const callId of this.runs.keys()) this.onDropped(callId);
  }

  onAbort(event: unknown): void {
    safely(() => this.close(event, (run) => run.abort(members(event).reason)));
  }

  onError(event: unknown): void {
    safely(() => this.close(event, (run) => run.fail(members(event).error)));
  }

  private runOf(event: unknown): Run | undefined {
    return this.runs.get(callIdOf(event));
  }

  private close(event: unknown, end: (run: Run) => void): void {
    const callId = callIdOf(event);
    const run = this.runs.get(callId);
    this.runs.delete(callId);
    if (run !== undefined) end(run);
  }

  private beginPart(kind: "embedding" | "rerank", name: string, value: unknown): void {
    safely(() => {
      const event = members(value);
      const { documents, query, values } = event;
      const model = text(event.modelId);
      this.runOf(value)?.begin(
        partKey(event),
        {
          kind,
          name: [name, model].join(" ").trim(),
          model,
          provider: providerName(event.provider),
          generationInfo: definedOnly({ dimensions: event.dimensions, topN: event.topN }),
        },
        event.recordInputs === false ? undefined : definedOnly({ documents, query, input: values }),
      );
    });
  }

  private endPart(value: unknown, fields: (event: Members) => SpanFields): void {
    safely(() => {
      const event = members(value);
      const { output, ...rest } = fields(event);
      const isOutputWanted = event.recordOutputs !== false;
      this.runOf(value)
        ?.take(partKey(event))
        ?.end(isOutputWanted ? { ...rest, output } : rest);
    });
  }
}

function kindOf(operation: string): SpanKind {
  if (AGENTS.has(operation)) return "agent";
  return SINGLE_CALLS.has(operation) ? "llm" : "generic";
}

function callIdOf(event: unknown): string {
  return text(members(event).callId) ?? "";
}

function toolKey(toolCallId: unknown): string {
  return `tool ${text(toolCallId) ?? ""}`;
}

function partKey({ embedCallId }: Members): string {
  return typeof embedCallId === "string" ? `embed ${embedCallId}` : "rerank";
}

/** `generateObject` tells its parameters with the run alone. */
function objectParameters(event: Members): Members | undefined {
  return text(event.operationId)?.endsWith("Object") === true ? parametersOf(event) : undefined;
}

/** Each function has its own words for what it was given. */
function runInput(event: Members): unknown {
  if (event.recordInputs === false) return undefined;
  const { prompt, value, query, documents, text } = event;
  const system = event.instructions ?? event.system;
  const messages = event.messages ?? prompt;
  return value ?? definedOnly({ system, messages, query, documents, text });
}

/** The text, where the answer has one; else what it was instead. Vectors and audio stay with the calls that made them. */
function runOutput(event: Members): SpanFields {
  if (event.recordOutputs === false) return {};
  const { content } = event;
  return {
    output:
      text(event.text) ?? event.object ?? (items(content).length > 0 ? content : event.ranking),
  };
}
