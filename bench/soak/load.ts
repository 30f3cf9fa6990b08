/** A program that makes spans at a steady rate: `node load.ts <spans per second> <seconds> <origin of the sink>`. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout } from "node:timers/promises";
import { flush, health, init, traceable } from "@clew/sdk";
import { chat, createWriter, type Message } from "../text.ts";

/** What the program prints. */
export interface Soak {
  /** Spans made per second. */
  rate: number;
  /** Milliseconds by which the event loop was late, as 99th percentile and at most. */
  delayP99: number;
  delayMost: number;
  /** Growth of resident memory over the start of the measured time, at most, in megabytes. */
  growth: number;
  /** Records that were lost, and those of them no counter knows. */
  dropped: number;
  unaccounted: number;
}

const VARIETY = 500;
/** Slow, so that what the load itself takes counts as growth. */
const WARM_UP_RATE = 500;
/** Spans in one turn of the event loop at most, so that the load itself does not hold it. */
const BURST = 300;
const RESOLUTION_MS = 1;
const MB = 1_048_576;

const [rateText, secondsText, url = ""] = process.argv.slice(2);
const rate = Number(rateText);
init({ url });

const write = createWriter(1);
const inputs = Array.from({ length: VARIETY }, () => chat(write, 6, 3800));
const outputs = inputs.map(() => ({ role: "assistant", content: write(1450) }));
let calls = 0;
const complete = traceable("llm", { name: "complete" })(async (_messages: Message[]) => {
  const output = outputs[calls % VARIETY];
  await Promise.resolve();
  return output;
});

await run(WARM_UP_RATE, 1);
await flush();
const before = process.memoryUsage.rss();
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
let most = before;
const made = await run(rate, Number(secondsText), () => {
  most = Math.max(most, process.memoryUsage.rss());
});
delay.disable();
await flush();
const { written, acknowledged, rejected, pending, dropped } = health();
const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
const soak: Soak = {
  rate: made / Number(secondsText),
  delayP99: delay.percentile(99) / 1e6 - RESOLUTION_MS,
  delayMost: delay.max / 1e6 - RESOLUTION_MS,
  growth: (most - before) / MB,
  dropped: lost,
  unaccounted: written - acknowledged - rejected - pending - lost,
};
process.stdout.write(JSON.stringify(soak));

/** Makes spans for so long and returns how many. */
async function run(perSecond: number, seconds: number, look?: () => void): Promise<number> {
  const start = performance.now();
  const first = calls;
  for (let now = start; now - start < seconds * 1000; now = performance.now()) {
    const due = first + ((now - start) * perSecond) / 1000;
    for (const most = calls + BURST; calls < due && calls < most; calls++) {
      void complete(inputs[calls % VARIETY] ?? []);
    }
    look?.();
    await setTimeout(1);
  }
  return calls - first;
}
