import type { Span } from "@clew/model";
import type { ReactElement } from "react";
import { CopyButton } from "../ui/CopyButton.tsx";
import { LongText } from "../ui/LongText.tsx";
import styles from "./ContentTab.module.css";

/** Why a span failed. */
export function ErrorBlock(props: { error: NonNullable<Span["error"]> }): ReactElement {
  const { type, message, stack } = props.error;
  return (
    <section className={styles["error"]} aria-label="Error">
      <h3>{type ?? "Error"}</h3>
      {message === null ? null : (
        <p>
          <LongText text={message} />
        </p>
      )}
      {stack === null ? null : (
        <details>
          <summary>Stack</summary>
          <pre tabIndex={0}>
            <LongText text={stack} />
          </pre>
          <CopyButton text={stack}>Copy stack</CopyButton>
        </details>
      )}
    </section>
  );
}
