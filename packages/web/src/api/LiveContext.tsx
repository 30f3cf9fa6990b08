import {
  createContext,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useSyncExternalStore,
} from "react";
import type { TraceSummary } from "@clew/model";
import type { LiveFeed, LiveState } from "./live.ts";

const LiveContext = createContext<LiveFeed | null>(null);

export function LiveProvider(props: { feed: LiveFeed; children: ReactNode }): ReactElement {
  return <LiveContext value={props.feed}>{props.children}</LiveContext>;
}

function useFeed(): LiveFeed {
  const feed = useContext(LiveContext);
  if (feed === null) throw new Error("LiveProvider is missing");
  return feed;
}

/** The state of the live connection. */
export function useLiveState(): LiveState {
  const feed = useFeed();
  return useSyncExternalStore(feed.onState, feed.state);
}

/** Calls `onTraces` with what changed and `onResume` after a gap, while the component is shown. */
export function useLive(
  onTraces: (traces: readonly TraceSummary[]) => void,
  onResume: () => void,
): void {
  const feed = useFeed();
  const heardTraces = useEffectEvent(onTraces);
  const heardResume = useEffectEvent(onResume);
  useEffect(() => {
    const stops = [
      feed.onTraces((traces) => heardTraces(traces)),
      feed.onResume(() => heardResume()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [feed]);
}
