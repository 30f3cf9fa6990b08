/** Labelled rows and the figures drawn from them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Span {
  start: number;
  end: number;
  type: string;
}
export interface SpanRow {
  text: string;
  spans: Span[];
  ignore?: Span[];
}
export interface LabelRow {
  text: string;
  label: 0 | 1;
  sub?: string;
}

export function readRows<Row>(folder: string, name: string): Row[] {
  const lines = readFileSync(join(folder, `${name}.jsonl`), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Row);
}

export interface Counts {
  hit: number;
  missed: number;
  wrong: number;
}

/** `P / R / F1` in percent. */
export function figures({ hit, missed, wrong }: Counts): string {
  const precision = hit + wrong === 0 ? 1 : hit / (hit + wrong);
  const recall = hit + missed === 0 ? 1 : hit / (hit + missed);
  const f1 = hit === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return [precision, recall, f1].map(percent).join(" / ");
}

export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** Megabytes of UTF-16-as-ASCII text per second over a few passes. */
export function throughput(texts: readonly string[], pass: (text: string) => void): string {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const passes = Math.max(3, Math.ceil(8_000_000 / characters));
  for (const text of texts) pass(text);
  const began = performance.now();
  for (let round = 0; round < passes; round++) for (const text of texts) pass(text);
  return ((characters * passes) / 1000 / (performance.now() - began)).toFixed(1);
}
