import type { ReactElement } from "react";
import type { RunStatus } from "@clew/model";
import styles from "./StatusMark.module.css";

const SHAPES: Readonly<Record<RunStatus, string>> = {
  running: "M8 2.5a5.5 5.5 0 1 1-5.5 5.5",
  success: "M3 8.5 6.5 12 13 4.5",
  warning: "M8 2.5 14 13H2ZM8 6.5v3M8 11.2v.3",
  failed: "M4 4l8 8M12 4l-8 8",
  cancelled: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM4.2 4.2l7.6 7.6",
  interrupted: "M9.5 1.5 4 9h3.5L6.5 14.5 12 7H8.5Z",
};

/** The mark of a run status: its own shape and colour; with `label`, its word beside it. */
export function StatusMark(props: { status: RunStatus; label?: boolean }): ReactElement {
  return (
    <span className={`${styles["status"]} ${styles[props.status] ?? ""}`}>
      <svg
        width={13}
        height={13}
        viewBox="0 0 16 16"
        role="img"
        aria-label={props.status}
        aria-hidden={props.label}
      >
        {props.label === true ? null : <title>{props.status}</title>}
        <path d={SHAPES[props.status]} />
      </svg>
      {props.label === true ? props.status : null}
    </span>
  );
}
