import type { Json, Message, Part } from "@clew/model";
import type { ReactElement } from "react";
import { formatBytes, formatCount } from "../format.ts";
import { JsonTree } from "../ui/JsonTree.tsx";
import { LongText } from "../ui/LongText.tsx";
import { Prose } from "./Prose.tsx";
import styles from "./MessageList.module.css";

/** A conversation. What models and users wrote is shown as text; nothing in it is a link, markup or a request. */
export function MessageList(props: { messages: readonly Message[] }): ReactElement {
  return (
    <ol className={styles["messages"]}>
      {[...props.messages.entries()].map(([place, message]) => (
        <li key={place} className={`${styles["message"]} ${styles[message.role] ?? ""}`}>
          <div className={styles["role"]}>
            {message.role}
            {message.name === null ? null : <span className={styles["name"]}> {message.name}</span>}
          </div>
          <div className={styles["parts"]}>
            {message.parts.length === 0 ? <span className={styles["none"]}>empty</span> : null}
            {[...message.parts.entries()].map(([place, part]) => (
              <PartView key={place} part={part} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

function PartView(props: { part: Part }): ReactElement {
  const { part } = props;
  if (part.type === "text") return <Prose text={part.text} />;
  if (part.type === "reasoning") return <Reasoning text={part.text} />;
  if (part.type === "refusal") {
    return (
      <div className={styles["refusal"]}>
        <span className={styles["tag"]}>refused</span>
        <LongText text={part.text} />
      </div>
    );
  }
  if (part.type === "tool_call") {
    return <Call name={part.name} id={part.id} word="calls" value={part.arguments} />;
  }
  if (part.type === "tool_result") {
    const word = part.isError ? "failed with" : "answers";
    return (
      <Call name={part.name} id={part.id} word={word} value={part.result} isError={part.isError} />
    );
  }
  if (part.type === "media") return <Media part={part} />;
  return <JsonTree value={part.value} label="Other part" />;
}

function Reasoning(props: { text: string }): ReactElement {
  return (
    <details className={styles["reasoning"]}>
      <summary>Reasoning, {formatCount(props.text.length)} characters</summary>
      <div className={styles["text"]}>
        <LongText text={props.text} />
      </div>
    </details>
  );
}

function Call(props: {
  name: string | null;
  id: string | null;
  word: string;
  value: Json;
  isError?: boolean;
}): ReactElement {
  return (
    <div className={`${styles["call"]} ${props.isError === true ? styles["callFailed"] : ""}`}>
      <div className={styles["callHead"]} title={props.id ?? undefined}>
        {props.word === "calls" ? (
          <>
            calls <strong>{props.name}</strong>
          </>
        ) : (
          <>
            {props.name === null ? null : <strong>{props.name} </strong>}
            {props.word}
          </>
        )}
        {props.id === null ? null : <span className={styles["callId"]}>{props.id}</span>}
      </div>
      {typeof props.value === "string" ? (
        <div className={styles["text"]}>
          <LongText text={props.value} />
        </div>
      ) : (
        <JsonTree value={props.value} label={`Arguments of ${props.name ?? "the tool"}`} />
      )}
    </div>
  );
}

/** Media is named, never fetched: an address written by a model must not make this browser call out. */
function Media(props: { part: Extract<Part, { type: "media" }> }): ReactElement {
  const { mediaType, url, bytes } = props.part;
  return (
    <span className={styles["media"]} title={url ?? undefined}>
      <span className={styles["tag"]}>{mediaType ?? "media"}</span>
      {bytes === null ? null : formatBytes(bytes)}
      {url === null ? null : <span className={styles["address"]}>{url.slice(0, 120)}</span>}
    </span>
  );
}
