import type { ReactElement } from "react";
import type { SpanKind } from "@clew/model";
import styles from "./KindMark.module.css";

/** One shape per kind, so that colour is never the only difference. Drawn on a 16 by 16 grid. */
const SHAPES: Readonly<Record<SpanKind, string>> = {
  llm: "M8 1.5 9.9 6.1 14.5 8 9.9 9.9 8 14.5 6.1 9.9 1.5 8 6.1 6.1Z",
  embedding: "M2 2h5v5H2ZM9 2h5v5H9ZM2 9h5v5H2ZM9 9h5v5H9Z",
  rerank: "M2 2.5h12v2.5H2ZM2 6.7h8.5v2.5H2ZM2 11h5v2.5H2Z",
  tool: "M5 2h6l3.5 6L11 14H5L1.5 8Z",
  agent: "M8 1.5 14.5 8 8 14.5 1.5 8Z",
  generic: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z",
  retriever:
    "M6.8 1.5a5.3 5.3 0 0 1 4.3 8.4l3.4 3.3-1.4 1.4-3.3-3.4A5.3 5.3 0 1 1 6.8 1.5Zm0 2.1a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4Z",
  guardrail: "M8 1.5 13.5 3.5v4.3c0 3.1-2.3 5.5-5.5 6.7-3.2-1.2-5.5-3.6-5.5-6.7V3.5Z",
  evaluator: "M2 9.5 4 7.5l2.5 2.5L12.2 3.5 14.2 5.4 6.6 13.5Z",
  http: "M1.5 5.5h8V2.5l5 4.3H1.5ZM14.5 10.5h-8v3l-5-4.3h13Z",
};

/** The mark of a span's kind: a shape with a colour, named for screen readers. */
export function KindMark(props: { kind: SpanKind; size?: number }): ReactElement {
  const size = props.size ?? 13;
  return (
    <svg
      className={`${styles["mark"]} ${styles[props.kind] ?? ""}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={props.kind}
    >
      <title>{props.kind}</title>
      <path d={SHAPES[props.kind]} fillRule="evenodd" />
    </svg>
  );
}
