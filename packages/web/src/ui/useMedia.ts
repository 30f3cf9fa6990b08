import { useSyncExternalStore } from "react";

/** Below this width the span panel is a sheet and rows have two lines; the same figure stands in the style sheets. */
const NARROW = "(max-width: 760px)";

/** True when the window is narrow. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(NARROW);
      media.addEventListener("change", changed);
      return () => media.removeEventListener("change", changed);
    },
    () => matchMedia(NARROW).matches,
  );
}
