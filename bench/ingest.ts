/** How fast the server makes spans durable: prepared batches in, spans per second and processor time out. */
import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { WIRE_CONTENT_TYPE } from "@clew/model";
import { type Server, startServer } from "./ingest/server.ts";
import { type Load, prepareLoad } from "./ingest/spans.ts";
import type { Options } from "./options.ts";
import { median } from "./statistics.ts";

export interface IngestFigure {
  /** Spans per batch. */
  batch: number;
  bytesPerSpan: number;
  spansPerSecond: number;
  cpuSecondsPer100k: number;
  diskBytesPerSpan: number;
}

const BATCHES = [100, 1000];
const CONNECTIONS = 4;

export async function measureIngest(options: Options): Promise<IngestFigure[]> {
  const figures: IngestFigure[] = [];
  for (const batch of BATCHES) {
    const load = prepareLoad(options.ingestSpans, batch);
    const runs: IngestFigure[] = [];
    for (let round = 0; round < options.ingestRounds; round++) {
      process.stderr.write(
        `ingest, batches of ${batch}: ${round + 1} of ${options.ingestRounds}\n`,
      );
      runs.push(await measure(load, batch));
    }
    const middle = (field: keyof IngestFigure): number => median(runs.map((run) => run[field]));
    figures.push({
      batch,
      bytesPerSpan: load.bytesPerSpan,
      spansPerSecond: middle("spansPerSecond"),
      cpuSecondsPer100k: middle("cpuSecondsPer100k"),
      diskBytesPerSpan: middle("diskBytesPerSpan"),
    });
  }
  return figures;
}

async function measure(load: Load, batch: number): Promise<IngestFigure> {
  const server = await startServer();
  await settle(server);
  const cpuBefore = await server.cpuSeconds();
  const start = performance.now();
  await sendAll(server.url, load.bodies);
  const seconds = (performance.now() - start) / 1000;
  const cpuSeconds = (await settle(server)) - cpuBefore;
  await checkStored(server.url, load.spans);
  const diskBytes = await server.close();
  return {
    batch,
    bytesPerSpan: load.bytesPerSpan,
    spansPerSecond: load.spans / seconds,
    cpuSecondsPer100k: (cpuSeconds / load.spans) * 100_000,
    diskBytesPerSpan: diskBytes / load.spans,
  };
}

async function sendAll(url: string, bodies: readonly Buffer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      await send(url, agent, body);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
}

/** Sends one batch; anything but 200 ends the benchmark. */
function send(url: string, agent: Agent, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/api/v1/spans`,
      {
        method: "POST",
        agent,
        headers: {
          "content-type": WIRE_CONTENT_TYPE,
          "content-encoding": "zstd",
          "content-length": body.length,
        },
      },
      (response) => {
        response.resume();
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`the server answered ${response.statusCode}`));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Waits until the server rests (work it does after the answer counts, too), and says its processor seconds. */
async function settle(server: Server): Promise<number> {
  let before = await server.cpuSeconds();
  for (;;) {
    await setTimeout(500);
    const now = await server.cpuSeconds();
    if (now - before < 0.02) return now;
    before = now;
  }
}

/** A figure for spans that are not there would be none. */
async function checkStored(url: string, spans: number): Promise<void> {
  const response = await fetch(`${url}/api/v1/stats?groupBy=kind&project=bench`);
  const { groups } = (await response.json()) as { groups: { count: number }[] };
  const stored = groups.reduce((sum, group) => sum + group.count, 0);
  if (stored !== spans) throw new Error(`${stored} of ${spans} spans were stored`);
}
