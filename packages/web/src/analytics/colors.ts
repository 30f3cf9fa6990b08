/** The colour of a charted group by its place; null is "other". The values stand in tokens.css. */
export function colorOf(place: number | null): string {
  return place === null ? "var(--series-8)" : `var(--series-${place + 1})`;
}
