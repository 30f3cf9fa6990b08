/**
 * How a request asks the mock to behave: the header `x-clew-mock: delay=300,chunk=20` or the same text after a
 * question mark in the model name, `gpt-4o?delay=300,chunk=20`. The header wins where both name a key.
 *
 *     delay=300       milliseconds before the first byte
 *     chunk=20        milliseconds between two pieces of a stream
 *     chunks=12       pieces the content of a stream is split into (default: one per word)
 *     fail=429        answers with this status and the provider's error body
 *     fails=2         with `fail`: only the first two tries of a client that counts its retries fail
 *     retry=50        with `fail`: sends `retry-after-ms: 50`
 *     cut=5           breaks the connection after five pieces; with `fail`, ends with the provider's error event
 *     cached=800      input tokens read from the cache, on top of the estimate
 *     written=200     input tokens written to the cache, on top of the estimate
 *     reasoning=64    reasoning tokens, on top of the estimate
 *     model=gpt-4o-2024-08-06     the model name in the answer, where it is not the one asked for
 */
import { invalidRequest } from "./problem.ts";

export interface Control {
  readonly delay: number;
  readonly chunk: number;
  readonly chunks: number | null;
  readonly fail: number | null;
  readonly fails: number | null;
  readonly retry: number | null;
  readonly cut: number | null;
  readonly cached: number;
  readonly written: number;
  readonly reasoning: number;
  readonly model: string | null;
}

type MutableControl = { -readonly [K in keyof Control]: Control[K] };
type NumberKey = Exclude<keyof Control, "model">;

/** Largest value of each number. A mock never waits longer than a client's own time-out of ten minutes. */
const LARGEST: Readonly<Record<NumberKey, number>> = {
  delay: 600_000,
  chunk: 600_000,
  chunks: 100_000,
  fail: 599,
  fails: 100,
  retry: 600_000,
  cut: 100_000,
  cached: 10_000_000,
  written: 10_000_000,
  reasoning: 10_000_000,
};

export const DEFAULT_CONTROL: Control = {
  delay: 0,
  chunk: 0,
  chunks: null,
  fail: null,
  fails: null,
  retry: null,
  cut: null,
  cached: 0,
  written: 0,
  reasoning: 0,
  model: null,
};

/** `base` with what `text` sets. Throws a 400 problem that names the wrong part. */
export function parseControl(text: string, base: Control): Control {
  const control: MutableControl = { ...base };
  for (const part of text.split(/[,&]/)) {
    const [key = "", value = ""] = part.split("=", 2).map((side) => side.trim());
    if (key === "" && value === "") continue;
    if (key === "model") control.model = value;
    else if (isNumberKey(key)) control[key] = parseNumber(key, value);
    else throw invalidRequest(`Unknown mock control '${key}'.`, "x-clew-mock");
  }
  return control;
}

/** Splits `gpt-4o?delay=300` into the name and its control text. */
export function splitModel(model: string): { name: string; text: string } {
  const mark = model.indexOf("?");
  if (mark < 0) return { name: model, text: "" };
  return { name: model.slice(0, mark), text: model.slice(mark + 1) };
}

function isNumberKey(key: string): key is NumberKey {
  return Object.hasOwn(LARGEST, key);
}

function parseNumber(key: NumberKey, text: string): number {
  const value = Number(text);
  const smallest = key === "fail" ? 400 : 0;
  if (text === "" || !Number.isInteger(value) || value < smallest || value > LARGEST[key]) {
    throw invalidRequest(
      `Mock control '${key}' must be a whole number from ${smallest} to ${LARGEST[key]}.`,
      "x-clew-mock",
    );
  }
  return value;
}
