/** Rows that other SDKs fail (docs/conformance): the tree a program leaves on a real server after a natural exit. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Span } from "@clew/model";
import { type RunningClew, startClew } from "./support/clew.ts";
import { type ProgramResult, runProgram } from "./support/program.ts";

let clew: RunningClew;
let traced: ProgramResult;
let untraced: ProgramResult;

beforeAll(async () => {
  clew = await startClew();
  const program = ["test/programs/conformance.ts"];
  untraced = await runProgram(program, { CLEW_TRACING: "off" });
  traced = await runProgram(program, { CLEW_URL: clew.url });
});
afterAll(() => clew[Symbol.asyncDispose]());

/** The case's spans below its root as `parent > name [status] input` lines, in order of start. */
async function outline(name: string): Promise<string[]> {
  const { spans } = await clew.tree(name);
  const names = new Map(spans.map((span) => [span.spanId, span.name]));
  return spans
    .filter((span) => span.parentSpanId !== null)
    .map((span) =>
      `${names.get(span.parentSpanId ?? "")} > ${span.name} ${span.status} ${labelOf(span)}`.trim(),
    );
}

function labelOf(span: Span): string {
  return (span.input as { label?: string } | null)?.label ?? "";
}

async function child(name: string, of: string): Promise<Span> {
  const { spans } = await clew.tree(of);
  const found = spans.find((span) => span.name === name);
  if (found === undefined) throw new Error(`no span ${name} in ${of}`);
  return found;
}

describe("a traced program", () => {
  it("prints what the untraced one prints and exits as it does", () => {
    expect(traced).toMatchObject({ code: 0, stdout: untraced.stdout, stderr: untraced.stderr });
    expect(untraced.stdout).toContain("lazy");
  });

  it("has its generator's children inside and the consumer's outside", async () => {
    const name = "async generator, children inside, consumer outside";
    expect((await outline(name)).sort()).toEqual([
      `${name} > inside success`,
      `${name} > step success outside a`,
      `${name} > step success outside b`,
      `${name} > step success outside c`,
      "inside > step success inside a",
      "inside > step success inside b",
      "inside > step success inside c",
    ]);
    expect((await child("inside", name)).output).toBe("abc");
  });

  it("records sync generators with their whole output", async () => {
    const span = await child("insideSync", "sync generator in for…of");
    expect(span).toMatchObject({ status: "success", output: "xy", chunkCount: 2 });
  });

  it("ends a stream that was broken off as cancelled, with the part that came", async () => {
    const span = await child("inside", "early break");
    expect(span).toMatchObject({ status: "cancelled", output: "ab" });
  });

  it("keeps the part that came before an error", async () => {
    const span = await child("failing", "error in a generator");
    expect(span).toMatchObject({
      status: "failed",
      output: "partial",
      error: { type: "RangeError", message: "stream broke" },
    });
  });

  it("makes no span of a generator that was never started", async () => {
    expect(await outline("never started generator")).toEqual([]);
  });

  it("ends a cancelled ReadableStream as cancelled, without having drained it", async () => {
    const span = await child("source", "lazy ReadableStream");
    expect(span).toMatchObject({ status: "cancelled", output: "chunk 1" });
  });

  it("shows the input as it was at the call", async () => {
    const span = await child("send", "mutation after the call");
    expect(span.input).toEqual({ messages: [{ role: "user", content: "before" }] });
  });

  it("forwards what the consumer sends and throws into a generator", async () => {
    const span = await child("listening", "forwarded return and throw");
    expect(span.status).toBe("success");
  });
});
