import { type Json, type Span } from "@clew/model";
import type { ReactElement } from "react";
import { formatDuration, formatInteger } from "../format.ts";
import { FactTable, type Fact } from "../ui/FactTable.tsx";
import { CostTable } from "./CostTable.tsx";

/** The model that was called and how: what stands beside a prompt. */
export function GenerationFacts(props: { span: Span }): ReactElement {
  const { span } = props;
  const facts: Fact[] = [
    ["Model", span.model ?? "unknown"],
    ["Provider", span.provider],
    ...Object.entries(span.generationInfo ?? {}).map(([name, value]): Fact => [name, brief(value)]),
    ["Finish reason", span.finishReason],
    [
      "First chunk after",
      span.timeToFirstChunkMs === null ? null : formatDuration(span.timeToFirstChunkMs),
    ],
    ["Chunks", span.chunkCount === null ? null : formatInteger(span.chunkCount)],
    ["Output speed", outputSpeed(span)],
    ["Attempt", span.attempt === null || span.attempt < 2 ? null : String(span.attempt)],
  ];
  return <FactTable title="Generation" facts={facts} />;
}

/** Tokens and money. */
export function SpendFacts(props: { span: Span }): ReactElement {
  const { span } = props;
  const { usage } = span;
  if (usage === null) {
    return <FactTable title="Usage" facts={[["Tokens", "not reported"]]} />;
  }
  const tokens = (count: number | null): string | null =>
    count === null ? null : formatInteger(count);
  const facts: Fact[] = [
    ["Input", tokens(usage.input) ?? "not reported"],
    ["of it cached", tokens(usage.cacheRead), "part"],
    ["of it written to cache", tokens(usage.cacheWrite), "part"],
    ["of it audio in", tokens(usage.audioInput), "part"],
    ["Output", tokens(usage.output) ?? "not reported"],
    ["of it reasoning", tokens(usage.reasoning), "part"],
    ["of it audio out", tokens(usage.audioOutput), "part"],
    ["Counts", usage.estimated ? "estimated, not reported by the provider" : null],
  ];
  return (
    <>
      <FactTable title="Tokens" facts={facts} isNumeric />
      <CostTable span={span} />
    </>
  );
}

function outputSpeed(span: Span): string | null {
  const output = span.usage?.output ?? null;
  if (output === null || span.durationMs === null || output === 0) return null;
  const generating = span.durationMs - (span.timeToFirstChunkMs ?? 0);
  return generating > 0 ? `${formatInteger((output / generating) * 1000)} tokens/s` : null;
}

function brief(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
