/** A real server for the spans, the mock for the calls, and what the tests of integrations ask of both. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Span } from "@clew/model";
import { flush, init, shutdown } from "@clew/sdk";
import { type Mock, startMock } from "clew";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { ROOT, type RunningClew, startClew, wholeTrace } from "../support/clew.ts";
import { type ProgramResult, runProgram } from "../support/program.ts";

/** Where the tests' programs stand, so that they find the packages. */
const BLOCKS = join(import.meta.dirname, ".blocks");

export interface World {
  readonly clew: RunningClew;
  readonly mock: Mock;
  /** Every trace since the test began, oldest first, each as its spans in order of start, with whole content. */
  traces(): Promise<Span[][]>;
  /** The spans of the one trace. */
  trace(): Promise<Span[]>;
  /** The environment of programs whose spans are to go to this test's traces. */
  environment(): Record<string, string>;
  /** Runs a program of `programs/`, its spans going to this test's traces. */
  run(program: string, environment?: Record<string, string>): Promise<ProgramResult>;
  /** Runs every `ts` block of a page of docs/integrations/ likewise; says what each came to. */
  runPage(page: string, environment?: Record<string, string>): Promise<ProgramResult[]>;
}

let projects = 0;

/** One world for the tests of a file; each test has a project of its own. */
export function useWorld(): World {
  let project = "";
  const world = {
    traces: () => tracesOf(world.clew, project),
    trace: async () => {
      const [spans, ...others] = await world.traces();
      if (spans === undefined || others.length > 0) throw new Error("not one trace");
      return spans;
    },
    environment: () => environmentOf(world, project),
    run: (program, environment = {}) =>
      runProgram([join(import.meta.dirname, "programs", program)], {
        ...world.environment(),
        ...environment,
      }),
    runPage: async (page, environment = {}) => {
      const results: ProgramResult[] = [];
      for (const file of writeBlocks(page))
        results.push(await runProgram([file], { ...world.environment(), ...environment }));
      return results;
    },
  } as { -readonly [K in keyof World]: World[K] };
  beforeAll(async () => {
    world.clew = await startClew();
    world.mock = await startMock({ port: 0 });
  });
  beforeEach(() => {
    project = `integration-${++projects}`;
    init({ url: world.clew.url, project });
  });
  afterAll(async () => {
    await shutdown(1000);
    await world.mock.close();
    await world.clew[Symbol.asyncDispose]();
  });
  return world;
}

function environmentOf({ clew, mock }: World, project: string): Record<string, string> {
  return {
    CLEW_URL: clew.url,
    CLEW_PROJECT: project,
    OPENAI_BASE_URL: `${mock.url}/v1`,
    OPENAI_API_KEY: "mock",
    ANTHROPIC_BASE_URL: mock.url,
    ANTHROPIC_API_KEY: "mock",
  };
}

function writeBlocks(page: string): string[] {
  mkdirSync(BLOCKS, { recursive: true });
  const text = readFileSync(join(ROOT, "docs/integrations", page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match, index) => {
    const file = join(BLOCKS, `${page}-${index + 1}.ts`);
    writeFileSync(file, match[1] as string);
    return file;
  });
}

async function tracesOf(clew: RunningClew, project: string): Promise<Span[][]> {
  if (!(await flush(5000))) throw new Error("not delivered");
  const { items } = await clew.get<{ items: { traceId: string }[] }>(
    `/api/v1/traces?project=${project}&limit=100`,
  );
  const traces = await Promise.all(items.map(({ traceId }) => wholeTrace(clew, traceId)));
  return traces.map(({ spans }) => spans).reverse();
}

/** A trace as indented lines of `name kind status`. */
export function outline(spans: readonly Span[], parent: string | null = null, depth = 0): string {
  const lines: string[] = [];
  for (const span of spans) {
    if (span.parentSpanId !== parent) continue;
    lines.push(`${"  ".repeat(depth)}${span.name} ${span.kind} ${span.status}`);
    const below = outline(spans, span.spanId, depth + 1);
    if (below !== "") lines.push(below);
  }
  return lines.join("\n");
}

/** The first span of a kind, or the `place`-th. Fails when there is none. */
export function spanOf(spans: readonly Span[], kind: Span["kind"], place = 0): Span {
  const span = spans.filter((candidate) => candidate.kind === kind)[place];
  if (span === undefined) throw new Error(`no ${kind} span ${place} in\n${outline(spans)}`);
  return span;
}

/** What `action` throws or rejects with. */
export async function errorOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
