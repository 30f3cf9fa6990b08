import { isModelCall, type JsonObject, type Span } from "@clew/model";
import type { ReactElement } from "react";
import { formatDuration, formatFullTime } from "../format.ts";
import { FactTable } from "../ui/FactTable.tsx";
import { JsonTree } from "../ui/JsonTree.tsx";
import { GenerationFacts, SpendFacts } from "./ModelFacts.tsx";
import styles from "./DetailsTab.module.css";

/** Everything about a span that is not its content. */
export function DetailsTab(props: { span: Span }): ReactElement {
  const { span } = props;
  return (
    <div className={styles["details"]}>
      <FactTable
        title="Span"
        facts={[
          ["Kind", span.kind],
          ["Status", span.slow ? `${span.status}, slow` : span.status],
          ["Started (local)", formatFullTime(span.startTime)],
          ["Started (UTC)", span.startTime],
          [
            "Duration",
            span.durationMs === null ? "still running" : formatDuration(span.durationMs),
          ],
          ["Attempt", span.attempt === null ? null : String(span.attempt)],
          ["Tags", span.tags.length === 0 ? null : span.tags.join(", ")],
          ["Span id", span.spanId],
          ["Parent id", span.parentSpanId ?? "none: this is the root"],
          ["Trace id", span.traceId],
          ["Safety", span.safety.state === "not_checked" ? "not checked" : span.safety.state],
        ]}
      />
      {isModelCall(span.kind) || span.model !== null ? <GenerationFacts span={span} /> : null}
      {isModelCall(span.kind) || span.usage !== null ? <SpendFacts span={span} /> : null}
      <Members title="Metadata" value={span.metadata} />
      <Members title="Attributes" value={span.attributes} />
    </div>
  );
}

function Members(props: { title: string; value: JsonObject }): ReactElement | null {
  if (Object.keys(props.value).length === 0) return null;
  return (
    <section className={styles["members"]}>
      <h3>{props.title}</h3>
      <div>
        <JsonTree value={props.value} label={props.title} />
      </div>
    </section>
  );
}
