/** Runs every variant of every scenario, interleaved, each in a process of its own, and takes medians over rounds. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Options } from "../options.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./child.ts";
import { SCENARIOS } from "./scenarios.ts";
import { openSink, type Sink } from "./sink.ts";
import { type VariantName, VARIANTS } from "./variant.ts";

/** A variant beside others in one scenario; `none` is already subtracted. Times in microseconds. */
export interface Figure {
  variant: VariantName;
  inCallP50: number;
  inCallP99: number;
  cpuPerSpan: number;
  /** Share of the spans that arrived, 0 to 1, the worst of the rounds. */
  delivered: number;
  /** As sent, after compression. */
  bytesPerSpan: number;
}

export interface ScenarioFigures {
  name: string;
  figures: Figure[];
}

interface Run extends Measurement {
  arrived: number;
  bytesPerSpan: number;
}

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
export async function measureSdks(options: Options): Promise<ScenarioFigures[]> {
  const sink = await openSink();
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < options.rounds; round++) {
    for (const [index, scenario] of SCENARIOS.entries()) {
      process.stderr.write(`round ${round + 1} of ${options.rounds}: ${scenario.name}\n`);
      for (const variant of rotated(round + index)) {
        const calls = Math.ceil(scenario.calls / options.divisor);
        const run = await runChild(variant, index, calls, sink);
        const key = `${index} ${variant}`;
        runs.set(key, [...(runs.get(key) ?? []), run]);
      }
    }
  }
  sink.close();
  return SCENARIOS.map(({ name }, index) => ({
    name,
    figures: summarise((variant) => runs.get(`${index} ${variant}`) ?? []),
  }));
}

/** Another order each time, so that no variant always follows the same one. */
function rotated(by: number): VariantName[] {
  const start = by % VARIANTS.length;
  return [...VARIANTS.slice(start), ...VARIANTS.slice(0, start)];
}

async function runChild(
  variant: VariantName,
  scenario: number,
  calls: number,
  sink: Sink,
): Promise<Run> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [CHILD, variant, String(scenario), String(calls), sink.url],
    { timeout: 120_000 },
  );
  const { spans, bytes } = sink.tally();
  return {
    ...(JSON.parse(stdout) as Measurement),
    arrived: spans,
    bytesPerSpan: spans === 0 ? 0 : bytes / spans,
  };
}

function summarise(runsOf: (variant: VariantName) => readonly Run[]): Figure[] {
  const middle = (variant: VariantName, field: keyof Run): number =>
    median(runsOf(variant).map((run) => run[field]));
  const above = (variant: VariantName, field: keyof Run): number =>
    Math.max(0, middle(variant, field) - middle("none", field));
  return VARIANTS.filter((variant) => variant !== "none").map((variant) => ({
    variant,
    inCallP50: above(variant, "inCallP50"),
    inCallP99: above(variant, "inCallP99"),
    cpuPerSpan: above(variant, "cpuPerSpan"),
    bytesPerSpan: middle(variant, "bytesPerSpan"),
    delivered: Math.min(...runsOf(variant).map((run) => run.arrived / run.spans)),
  }));
}
