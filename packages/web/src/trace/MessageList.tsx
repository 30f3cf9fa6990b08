import type { Json, Message, Part } from "@clew/model";
import type { ReactElement } from "react";
import { formatBytes, formatCount } from "../format.ts";
import { JsonTree } from "../ui/JsonTree.tsx";
import { LongText } from "../ui/LongText.tsx";
import styles from "./MessageList.module.css";

/** A conversation. What models and users wrote is shown as text; nothing in it is a link, markup or a request. */
export function MessageList(props: { messages: readonly Message[] }): ReactElement {
  return (
    <ol className={styles["messages"]}>
      {props.messages.map((message, index) => (
        <li key={index} className={`${styles["message"]} ${styles[message.role] ?? ""}`}>
          <div className={styles["role"]}>
            {message.role}
            {message.name === null ? null : <span className={styles["name"]}> {message.name}</span>}
          </div>
          <div className={styles["parts"]}>
            {message.parts.length === 0 ? <span className={styles["none"]}>empty</span> : null}
            {message.parts.map((part, place) => (
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
  switch (part.type) {
    case "text":
      return (
        <div className={styles["text"]}>
          <LongText text={part.text} />
        </div>
      );
    case "reasoning":
      return (
        <details className={styles["reasoning"]}>
          <summary>Reasoning, {formatCount(part.text.length)} characters</summary>
          <div className={styles["text"]}>
            <LongText text={part.text} />
          </div>
        </details>
      );
    case "refusal":
      return (
        <div className={styles["refusal"]}>
          <span className={styles["tag"]}>refused</span>
          <LongText text={part.text} />
        </div>
      );
    case "tool_call":
      return <Call name={part.name} id={part.id} word="calls" value={part.arguments} />;
    case "tool_result":
      return (
        <Call
          name={part.name}
          id={part.id}
          word={part.isError ? "failed with" : "answers"}
          value={part.result}
          isError={part.isError}
        />
      );
    case "media":
      return <Media part={part} />;
    case "other":
      return <JsonTree value={part.value} label="Other part" />;
  }
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
