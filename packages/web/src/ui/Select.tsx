import type { ReactElement } from "react";
import styles from "./controls.module.css";

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** A native select with its name for screen readers. It is tinted while it narrows the view. */
export function Select(props: {
  label: string;
  value: string;
  /** Shown for the empty value; without it the select has no empty value. */
  any?: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}): ReactElement {
  const { value, any, options } = props;
  const isKnown = value === "" || options.some((option) => option.value === value);
  const active = any !== undefined && value !== "" ? styles["active"] : "";
  return (
    <select
      className={`${styles["select"]} ${active}`}
      aria-label={props.label}
      title={props.label}
      value={value}
      onChange={(event) => props.onChange(event.target.value)}
    >
      {any === undefined ? null : <option value="">{any}</option>}
      {isKnown ? null : <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
