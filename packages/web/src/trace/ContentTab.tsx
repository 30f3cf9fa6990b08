import { isModelCall, type Json, type Message, type Span } from "@clew/model";
import type { ReactElement, ReactNode } from "react";
import { JsonTree } from "../ui/JsonTree.tsx";
import { Notice } from "../ui/Notice.tsx";
import { ErrorBlock } from "./ErrorBlock.tsx";
import { MessageList } from "./MessageList.tsx";
import { ModelLine } from "./ModelLine.tsx";
import { GenerationFacts, SpendFacts } from "./ModelFacts.tsx";
import styles from "./ContentTab.module.css";

/** What went in and what came out: a chat with its settings beside it for model calls, else two values. */
export function ContentTab(props: { span: Span; isWhole: boolean }): ReactElement {
  const { span } = props;
  const isModel = isModelCall(span.kind);
  return (
    <div className={isModel ? styles["split"] : undefined}>
      <div className={styles["content"]}>
        {isModel ? <ModelLine span={span} /> : null}
        {props.isWhole ? <CutNotice truncated={span.truncated} /> : null}
        {span.error === null ? null : <ErrorBlock error={span.error} />}
        <Section title={isModel ? "Prompt" : "Input"}>
          <Content
            value={span.input}
            messages={span.inputMessages}
            label="Input"
            none="No input was captured."
          />
        </Section>
        <Section title={isModel ? "Response" : "Output"}>
          <Content
            value={span.output}
            messages={span.outputMessages}
            label="Output"
            none={
              span.status === "running"
                ? "Still running; no output yet."
                : "No output was captured."
            }
          />
        </Section>
      </div>
      {isModel ? (
        <div className={styles["facts"]}>
          <GenerationFacts span={span} />
          <SpendFacts span={span} />
        </div>
      ) : null}
    </div>
  );
}

function Content(props: {
  value: Json;
  messages: readonly Message[] | null;
  label: string;
  none: string;
}): ReactElement {
  if (props.messages !== null && props.messages.length > 0) {
    return <MessageList messages={props.messages} />;
  }
  if (props.value === null) return <p className={styles["none"]}>{props.none}</p>;
  return (
    <div className={styles["value"]}>
      <JsonTree value={props.value} label={props.label} />
    </div>
  );
}

function Section(props: { title: string; children: ReactNode }): ReactElement {
  return (
    <section className={styles["section"]}>
      <h3>{props.title}</h3>
      {props.children}
    </section>
  );
}

/** Says what was cut when it was captured, and so is nowhere to be had. */
function CutNotice(props: { truncated: readonly string[] }): ReactElement | null {
  if (props.truncated.length === 0) return null;
  return (
    <Notice tone="warning">
      Cut when it was captured, because it was too big: {props.truncated.slice(0, 5).join(", ")}
      {props.truncated.length > 5 ? ` and ${props.truncated.length - 5} more` : null}
    </Notice>
  );
}
