import type { ReactElement } from "react";
import { LongText } from "../ui/LongText.tsx";
import { textBlocks } from "../ui/text-blocks.ts";
import styles from "./MessageList.module.css";

/** What somebody wrote, with fenced code set as code. */
export function Prose(props: { text: string }): ReactElement {
  const blocks = [...textBlocks(props.text).entries()];
  return (
    <>
      {blocks.map(([place, block]) =>
        block.kind === "prose" ? (
          <div key={place} className={styles["text"]}>
            <LongText text={block.text} />
          </div>
        ) : (
          <pre key={place} className={styles["code"]}>
            {block.language === "" ? null : (
              <span className={styles["language"]}>{block.language}</span>
            )}
            <LongText text={block.text} />
          </pre>
        ),
      )}
    </>
  );
}
