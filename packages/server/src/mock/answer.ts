/** Decides what the mock answers, before an endpoint writes it in its provider's form. */
import { isJsonObject, type JsonObject } from "@clew/model";
import type { Control } from "./control.ts";
import type { Prompt, ToolOffer } from "./prompt.ts";
import { makeValue } from "./schema.ts";
import { writeReasoning, writeText } from "./text.ts";
import { CHARS_PER_TOKEN, estimateTokens } from "./tokens.ts";

interface ToolCall {
  readonly name: string;
  readonly arguments: JsonObject;
}

export interface Answer {
  readonly text: string;
  /** Text to show as reasoning; empty when there is none. */
  readonly reasoning: string;
  readonly toolCall: ToolCall | null;
  readonly finish: "stop" | "length" | "tool";
  readonly usage: AnswerUsage;
}

/** Tokens of the answer. `input` and `output` hold neither the cached nor the reasoning tokens. */
interface AnswerUsage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly written: number;
  readonly reasoning: number;
}

/** A tool call when tools are offered and a person spoke last; else JSON or prose. */
export function makeAnswer(prompt: Prompt, control: Control): Answer {
  const reasoning = control.reasoning > 0 ? writeReasoning(prompt) : "";
  const tool = chooseTool(prompt);
  if (tool !== null) {
    const value = makeValue(tool.schema, prompt.question);
    const toolCall = { name: tool.name, arguments: isJsonObject(value) ? value : {} };
    const written = tool.name + JSON.stringify(toolCall.arguments);
    return {
      text: "",
      reasoning,
      toolCall,
      finish: "tool",
      usage: usageOf(prompt, control, written),
    };
  }
  const whole =
    prompt.format === "text"
      ? writeText(prompt)
      : JSON.stringify(makeObject(prompt.format, prompt));
  const room = prompt.maxTokens === null ? whole.length : prompt.maxTokens * CHARS_PER_TOKEN;
  const text = whole.slice(0, room);
  const finish = text.length < whole.length ? "length" : "stop";
  return { text, reasoning, toolCall: null, finish, usage: usageOf(prompt, control, text) };
}

/** The text in pieces that join to it: one per word, or as many as the control asks for. */
export function splitPieces(text: string, control: Control): string[] {
  if (text === "") return [];
  if (control.chunks === null) return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text];
  const count = Math.min(Math.max(control.chunks, 1), text.length);
  return Array.from({ length: count }, (_, index) =>
    text.slice(
      Math.floor((index * text.length) / count),
      Math.floor(((index + 1) * text.length) / count),
    ),
  );
}

/** JSON mode without a schema answers `{ "answer": … }`. */
function makeObject(schema: JsonObject, prompt: Prompt): JsonObject {
  const value = Object.keys(schema).length === 0 ? null : makeValue(schema, prompt.question);
  return isJsonObject(value ?? undefined) ? (value as JsonObject) : { answer: writeText(prompt) };
}

/** The tool that must be called, else the first that shares a word with the question, else the first. */
function chooseTool(prompt: Prompt): ToolOffer | null {
  const { tools, toolChoice } = prompt;
  if (toolChoice === "none" || prompt.toolResult !== null) return null;
  if (toolChoice !== "auto") return tools.find((tool) => tool.name === toolChoice.name) ?? null;
  const words = new Set(prompt.question.toLowerCase().match(/\p{L}{4,}/gu));
  const fits = (tool: ToolOffer): boolean =>
    (`${tool.name} ${tool.description}`.toLowerCase().match(/\p{L}{4,}/gu) ?? []).some((word) =>
      words.has(word),
    );
  return tools.find(fits) ?? tools[0] ?? null;
}

function usageOf(prompt: Prompt, control: Control, written: string): AnswerUsage {
  return {
    input: prompt.inputTokens,
    output: estimateTokens(written),
    cached: control.cached,
    written: control.written,
    reasoning: control.reasoning,
  };
}
