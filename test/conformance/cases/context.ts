/** Who is whose parent, across everything that postpones work. */
import { EventEmitter, once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Case, chunks, equal, type Expected, sleep, span } from "../case.ts";

const CHAINS = 1000;
const DEPTH = 10_000;

export const CONTEXT: readonly Case[] = [
  {
    id: "context/timers",
    title: "timers, immediates, ticks, microtasks",
    async run(driver) {
      const mark = (name: string): Promise<string> =>
        driver.trace("tool", name, async () => name)();
      const agent = driver.trace("agent", "agent", async () => {
        const seen: string[] = [];
        return new Promise<string[]>((resolve) => {
          const note = async (name: string): Promise<void> => {
            seen.push(await mark(name));
            if (seen.length === 4) resolve(seen.sort());
          };
          setTimeout(() => void note("timeout"), 3);
          setImmediate(() => void note("immediate"));
          process.nextTick(() => void note("tick"));
          queueMicrotask(() => void note("microtask"));
        });
      });
      return agent();
    },
    expected: [span("agent", span("timeout"), span("immediate"), span("tick"), span("microtask"))],
  },
  {
    id: "context/emitter",
    title: "listeners run in the context of whoever emits",
    async run(driver) {
      const bus = new EventEmitter();
      const note = driver.trace("tool", "note", async (name: string) => name);
      const seen: Promise<string>[] = [];
      bus.on("news", (name: string) => seen.push(note(name)));
      const emit = (name: string): (() => Promise<void>) =>
        driver.trace("agent", name, async () => {
          await sleep(2);
          bus.emit("news", name);
        });
      await Promise.all([emit("left")(), emit("right")()]);
      return (await Promise.all(seen)).sort();
    },
    expected: [
      span("left", span("note", { output: equal("left") })),
      span("right", span("note", { output: equal("right") })),
    ],
  },
  {
    id: "context/worker",
    title: "a call that waits for a worker thread",
    async run(driver) {
      const worker = new Worker(new URL("../fixtures/worker.mjs", import.meta.url));
      const after = driver.trace("tool", "after", async (text: string) => `${text}!`);
      const ask = driver.trace("agent", "ask", async (text: string) => {
        worker.postMessage(text, []);
        const [answer] = (await once(worker, "message")) as [string];
        return after(answer);
      });
      const answer = await ask("work");
      await worker.terminate();
      return answer;
    },
    expected: [span("ask", { output: equal("WORK!") }, span("after", { output: equal("WORK!") }))],
  },
  {
    id: "context/roots",
    title: "roots interleaved on one loop; what is outside stays outside",
    async run(driver) {
      const step = driver.trace("tool", "step", async (name: string) => {
        await sleep(2);
        return name;
      });
      const chain = (name: string): (() => Promise<string>) =>
        driver.trace("agent", name, async () => `${await step(name)}${await step(name)}`);
      const [left, right] = [chain("left")(), chain("right")()];
      const outside = step("outside");
      return Promise.all([left, outside, right]);
    },
    expected: [
      span(
        "left",
        span("step", { output: equal("left") }),
        span("step", { output: equal("left") }),
      ),
      span("step", { output: equal("outside") }),
      span(
        "right",
        span("step", { output: equal("right") }),
        span("step", { output: equal("right") }),
      ),
    ],
  },
  {
    id: "context/chains",
    title: "1,000 interleaved chains of 3 below one root",
    async run(driver) {
      const link = (name: string, next?: () => Promise<number>): (() => Promise<number>) =>
        driver.trace("tool", name, async () => {
          await sleep((name.length * 7) % 5);
          return 1 + ((await next?.()) ?? 0);
        });
      const chains = Array.from({ length: CHAINS }, (_, index) =>
        link(`first ${index}`, link(`second ${index}`, link(`third ${index}`))),
      );
      const root = driver.trace("agent", "root", async () => {
        const sums = await Promise.all(chains.map((chain) => chain()));
        return sums.reduce((sum, length) => sum + length, 0);
      });
      return root();
    },
    expected: [
      span(
        "root",
        { output: equal(CHAINS * 3) },
        ...Array.from({ length: CHAINS }, (_, index) =>
          span(`first ${index}`, span(`second ${index}`, span(`third ${index}`))),
        ),
      ),
    ],
  },
  {
    id: "context/depth",
    title: "10,000 calls inside one another",
    async run(driver) {
      const descend: (left: number) => Promise<number> = driver.trace(
        "tool",
        "descend",
        async (left: number) => {
          // The stack starts afresh: it is the depth of the tree that is asked for.
          await Promise.resolve();
          return left === 0 ? 0 : 1 + (await descend(left - 1));
        },
      );
      return descend(DEPTH - 1);
    },
    expected: [tower(DEPTH)],
  },
  {
    id: "context/abort",
    title: "AbortSignal: the signal's own reason, span cancelled",
    async run(driver) {
      const controller = new AbortController();
      const wait = driver.trace("llm", "wait", async (options: { signal: AbortSignal }) => {
        await new Promise((_, reject) => {
          options.signal.addEventListener("abort", () => reject(options.signal.reason));
        });
      });
      const waiting = wait({ signal: controller.signal });
      setTimeout(() => controller.abort(), 5);
      try {
        await waiting;
      } catch (caught) {
        return { same: caught === controller.signal.reason };
      }
      return "not aborted";
    },
    expected: [span("wait", { status: "cancelled", otherwise: "failed" })],
  },
  {
    id: "context/abort-stream",
    title: "AbortSignal midway through a stream: cancelled with the part that came",
    async run(driver) {
      const controller = new AbortController();
      const words = driver.trace(
        "llm",
        "words",
        async function* words(signal: AbortSignal) {
          for (const letter of ["a", "b", "c"]) {
            signal.throwIfAborted();
            yield letter;
          }
        },
        "stream",
      );
      let text = "";
      try {
        for await (const word of words(controller.signal)) {
          text += word;
          if (word === "b") controller.abort();
        }
      } catch (caught) {
        return { text, same: caught === controller.signal.reason };
      }
      return "not aborted";
    },
    expected: [
      span("words", { status: "cancelled", otherwise: "failed", output: chunks("a", "b") }),
    ],
  },
];

/** A span in a span in a span. */
function tower(height: number): Expected {
  let top = span("descend");
  for (let level = 1; level < height; level++) top = span("descend", top);
  return top;
}
