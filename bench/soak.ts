/**
 * Shows that tracing holds neither the event loop nor memory under steady load, and that no loss goes uncounted:
 *
 *     npm run build && node bench/soak.ts [seconds]      default 60, each of two loads
 *
 * Calls have 4 KB of messages in and 1.5 KB out. Exits with 1 when a bar is missed.
 */
import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import type { Soak } from "./soak/load.ts";

interface Load {
  readonly rate: number;
  /** The most that each figure may be. */
  readonly bars: Partial<Soak>;
}

const LOADS: readonly Load[] = [
  { rate: 5000, bars: { delayP99: 10, dropped: 0, unaccounted: 0 } },
  { rate: 30_000, bars: { growth: 64, unaccounted: 0 } },
];

const seconds = process.argv[2] ?? "60";
const sink = fork(new URL("soak/sink.ts", import.meta.url));
const [port] = (await once(sink, "message")) as [number];
for (const { rate, bars } of LOADS) {
  const program = new URL("soak/load.ts", import.meta.url).pathname;
  const url = `http://127.0.0.1:${port}`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    program,
    String(rate),
    seconds,
    url,
  ]);
  const soak = JSON.parse(stdout) as Soak;
  console.log(`${rate} spans a second wanted, for ${seconds} s`);
  for (const [name, value] of Object.entries(soak) as [keyof Soak, number][]) {
    const bar = bars[name];
    const isMissed = bar !== undefined && value > bar;
    if (isMissed) process.exitCode = 1;
    const verdict = bar === undefined ? "" : `  (${isMissed ? "MISSED" : "held"}: at most ${bar})`;
    console.log(`  ${name.padEnd(12)} ${value.toFixed(1)}${verdict}`);
  }
}
sink.disconnect();
