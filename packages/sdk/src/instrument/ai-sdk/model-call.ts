/** One call of a language model by the AI SDK: ends with its answer, or with the last part of its stream. */
import { TracedCall } from "../../call/call.ts";
import type { Mark } from "../../call/mark.ts";
import { observeWebStream } from "../../call/web-stream.ts";
import { currentScope, type Scope } from "../../context.ts";
import type { SpanFields } from "../../fields.ts";
import type { LiveSpan } from "../../span.ts";
import { beginSpan, failSpan } from "../begin.ts";
import { isGivenUp } from "../failure.ts";
import { settleModel } from "../provider-call.ts";
import { definedOnly, items, members, type Members, text } from "../read.ts";
import { PartCollector } from "./collector.ts";
import { answerFields, providerName } from "./read.ts";

/** Members of the AI SDK's news of a call that are neither its input nor a parameter. */
const ABOUT: ReadonlySet<string> = new Set(
  `callId operationId functionId aiVersion timestamp durableContext provider modelId execute headers
  instructions system prompt messages tools recordInputs recordOutputs`.split(/\s+/),
);

/** The request as the AI SDK tells it. */
export interface ModelRequest {
  readonly event: Members;
  /** Parameters that are told with the step: `toolChoice`, `providerOptions`. */
  readonly parameters: Members | undefined;
  /** Told when the answer's stream was given up before its end. */
  readonly onLeft: () => void;
}

export class ModelCall extends TracedCall {
  private readonly onLeft: () => void;
  private readonly collector: PartCollector;
  private isStreamed = false;

  constructor(
    mark: Mark,
    span: LiveSpan,
    collector: PartCollector,
    onLeft: ModelRequest["onLeft"],
  ) {
    super(mark, [], span);
    this.collector = collector;
    this.onLeft = onLeft;
  }

  /** Ends with a whole answer, or follows a streamed one. */
  follow(answer: unknown): void {
    const { stream } = members(answer);
    this.isStreamed = stream instanceof ReadableStream;
    if (!this.isStreamed) this.succeed(answer);
    else if (!observeWebStream(this, stream as Parameters<typeof observeWebStream>[1]))
      this.end({});
  }

  /** The stream's consumer is gone: ends with what had come. */
  leave(): void {
    if (!this.span.ended) {
      super.end({ ...this.mark.collector?.().fields(), ...this.timing, status: "cancelled" });
    }
  }

  override fail(thrown: unknown, fields: SpanFields = {}): void {
    failSpan(this.span, thrown, { ...fields, ...this.timing });
    if (this.isStreamed && isGivenUp(thrown, undefined)) this.onLeft();
  }

  override end(fields: SpanFields): void {
    const { error } = this.collector;
    if (error !== undefined) {
      this.fail(error, fields);
      return;
    }
    super.end({ ...fields, ...this.timing });
    if (fields.status === "cancelled") this.onLeft();
  }

  /** The answer's own parts count, not the frame around them that comes at once. */
  private get timing(): SpanFields {
    const { chunkCount, firstChunkAt } = this.collector;
    if (chunkCount === 0) return {};
    return { chunkCount, timeToFirstChunkMs: (firstChunkAt - this.span.startTime) / 1000 };
  }
}

/** Opens the span of a model call. Undefined when tracing is off; never throws. */
export function beginModelCall(
  { event, parameters, onLeft }: ModelRequest,
  scope: Scope | undefined = currentScope(),
): ModelCall | undefined {
  const asked = text(event.modelId);
  const template = {
    kind: "llm",
    name: ["chat", asked].join(" ").trim(),
    model: asked,
    provider: providerName(event.provider),
    generationInfo: { ...parametersOf(event), ...parameters },
  } as const;
  const isOutputWanted = event.recordOutputs !== false;
  const span = beginSpan(template, requestInput(event), scope);
  if (span === undefined) return undefined;
  const collector = new PartCollector(isOutputWanted);
  const mark: Mark = {
    template,
    captureInput: true,
    captureOutput: true,
    parameters: () => ({ names: [], restIndex: -1 }),
    collector: () => ({
      add: (part) => collector.add(part),
      fields: () => settleModel(collector.fields(), undefined, asked),
    }),
    fields: (answer) => settleModel(answerFields(answer, isOutputWanted), undefined, asked),
  };
  return new ModelCall(mark, span, collector, onLeft);
}

/** Instructions, messages and tools; undefined when the program has asked not to record them. */
function requestInput(event: Members): Members | undefined {
  if (event.recordInputs === false) return undefined;
  const tools = items(event.tools);
  return definedOnly({
    system: event.instructions,
    messages: event.messages,
    tools: tools.length === 0 ? undefined : tools,
  });
}

/** What is left of the AI SDK's news: the parameters. */
export function parametersOf(event: Members): Members {
  return Object.fromEntries(
    Object.entries(event).filter(([key, value]) => value !== undefined && !ABOUT.has(key)),
  );
}
