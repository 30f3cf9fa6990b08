import type { ReactElement } from "react";
import { formatFullTime, formatTime } from "../format.ts";

/** A moment in local time, with UTC in the title; `full` shows milliseconds. */
export function Time(props: { iso: string; full?: boolean }): ReactElement {
  return (
    <time dateTime={props.iso} title={`${props.iso} (UTC)`}>
      {props.full === true ? formatFullTime(props.iso) : formatTime(props.iso)}
    </time>
  );
}
