import type { ReactElement } from "react";
export function AnalyticsPage(): ReactElement {
  return <p>…</p>;
}
