/** Contents: what Gemini is asked and what it answers, whole or in pieces. */
import { LIMITS, type Usage } from "@clew/model";
import type { Collector } from "../../call/collect.ts";
import type { SpanFields } from "../../fields.ts";
import { ATTRIBUTES, type Operation } from "../operation.ts";
import { count, definedOnly, items, members, type Members, text } from "../read.ts";

export const GENERATE_CONTENT: Operation = {
  name: "generate_content",
  kind: "llm",
  request,
  input: ["systemInstruction", "contents", "tools"],
  read: readAnswer,
  collector: () => new ContentCollector(),
};

export const EMBED_CONTENT: Operation = {
  name: "embeddings",
  kind: "embedding",
  request,
  input: ["contents"],
  read: (answer) => ({
    output: items(members(answer).embeddings).map((item) => members(item).values),
  }),
};

/** Parameters are in `config`, beside what concerns only the way of the request. */
function request([first]: readonly unknown[]): Members {
  const { config, ...rest } = members(first);
  const { abortSignal: _signal, httpOptions: _http, ...parameters } = members(config);
  return { ...rest, ...parameters };
}

function readAnswer(value: unknown): SpanFields {
  const answer = members(value);
  const candidates = items(answer.candidates).map(members);
  const contents = candidates.map((candidate) => candidate.content);
  const { blockReason } = members(answer.promptFeedback);
  return {
    model: text(answer.modelVersion),
    usage: usageOf(answer.usageMetadata),
    finishReason: text(candidates[0]?.finishReason) ?? text(blockReason),
    output: contents.length > 1 ? contents : contents[0],
    attributes: definedOnly({ [ATTRIBUTES.responseId]: text(answer.responseId) }),
  };
}

/** Gemini counts thoughts, and the prompts of its own tools, apart; ours include them. */
function usageOf(value: unknown): Usage | undefined {
  const usage = members(value);
  const thoughts = count(usage.thoughtsTokenCount);
  return definedOnly({
    input: sum(usage.promptTokenCount, usage.toolUsePromptTokenCount),
    output: sum(usage.candidatesTokenCount, thoughts),
    cacheRead: count(usage.cachedContentTokenCount),
    reasoning: thoughts,
    audioInput: audioOf(usage.promptTokensDetails),
    audioOutput: audioOf(usage.candidatesTokensDetails),
  }) as Usage | undefined;
}

function sum(a: unknown, b: unknown): number | undefined {
  const [first, second] = [count(a), count(b)];
  return first === undefined && second === undefined ? undefined : (first ?? 0) + (second ?? 0);
}

function audioOf(details: unknown): number | undefined {
  const audio = items(details).find((detail) => members(detail).modality === "AUDIO");
  return count(members(audio).tokenCount);
}

interface Candidate {
  finishReason: unknown;
  readonly content: { role: unknown; readonly parts: Record<string, unknown>[] };
}

/** Every chunk is an answer of its own: texts grow, later counts replace. */
class ContentCollector implements Collector {
  private answer: Members = {};
  private readonly candidates: Candidate[] = [];

  add(value: unknown): void {
    const { candidates, ...head } = members(value);
    this.answer = { ...this.answer, ...definedOnly(head) };
    for (const [place, item] of items(candidates).entries()) {
      const { index, content, finishReason } = members(item);
      this.grow(count(index) ?? place, members(content), finishReason);
    }
  }

  fields(): SpanFields {
    return readAnswer({ ...this.answer, candidates: this.candidates });
  }

  private grow(index: number, { role, parts }: Members, finishReason: unknown): void {
    if (index > this.candidates.length) return;
    const candidate = (this.candidates[index] ??= {
      finishReason: undefined,
      content: { role: "model", parts: [] },
    });
    candidate.finishReason = finishReason ?? candidate.finishReason;
    candidate.content.role = role ?? candidate.content.role;
    for (const part of items(parts)) addPart(candidate.content.parts, members(part));
  }
}

/** A text goes on the one before it, when both are thought or both are said. */
function addPart(parts: Record<string, unknown>[], part: Members): void {
  const last = parts.at(-1);
  const isSame =
    last !== undefined && last.thought === part.thought && Object.keys(part).length <= 2;
  if (isSame && typeof last.text === "string" && typeof part.text === "string") {
    if (last.text.length <= LIMITS.stringChars) last.text += part.text;
  } else if (parts.length < LIMITS.streamChunks) parts.push({ ...part });
}
