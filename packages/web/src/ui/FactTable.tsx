import type { ReactElement } from "react";
import styles from "./FactTable.module.css";

/** Name and value; a null value leaves the line out. `part` marks a line as a part of the one above. */
export type Fact = readonly [name: string, value: string | null, tone?: "part"];

/** A small table of names and values under a title; nothing when there is no value. */
export function FactTable(props: {
  title: string;
  facts: readonly Fact[];
  isNumeric?: boolean;
}): ReactElement | null {
  const facts = props.facts.filter(([, value]) => value !== null);
  if (facts.length === 0) return null;
  return (
    <section className={`${styles["facts"]} ${props.isNumeric === true ? styles["numeric"] : ""}`}>
      <h3>{props.title}</h3>
      <dl>
        {facts.map(([name, value, tone]) => (
          <div
            key={`${name} ${value ?? ""}`}
            className={tone === "part" ? styles["part"] : undefined}
          >
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
