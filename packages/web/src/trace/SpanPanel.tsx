import { isModelCall, type Span } from "@clew/model";
import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { spanQuery } from "../api/queries.ts";
import { formatDuration } from "../format.ts";
import { useView } from "../state/useView.ts";
import { type Tab, TABS } from "../state/view.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import controls from "../ui/controls.module.css";
import { KindMark } from "../ui/KindMark.tsx";
import { Notice } from "../ui/Notice.tsx";
import { StatusMark } from "../ui/StatusMark.tsx";
import { Tabs, tabId } from "../ui/Tabs.tsx";
import { ContentTab } from "./ContentTab.tsx";
import { DetailsTab } from "./DetailsTab.tsx";
import { RawTab } from "./RawTab.tsx";
import styles from "./SpanPanel.module.css";

const PANEL = "span-content";

/** Everything about the selected span. `span` comes from the whole-trace answer; its full content is loaded here. */
export function SpanPanel(props: { span: Span; onBack: () => void }): ReactElement {
  const { span: outline } = props;
  const version = `${outline.status} ${outline.durationMs ?? "open"}`;
  const whole = useQuery(spanQuery(outline.traceId, outline.spanId, version));
  const span = whole.data ?? outline;
  const [view, change] = useView();
  const tab = view.tab ?? "chat";
  const titles: Readonly<Record<Tab, string>> = {
    chat: isModelCall(span.kind) ? "Chat" : "Input & output",
    details: "Details",
    raw: "Raw",
  };
  return (
    <aside className={styles["panel"]} aria-label={`Span ${span.name}`}>
      <div className={styles["head"]}>
        <button
          type="button"
          className={`${controls["button"]} ${styles["back"]}`}
          onClick={props.onBack}
        >
          ‹ Back
        </button>
        <KindMark kind={span.kind} size={15} />
        <h2 className={styles["title"]}>{span.name}</h2>
        <StatusMark status={span.status} label />
        {span.durationMs === null ? null : (
          <span className={styles["latency"]}>{formatDuration(span.durationMs)}</span>
        )}
      </div>
      <div className={styles["bar"]}>
        <Tabs
          label="Span"
          panel={PANEL}
          tabs={TABS.map((name) => ({ name, title: titles[name] }))}
          selected={tab}
          onSelect={(name) => change({ tab: name })}
        />
        <CopyButton text={() => JSON.stringify(span, null, 2)}>Copy JSON</CopyButton>
      </div>
      <div
        className={styles["body"]}
        id={PANEL}
        role="tabpanel"
        aria-labelledby={tabId(PANEL, tab)}
        aria-busy={whole.isPending}
        tabIndex={0}
      >
        {whole.error === null ? null : (
          <Notice tone="failed">
            The whole content could not be loaded: {whole.error.message}
            <button
              type="button"
              className={controls["button"]}
              onClick={() => void whole.refetch()}
            >
              Try again
            </button>
          </Notice>
        )}
        <TabContent tab={tab} span={span} isWhole={whole.data !== undefined} />
      </div>
    </aside>
  );
}

function TabContent(props: { tab: Tab; span: Span; isWhole: boolean }): ReactElement {
  if (props.tab === "details") return <DetailsTab span={props.span} />;
  if (props.tab === "raw") return <RawTab span={props.span} />;
  return <ContentTab span={props.span} isWhole={props.isWhole} />;
}
