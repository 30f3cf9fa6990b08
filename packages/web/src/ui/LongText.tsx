import { type ReactElement, useState } from "react";
import { LIMITS } from "@clew/model";
import { formatCount } from "../format.ts";
import styles from "./LongText.module.css";

/** How much more each click shows: a text of megabytes opens in a few clicks, and none of them freezes the page. */
const GROWTH = 8;

/** A text that may be huge: the beginning, and a button for more. Always text, never markup. */
export function LongText(props: { text: string }): ReactElement {
  const [shown, setShown] = useState<number>(LIMITS.viewTextChars);
  const { text } = props;
  if (text.length <= shown) return <>{text}</>;
  const next = Math.min(shown * GROWTH, text.length);
  return (
    <>
      {text.slice(0, shown)}…{" "}
      <button type="button" className={styles["more"]} onClick={() => setShown(next)}>
        {next === text.length ? "Show all" : `Show ${formatCount(next)}`} of{" "}
        {formatCount(text.length)} characters
      </button>
    </>
  );
}
