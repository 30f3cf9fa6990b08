/** Where a reader was in a list, so that coming back from a trace finds the same rows. Lives as long as the page. */
import { LIMITS } from "@clew/model";

interface Place {
  readonly offset: number;
  readonly activeKey: string | null;
}

const PLACES = new Map<string, Place>();

/** Remembers the place in the list with this query string. */
export function keepPlace(search: string, offset: number, activeKey: string | null): void {
  PLACES.delete(search);
  PLACES.set(search, { offset, activeKey });
  const [oldest] = PLACES.keys();
  if (PLACES.size > LIMITS.viewPlaces && oldest !== undefined) PLACES.delete(oldest);
}

/** The remembered place; the top when there is none. */
export function placeOf(search: string): Place {
  return PLACES.get(search) ?? { offset: 0, activeKey: null };
}
