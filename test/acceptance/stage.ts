/** One Clew and one mock provider for a file of examples; an example is run as a user would run it. */
import { expect } from "vitest";
import { buildTree, type Span, type TraceAnswer, type TraceSummary } from "@clew/model";
import { type Mock, startMock } from "clew";
import { type RunningClew, startClew, wholeTrace } from "../support/clew.ts";
import { type ProgramResult, runProgram } from "../support/program.ts";

export interface Stage {
  readonly clew: RunningClew;
  /** Runs an example to its end; it must exit 0 and write nothing to stderr. */
  run(file: string, environment?: Record<string, string>): Promise<ProgramResult>;
  /** Runs a program below the repository's root with the same environment. */
  program(file: string, environment?: Record<string, string>): Promise<ProgramResult>;
  /** The newest ended trace of that name, checked for what holds in every trace. */
  trace(name: string): Promise<Trace>;
  close(): Promise<void>;
}

/** A trace read back, with what tests ask of it. */
export interface Trace extends TraceAnswer {
  /** The only span of that name. */
  span(name: string): Span;
  all(name: string): Span[];
  /** Names in reading order, a dash per level. */
  readonly outline: string[];
  childrenOf(span: Span): Span[];
}

export async function openStage(): Promise<Stage> {
  const clew = await startClew();
  const mock: Mock = await startMock({ port: 0 });
  const provider = {
    CLEW_URL: clew.url,
    OPENAI_BASE_URL: `${mock.url}/v1`,
    OPENAI_API_KEY: "mock",
    ANTHROPIC_BASE_URL: mock.url,
    ANTHROPIC_API_KEY: "mock",
  };
  const program = async (
    file: string,
    environment: Record<string, string> = {},
  ): Promise<ProgramResult> => {
    const result = await runProgram([file], { ...provider, ...environment });
    expect({ file, ...result }).toMatchObject({ file, code: 0, stderr: "" });
    return result;
  };
  return {
    clew,
    program,
    run: (file, environment) => program(`examples/${file}`, environment),
    trace: async (name) => {
      const [summary] = await clew.traces(name);
      return readTrace(clew, summary as TraceSummary);
    },
    close: async () => {
      await mock.close();
      await clew[Symbol.asyncDispose]();
    },
  };
}

/** Reads a trace whole and checks what holds in every trace. */
export async function readTrace(clew: RunningClew, summary: TraceSummary): Promise<Trace> {
  const { trace, spans } = await wholeTrace(clew, summary.traceId);
  const tree = buildTree(spans);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  expect(byId.size).toBe(spans.length);
  expect(trace.spanCount).toBe(spans.length);
  expect(tree.roots.map((node) => node.fault)).toEqual([null]);
  for (const span of spans) {
    expect(["success", "warning", "failed", "cancelled"]).toContain(span.status);
    expect(span.durationMs).toBeGreaterThanOrEqual(0);
    const parent = byId.get(span.parentSpanId ?? "");
    if (parent !== undefined) expect(span.startTime >= parent.startTime).toBe(true);
  }
  const all = (name: string): Span[] => spans.filter((span) => span.name === name);
  return {
    trace,
    spans,
    all,
    span: (name) => {
      const found = all(name);
      expect(found.map((span) => span.name)).toEqual([name]);
      return found[0] as Span;
    },
    outline: tree.nodes.map((node) => "-".repeat(node.depth) + node.span.name),
    childrenOf: (span) => spans.filter((child) => child.parentSpanId === span.spanId),
  };
}

/** End of a span in milliseconds since 1970. */
export function endOf(span: Span): number {
  return startOf(span) + (span.durationMs ?? Number.NaN);
}

/** Start of a span in milliseconds since 1970, with decimals. */
export function startOf(span: Span): number {
  return Date.parse(span.startTime) + Number(span.startTime.slice(-4, -1)) / 1000;
}
