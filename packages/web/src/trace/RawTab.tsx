import type { Span } from "@clew/model";
import { type ReactElement, useMemo } from "react";
import { LongText } from "../ui/LongText.tsx";
import styles from "./RawTab.module.css";

/** The span as the server answers it. */
export function RawTab(props: { span: Span }): ReactElement {
  const text = useMemo(() => JSON.stringify(props.span, null, 2), [props.span]);
  return (
    <pre className={styles["raw"]}>
      <LongText text={text} />
    </pre>
  );
}
