/** One measurement in a process of its own: `node child.ts <variant> <scenario index> <calls> <origin of the sink>`. */
import { setImmediate } from "node:timers/promises";
import { SCENARIOS } from "./scenarios.ts";
import type { CreateVariant } from "./variant.ts";

/** What a child prints. Times in microseconds. */
export interface Measurement {
  inCallP50: number;
  inCallP99: number;
  /** Processor time of the whole process from the first measured call until everything was delivered, per span. */
  cpuPerSpan: number;
  spans: number;
}

/** After so many calls the event loop turns, as it does in a server. */
const CALLS_PER_TURN = 20;
/** After so many spans they are delivered before it goes on: no queue's default bound is reached (OpenTelemetry's is 2,048). */
const SPANS_PER_WAVE = 2000;

const [name = "", scenarioIndex = "", callsText = "", url = ""] = process.argv.slice(2);
const scenario = SCENARIOS[Number(scenarioIndex)];
if (scenario === undefined) throw new Error(`no scenario ${scenarioIndex}`);
const { createVariant } = (await import(`./variants/${name}.ts`)) as {
  createVariant: CreateVariant;
};
const variant = createVariant(url);
const calls = Number(callsText);
const call = scenario.prepare(variant);

const callsPerWave = SPANS_PER_WAVE / scenario.spans;

await runCalls(Math.ceil(calls / 2));
await fetch(`${url}/reset`, { method: "POST" });
const cpuBefore = process.cpuUsage();
const times = await runCalls(calls);
const { user, system } = process.cpuUsage(cpuBefore);

times.sort();
const spans = calls * scenario.spans;
const measurement: Measurement = {
  inCallP50: times[Math.floor(calls * 0.5)] ?? 0,
  inCallP99: times[Math.floor(calls * 0.99)] ?? 0,
  cpuPerSpan: (user + system) / spans,
  spans,
};
process.stdout.write(JSON.stringify(measurement), () => process.exit(0));

/** The time of each call. When it returns, all is delivered. */
async function runCalls(count: number): Promise<Float64Array> {
  const times = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    const result = call(index);
    if (result instanceof Promise) await result;
    times[index] = (performance.now() - start) * 1000;
    if (index % CALLS_PER_TURN === CALLS_PER_TURN - 1) await setImmediate();
    if (index % callsPerWave === callsPerWave - 1) await variant.flush();
  }
  await variant.flush();
  return times;
}
