/** The programs that are traced. Each call of one makes `spans` spans. */
import { chat, createWriter, type Message } from "../text.ts";
import type { Variant } from "./variant.ts";

export interface Scenario {
  readonly name: string;
  readonly spans: number;
  /** Calls of a full run, before `--quick` divides them; about a second of work for the slowest SDK. */
  readonly calls: number;
  /** Prepares one call: what comes back is what the clock runs for. */
  readonly prepare: (variant: Variant) => (index: number) => unknown;
}

interface Size {
  readonly name: string;
  readonly messages: number;
  readonly input: number;
  readonly output: number;
}

const SMALL: Size = { name: "small", messages: 2, input: 140, output: 160 };
const LARGE: Size = { name: "4 KB", messages: 6, input: 3800, output: 1450 };
const CHUNKS = 100;
/** Different inputs and outputs: so many that none comes twice in one batch, which a compressor would make nothing of. */
const VARIETY = 2000;

export const SCENARIOS: readonly Scenario[] = [SMALL, LARGE].flatMap((size) => [
  { name: `sync call, ${size.name}`, spans: 1, calls: 10_000, prepare: (v) => syncCall(v, size) },
  { name: `async call, ${size.name}`, spans: 1, calls: 10_000, prepare: (v) => asyncCall(v, size) },
  { name: `tree of 4, ${size.name}`, spans: 4, calls: 2500, prepare: (v) => tree(v, size) },
  {
    name: `generator of ${CHUNKS}, ${size.name}`,
    spans: 1,
    calls: 2000,
    prepare: (v) => generator(v, size),
  },
]);

interface Completion {
  message: Message;
  finishReason: string;
}

interface Content {
  inputs: (index: number) => Message[];
  outputs: (index: number) => Completion;
}

function content(size: Size): Content {
  const write = createWriter(size.input);
  const inputs = Array.from({ length: VARIETY }, () => chat(write, size.messages, size.input));
  const outputs = inputs.map(() => ({
    message: { role: "assistant", content: write(size.output) },
    finishReason: "stop",
  }));
  return {
    inputs: (index) => inputs[index % VARIETY] ?? [],
    outputs: (index) => outputs[index % VARIETY] as Completion,
  };
}

function syncCall(variant: Variant, size: Size): (index: number) => unknown {
  const { inputs, outputs } = content(size);
  let current = 0;
  const call = variant.trace("llm", "complete", (_messages: Message[]) => outputs(current));
  return (index) => {
    current = index;
    return call(inputs(index));
  };
}

function asyncCall(variant: Variant, size: Size): (index: number) => unknown {
  const { inputs, outputs } = content(size);
  let current = 0;
  const call = variant.trace("llm", "complete", async (_messages: Message[]) => {
    await Promise.resolve();
    return outputs(current);
  });
  return (index) => {
    current = index;
    return call(inputs(index));
  };
}

/** An agent that looks something up, uses a tool and calls a model, each with the size's input and output. */
function tree(variant: Variant, size: Size): (index: number) => unknown {
  const { inputs, outputs } = content(size);
  let current = 0;
  const step = async (_messages: Message[]): Promise<Completion> => {
    await Promise.resolve();
    return outputs(current);
  };
  const retrieve = variant.trace("retriever", "retrieve", step);
  const useTool = variant.trace("tool", "lookup", step);
  const complete = variant.trace("llm", "complete", step);
  const agent = variant.trace("agent", "agent", async (messages: Message[]) => {
    await retrieve(messages);
    await useTool(messages);
    return complete(messages);
  });
  return (index) => {
    current = index;
    return agent(inputs(index));
  };
}

function generator(variant: Variant, size: Size): (index: number) => unknown {
  const { inputs, outputs } = content(size);
  const chunks = Array.from({ length: VARIETY }, (_, index) => {
    const text = outputs(index).message.content;
    const length = Math.ceil(text.length / CHUNKS);
    return Array.from({ length: CHUNKS }, (_, part) =>
      text.slice(part * length, (part + 1) * length),
    );
  });
  let current = 0;
  const stream = variant.trace("llm", "stream", async function* stream(_messages: Message[]) {
    for (const chunk of chunks[current % VARIETY] ?? []) {
      await Promise.resolve();
      yield chunk;
    }
  });
  return async (index) => {
    current = index;
    let characters = 0;
    for await (const chunk of await stream(inputs(index))) characters += chunk.length;
    return characters;
  };
}
