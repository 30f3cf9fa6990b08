import type { Span } from "@clew/model";
import type { ReactElement } from "react";
import { formatCost, formatTokens } from "../format.ts";
import styles from "./ContentTab.module.css";

/** Model, settings, tokens and cost in one line above a prompt, where there is no room beside it. */
export function ModelLine(props: { span: Span }): ReactElement {
  const { span } = props;
  const settings = Object.entries(span.generationInfo ?? {})
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const { usage } = span;
  const facts = [
    span.provider,
    ...settings,
    usage === null ? null : `${formatTokens(usage)} tokens`,
    usage === null ? null : span.costUsd === null ? "unpriced" : formatCost(span.costUsd),
    span.finishReason === null ? null : `finish: ${span.finishReason}`,
  ].filter((fact) => fact !== null);
  return (
    <p className={styles["line"]}>
      <strong>{span.model ?? "unknown model"}</strong>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </p>
  );
}
