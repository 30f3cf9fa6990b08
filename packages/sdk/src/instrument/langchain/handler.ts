/** What LangChain tells its callback handlers becomes spans. Nothing needs to be flushed or awaited. */
import type { SpanKind } from "@clew/model";
import type { SpanTemplate } from "../../template.ts";
import { safely } from "../begin.ts";
import { definedOnly, items, members, type Members, parsed, text } from "../read.ts";
import { plain, unwrapped } from "./message.ts";
import { modelInfo, resultFields } from "./read.ts";
import { Runs } from "./runs.ts";

/** A run's id or name, where there is one. */
type Id = string | undefined;

/** Steps that LangGraph takes for itself. */
const HIDDEN = "langsmith:hidden";
/** Runs of all handlers: their ids are unique, and the program's end is told once. */
const runs = new Runs();
let isExitWatched = false;

/** How LangGraph leaves a node on purpose: to ask a person, or to go on in the graph around it. */
const DETOURS: ReadonlySet<unknown> = new Set(["GraphInterrupt", "NodeInterrupt", "ParentCommand"]);

/**
 * A callback handler for LangChain.js and LangGraph: chains, graphs and their nodes, model calls with parameters and
 * usage, tools, retrievers. One handler serves any number of calls at once.
 *
 *     await graph.invoke(input, { callbacks: [new ClewCallbackHandler()] });
 *
 * `thread_id` or `session_id`, and `user_id`, in the metadata become the trace's session and user.
 */
export class ClewCallbackHandler {
  readonly name = "clew";
  /** Told in order and at once; nothing here waits. */
  readonly awaitHandlers = true;
  readonly raiseError = false;
  readonly ignoreLLM = false;
  readonly ignoreChain = false;
  readonly ignoreAgent = false;
  readonly ignoreRetriever = false;
  readonly ignoreCustomEvent = true;
  constructor() {
    if (!isExitWatched) process.prependListener("beforeExit", () => safely(() => runs.leaveAll()));
    isExitWatched = true;
  }

  /** The same handler: a call's copy must know the runs around it. */
  copy(): this {
    return this;
  }

  handleChainStart(
    chain: unknown,
    inputs: unknown,
    runId: string,
    parentId?: Id,
    tags?: string[],
    metadata?: Members,
    _runType?: Id,
    name?: Id,
  ): void {
    safely(() => {
      if (parentId !== undefined && tags?.includes(HIDDEN) === true) runs.hide(runId, parentId);
      else {
        const template = { kind: kindOf(chain), name: name ?? nameOf(chain) ?? "chain", tags };
        begin(runId, parentId, template, unwrapped(inputs, "input"), metadata);
      }
    });
  }

  handleChainEnd(outputs: unknown, runId: string): void {
    safely(() => runs.end(runId, { output: unwrapped(outputs, "output") }));
  }

  handleChainError(error: unknown, runId: string): void {
    safely(() => {
      const { name, interrupts } = members(error);
      if (DETOURS.has(name)) runs.end(runId, { output: definedOnly({ interrupts }) });
      else runs.fail(runId, error);
    });
  }

  handleChatModelStart(
    model: unknown,
    messages: unknown,
    runId: string,
    parentId?: Id,
    extra?: Members,
    tags?: string[],
    metadata?: Members,
  ): void {
    const [first] = items(messages);
    safely(() =>
      beginModel(model, { messages: plain(first) }, { runId, parentId, extra, tags, metadata }),
    );
  }

  handleLLMStart(
    model: unknown,
    prompts: unknown,
    runId: string,
    parentId?: Id,
    extra?: Members,
    tags?: string[],
    metadata?: Members,
  ): void {
    const [prompt] = items(prompts);
    safely(() => beginModel(model, { prompt }, { runId, parentId, extra, tags, metadata }));
  }

  handleLLMNewToken(token: unknown, _index: unknown, runId: string): void {
    safely(() => runs.token(runId, text(token) ?? ""));
  }

  handleLLMEnd(result: unknown, runId: string): void {
    safely(() => runs.end(runId, resultFields(result)));
  }

  handleLLMError(error: unknown, runId: string): void {
    safely(() => runs.fail(runId, error));
  }

  handleToolStart(
    tool: unknown,
    input: unknown,
    runId: string,
    parentId?: Id,
    tags?: string[],
    metadata?: Members,
    name?: Id,
    callId?: Id,
  ): void {
    safely(() => {
      const attributes = definedOnly({ "gen_ai.tool.call.id": callId });
      const template = {
        kind: "tool",
        name: name ?? nameOf(tool) ?? "tool",
        tags,
        attributes,
      } as const;
      begin(runId, parentId, template, parsed(input), metadata);
    });
  }

  handleToolEnd(output: unknown, runId: string): void {
    safely(() => runs.end(runId, { output: plain(output) }));
  }

  handleToolError(error: unknown, runId: string): void {
    safely(() => runs.fail(runId, error));
  }

  handleRetrieverStart(
    retriever: unknown,
    query: unknown,
    runId: string,
    parentId?: Id,
    tags?: string[],
    metadata?: Members,
    name?: Id,
  ): void {
    safely(() => {
      const template = {
        kind: "retriever",
        name: name ?? nameOf(retriever) ?? "retriever",
        tags,
      } as const;
      begin(runId, parentId, template, query, metadata);
    });
  }

  handleRetrieverEnd(documents: unknown, runId: string): void {
    safely(() => {
      const output = items(documents).map((document) => {
        const { id, pageContent, metadata } = members(document);
        return definedOnly({ id, pageContent, metadata });
      });
      runs.end(runId, { output });
    });
  }

  handleRetrieverError(error: unknown, runId: string): void {
    safely(() => runs.fail(runId, error));
  }
}

interface ModelStart {
  readonly runId: string;
  readonly parentId: Id;
  readonly extra: unknown;
  readonly tags: string[] | undefined;
  readonly metadata: Members | undefined;
}

function beginModel(llm: unknown, input: Members, start: ModelStart): void {
  const { runId, parentId, tags, metadata } = start;
  const { model, provider, parameters, tools } = modelInfo(start.extra, metadata);
  const template = {
    kind: "llm",
    name: ["chat", model ?? nameOf(llm)].join(" ").trim(),
    model,
    provider,
    generationInfo: parameters,
    tags,
  } as const;
  const { options } = members(start.extra);
  const whole = { ...input, ...definedOnly({ tools }) };
  begin(runId, parentId, template, whole, metadata, options);
}

function begin(
  runId: string,
  parentId: Id,
  template: SpanTemplate,
  input: unknown,
  metadata: Members = {},
  options?: unknown,
): void {
  const { session_id: session, thread_id: thread, user_id: user } = metadata;
  const own = Object.entries(metadata).filter(
    ([key]) => !/^(ls_|langgraph_|__|versions$)/.test(key),
  );
  const kept = parentId === undefined ? definedOnly(Object.fromEntries(own)) : undefined;
  const person = { session: text(session) ?? text(thread), user: text(user) };
  runs.begin(runId, parentId, { ...template, metadata: kept }, input, { person, options });
}

/** The class that began a run: the last part of its path. */
function nameOf(serialized: unknown): string | undefined {
  const { id, name } = members(serialized);
  return text(name) ?? text(items(id).at(-1));
}

function kindOf(chain: unknown): SpanKind {
  const path = items(members(chain).id);
  return path.includes("langgraph") || /Agent/.test(nameOf(chain) ?? "") ? "agent" : "generic";
}
