import { type ReactElement, useState } from "react";
import { LIMITS } from "@clew/model";
import { formatCount } from "../format.ts";
import styles from "./LongText.module.css";

/** A text that may be huge: the beginning, and a button for the rest. Always text, never markup. */
export function LongText(props: { text: string }): ReactElement {
  const [isWhole, setWhole] = useState(false);
  const { text } = props;
  if (isWhole || text.length <= LIMITS.viewTextChars) return <>{text}</>;
  return (
    <>
      {text.slice(0, LIMITS.viewTextChars)}…{" "}
      <button type="button" className={styles["more"]} onClick={() => setWhole(true)}>
        Show all {formatCount(text.length)} characters
      </button>
    </>
  );
}
