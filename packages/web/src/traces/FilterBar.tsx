import { RUN_STATUSES, type RunStatus, SPAN_KINDS, type SpanKind } from "@clew/model";
import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useEffect, useRef, useState } from "react";
import { statsQuery } from "../api/queries.ts";
import { useView } from "../state/useView.ts";
import { filterCount, type Sort, withoutFilters } from "../state/view.ts";
import controls from "../ui/controls.module.css";
import { Select } from "../ui/Select.tsx";
import { useKeys } from "../ui/useKeys.ts";
import styles from "./TracesPage.module.css";

const LATENCIES = [500, 1000, 2000, 5000, 10_000, 30_000].map((milliseconds) => ({
  value: String(milliseconds),
  label: milliseconds < 1000 ? `≥ ${milliseconds} ms` : `≥ ${milliseconds / 1000} s`,
}));

const ORDERS: readonly { value: Sort; label: string }[] = [
  { value: "-startTime", label: "Newest first" },
  { value: "startTime", label: "Oldest first" },
  { value: "-durationMs", label: "Slowest first" },
  { value: "-costUsd", label: "Dearest first" },
  { value: "-tokens", label: "Most tokens first" },
];

/** The filters of the list. Every one lives in the URL. */
export function FilterBar(): ReactElement {
  const [view, change] = useView();
  const words = (list: readonly string[]): { value: string; label: string }[] =>
    list.map((word) => ({ value: word, label: word }));
  const facets = useFacets();
  return (
    <div className={styles["filters"]} role="search" aria-label="Filter traces">
      <SearchField />
      <Select
        label="Status"
        value={view.status ?? ""}
        any="Any status"
        options={words(RUN_STATUSES)}
        onChange={(status) => change({ status: status === "" ? null : (status as RunStatus) })}
      />
      <Select
        label="Kind of span inside"
        value={view.kind ?? ""}
        any="Any kind"
        options={words(SPAN_KINDS)}
        onChange={(kind) => change({ kind: kind === "" ? null : (kind as SpanKind) })}
      />
      <Select
        label="Provider"
        value={view.provider}
        any="Any provider"
        options={words(facets.providers)}
        onChange={(provider) => change({ provider })}
      />
      <Select
        label="Model"
        value={view.model}
        any="Any model"
        options={words(facets.models)}
        onChange={(model) => change({ model })}
      />
      <Select
        label="Latency"
        value={view.minLatencyMs === null ? "" : String(view.minLatencyMs)}
        any="Any latency"
        options={LATENCIES}
        onChange={(value) => change({ minLatencyMs: value === "" ? null : Number(value) })}
      />
      <span className={styles["sort"]}>
        <Select
          label="Order"
          value={view.sort}
          options={ORDERS}
          onChange={(sort) => change({ sort: sort as Sort })}
        />
      </span>
      <LabelChips />
      {filterCount(view) > 0 ? (
        <button
          type="button"
          className={`${controls["button"]} ${controls["quiet"]}`}
          onClick={() => change(withoutFilters(view), "push")}
        >
          Clear
        </button>
      ) : null}
    </div>
  );
}

/** Filters that are set by following a link, each with its way out. */
function LabelChips(): ReactElement {
  const [view, change] = useView();
  return (
    <div className={styles["chips"]}>
      {(["name", "session", "user", "tag"] as const)
        .filter((name) => view[name] !== "")
        .map((name) => (
          <button
            key={name}
            type="button"
            className={`${controls["button"]} ${controls["pressed"]}`}
            aria-label={`Remove filter ${name} ${view[name]}`}
            onClick={() => change({ [name]: "" })}
          >
            {name}: {view[name]} ×
          </button>
        ))}
    </div>
  );
}

/** Providers and models of the last 90 days. */
function useFacets(): { providers: string[]; models: string[] } {
  const [view] = useView();
  const scope = withoutFilters({ ...view, range: null });
  const { data } = useQuery({ ...statsQuery(scope, "90d", "provider,model"), staleTime: 60_000 });
  const collect = (name: "provider" | "model"): string[] => {
    const values = (data?.groups ?? []).map((group) => group.key[name] ?? "");
    return [...new Set(values)].filter((value) => value !== "").sort();
  };
  return { providers: collect("provider"), models: collect("model") };
}

/** Milliseconds without a keystroke after which the list is asked. */
const PAUSE = 250;

function SearchField(): ReactElement {
  const [view, change] = useView();
  const [typed, setTyped] = useState(view.q);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The address can change elsewhere too: Back, Clear, a link.
  const [known, setKnown] = useState(view.q);
  if (known !== view.q) {
    setKnown(view.q);
    setTyped(view.q);
  }
  const type = (q: string): void => {
    setTyped(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change({ q }), PAUSE);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useKeys({ "/": () => field.current?.select() });
  return (
    <div className={styles["search"]}>
      <input
        ref={field}
        type="search"
        className={`${controls["input"]} ${view.q === "" ? "" : controls["active"]}`}
        aria-label="Search traces"
        placeholder="Search names, ids, prompts, errors"
        spellCheck={false}
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
      <kbd aria-hidden>/</kbd>
    </div>
  );
}
