import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { type View, viewCodec } from "./view.ts";

/**
 * The view in the URL and a way to change parts of it. A change replaces the current history entry by default, so
 * that Back leaves the page instead of undoing single keystrokes; pass `push` for steps a person wants to undo.
 */
export function useView(): [
  view: View,
  change: (part: Partial<View>, mode?: "replace" | "push") => void,
] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const view = useMemo(() => viewCodec.parse(search), [search]);
  const change = useCallback(
    (part: Partial<View>, mode: "replace" | "push" = "replace") => {
      // Read the address now: two changes in one tick must not undo each other.
      const current = viewCodec.parse(location.search);
      const next = viewCodec.format({ ...current, ...part });
      navigate(`${location.pathname}${next}`, { replace: mode === "replace" });
    },
    [navigate],
  );
  return [view, change];
}
