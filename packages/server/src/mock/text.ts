/** Answers in prose: short, plausible, about the question, and the same for the same question. */
import type { Prompt } from "./prompt.ts";
import { findTopic, STUDIED_CHARS, UNKNOWN_TOPIC } from "./topic.ts";

const QUOTE_CHARS = 240;

const POINTS = [
  "the basics are settled and well documented",
  "the cost falls when the work is split into small steps",
  "most trouble comes from unclear goals, not from the tools",
  "measuring early shows which part deserves attention",
  "a small trial answers more than a long discussion",
  "the details depend on how much time there is",
] as const;

const LABELS =
  /\b(?:one of|either|labels?|categories|as)\s*:?\s*([\w"'` -]+(?:(?:,|\/|\||\bor\b)[\w"'` -]+)+)/i;

/** The answer's text. A question that begins with `Repeat:` is answered with what follows. */
export function writeText(prompt: Prompt): string {
  const { question, system, toolResult } = prompt;
  if (toolResult !== null) return `Here is what I found: ${quote(toolResult)}`;
  const repeat = /^\s*repeat:\s*([\s\S]+)$/i.exec(question);
  if (repeat?.[1] !== undefined) return repeat[1];
  const task = `${system}\n${question}`.toLowerCase();
  if (/\bclassif|\bcategor|\blabel\b|\bsentiment\b/.test(task)) return writeLabel(prompt);
  if (/\bsummar|\bbriefing\b|\bcondense\b/.test(task)) return writeSummary(question);
  if (/\breview\b|\bcritici[sz]e\b/.test(task)) return writeReview(question);
  if (/\bstory\b|\btale\b/.test(task)) return writeStory(findTopic(question));
  if (/^\s*(?:hi|hello|hey|good (?:morning|evening))\b/i.test(question))
    return "Hello! How can I help you today?";
  return writePoints(question);
}

/** Reasoning to show before an answer. */
export function writeReasoning(prompt: Prompt): string {
  return `The request is about ${findTopic(prompt.question)}. I will answer it directly and keep it short.`;
}

/** The label out of `one of: a, b, c` that the question names; else one chosen by the question's hash. */
function writeLabel(prompt: Prompt): string {
  const question = prompt.question.slice(0, STUDIED_CHARS);
  const list = LABELS.exec(`${prompt.system.slice(0, STUDIED_CHARS)}\n${question}`)?.[1];
  const options = (list ?? "general")
    .split(/,|\/|\||\bor\b/i)
    .map((option) => option.replaceAll(/["'`]/g, "").trim())
    .filter((option) => option !== "");
  const said = question.toLowerCase().replace((list ?? "").toLowerCase(), "");
  const named = options.find((option) => said.includes(option.toLowerCase()));
  return named ?? options[hash(prompt.question) % options.length] ?? "general";
}

/** The first sentence of every line that says something, as one paragraph. */
function writeSummary(question: string): string {
  const lines = question
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const facts =
    lines.length > 1 && /\b(?:summar|briefing|condense)/i.test(lines[0] ?? "")
      ? lines.slice(1)
      : lines;
  const sentences = facts.map((line) =>
    line.replace(/^[\w ]{1,24}:\s+/, "").replace(/([.?!])\s.*$/, "$1"),
  );
  return `In short: ${quote(sentences.join(" "))}`;
}

function writeStory(topic: string): string {
  const subject = topic === UNKNOWN_TOPIC ? "lighthouse keeper" : topic;
  return (
    `Once there was a ${subject}, and for a long time nothing happened. ` +
    `One evening a small boat came in with no one aboard, only a lantern that was still warm. ` +
    `By morning the lantern stood in the window, and the boat had gone.`
  );
}

function writeReview(question: string): string {
  const point = POINTS[hash(question) % POINTS.length];
  return `The answer holds up. One thing to add: ${point}.`;
}

function writePoints(question: string): string {
  const start = hash(question);
  const [first, second] = [
    POINTS[start % POINTS.length],
    POINTS[(start + 1 + (start % 4)) % POINTS.length],
  ];
  return `Two things matter about ${findTopic(question)}. First, ${first}. Second, ${second}.`;
}

function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= QUOTE_CHARS ? line : `${line.slice(0, QUOTE_CHARS - 1).trimEnd()}…`;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
