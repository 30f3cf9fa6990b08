import { type ReactElement, useMemo, useState } from "react";
import { type Json, LIMITS } from "@clew/model";
import { type JsonRow, jsonRows } from "./json-rows.ts";
import { LongText } from "./LongText.tsx";
import styles from "./JsonTree.module.css";

/** A captured value as a tree that opens on demand. Everything in it is text, whatever it looks like. */
export function JsonTree(props: { value: Json; label: string }): ReactElement {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const rows = useMemo(
    () => jsonRows(props.value, { toggled, shown }),
    [props.value, toggled, shown],
  );
  const toggle = (row: JsonRow): void =>
    setToggled(new Map(toggled).set(row.path, row.isOpen !== true));
  const showMore = (row: JsonRow): void => {
    const before = shown.get(row.path) ?? LIMITS.viewItems;
    setShown(new Map(shown).set(row.path, before + LIMITS.viewItems));
  };
  return (
    <div className={styles["tree"]} role="group" aria-label={props.label}>
      {rows.map((row) => (
        <div
          key={`${row.path}${row.tone === "more" ? " more" : ""}`}
          className={styles["row"]}
          style={{ paddingInlineStart: 4 + Math.min(row.depth, 24) * 14 }}
        >
          <Line row={row} onToggle={toggle} onMore={showMore} />
        </div>
      ))}
    </div>
  );
}

function Line(props: {
  row: JsonRow;
  onToggle: (row: JsonRow) => void;
  onMore: (row: JsonRow) => void;
}): ReactElement {
  const { row } = props;
  const label = row.label === null ? null : <span className={styles["label"]}>{row.label}: </span>;
  if (row.tone === "more") {
    return (
      <button type="button" className={styles["more"]} onClick={() => props.onMore(row)}>
        Show {Math.min(LIMITS.viewItems, Number.parseInt(row.text, 10))} of {row.text}
      </button>
    );
  }
  if (row.isOpen !== null) {
    return (
      <button
        type="button"
        className={styles["branch"]}
        aria-expanded={row.isOpen}
        onClick={() => props.onToggle(row)}
      >
        <span className={styles["caret"]}>{row.isOpen ? "▾" : "▸"}</span>
        {label}
        <span className={styles["summary"]}>{row.text}</span>
      </button>
    );
  }
  return (
    <span className={styles["leaf"]}>
      {label}
      <span className={styles[row.tone]}>
        {row.tone === "string" ? <LongText text={row.text} /> : row.text}
      </span>
    </span>
  );
}
