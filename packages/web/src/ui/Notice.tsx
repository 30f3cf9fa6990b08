import type { ReactElement, ReactNode } from "react";
import styles from "./Notice.module.css";

/** A sentence about the state of the view, with a tone. Failures are announced. */
export function Notice(props: {
  tone: "plain" | "warning" | "failed";
  children: ReactNode;
}): ReactElement {
  return (
    <div
      className={`${styles["notice"]} ${styles[props.tone] ?? ""}`}
      role={props.tone === "failed" ? "alert" : "status"}
    >
      {props.children}
    </div>
  );
}
