import { type ReactElement, useRef } from "react";
import controls from "../ui/controls.module.css";
import { useKeys } from "../ui/useKeys.ts";
import { NO_FILTER, type SpanFilter } from "./rows.ts";
import type { LoadedTrace } from "./useTrace.ts";
import styles from "./TracePage.module.css";

const NO_SPANS: ReadonlySet<string> = new Set();

/** Find in this trace, and narrow the tree. */
export function TreeTools(props: {
  trace: LoadedTrace;
  filter: SpanFilter;
  onFilter: (filter: SpanFilter) => void;
  onCollapse: (collapsed: ReadonlySet<string>) => void;
}): ReactElement {
  const { trace, filter, onFilter } = props;
  const field = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => field.current?.select() });
  const only = (name: "errors" | "models"): void =>
    onFilter({ ...filter, only: filter.only === name ? null : name });
  const parents = trace.tree.tree.nodes
    .filter((node) => node.children.length > 0 && node.depth > 0)
    .map((node) => node.span.spanId);
  return (
    <div className={styles["tools"]} role="search" aria-label="Filter spans">
      <input
        ref={field}
        type="search"
        className={controls["input"]}
        aria-label="Find spans"
        placeholder="Find spans  /"
        spellCheck={false}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.target.value })}
      />
      <Toggle label="Errors" isOn={filter.only === "errors"} onClick={() => only("errors")} />
      <Toggle label="Model calls" isOn={filter.only === "models"} onClick={() => only("models")} />
      {filter === NO_FILTER || (filter.text === "" && filter.only === null) ? null : (
        <button
          type="button"
          className={`${controls["button"]} ${controls["quiet"]}`}
          onClick={() => onFilter(NO_FILTER)}
        >
          Clear
        </button>
      )}
      <span className={styles["fill"]} />
      {parents.length === 0 ? null : (
        <>
          <button
            type="button"
            className={`${controls["button"]} ${controls["quiet"]}`}
            onClick={() => props.onCollapse(new Set(parents))}
          >
            Collapse all
          </button>
          <button
            type="button"
            className={`${controls["button"]} ${controls["quiet"]}`}
            onClick={() => props.onCollapse(NO_SPANS)}
          >
            Expand all
          </button>
        </>
      )}
    </div>
  );
}

function Toggle(props: { label: string; isOn: boolean; onClick: () => void }): ReactElement {
  return (
    <button
      type="button"
      className={`${controls["button"]} ${props.isOn ? controls["pressed"] : ""}`}
      aria-pressed={props.isOn}
      onClick={props.onClick}
    >
      {props.label}
    </button>
  );
}
