import { type ReactElement, useState } from "react";
import { CopyButton } from "../ui/CopyButton.tsx";
import controls from "../ui/controls.module.css";
import { curlSnippet, sdkSnippet } from "./snippets.ts";
import styles from "./FirstTrace.module.css";

/** Shown while there is no trace at all: how to send the first one. The list takes over when it arrives. */
export function FirstTrace(): ReactElement {
  const [way, setWay] = useState<"sdk" | "curl">("sdk");
  const [openedAt] = useState(Date.now);
  const snippet =
    way === "sdk" ? sdkSnippet(location.origin) : curlSnippet(location.origin, openedAt);
  return (
    <section className={styles["first"]} aria-labelledby="first-title">
      <h1 id="first-title">Send the first trace</h1>
      <p>
        Mark a function with <code>traceable</code> and call it. Its trace shows up here while it
        runs; nothing to reload.
      </p>
      <div className={styles["bar"]} role="group" aria-label="How to send">
        {(["sdk", "curl"] as const).map((name) => (
          <button
            key={name}
            type="button"
            className={`${controls["button"]} ${way === name ? controls["pressed"] : ""}`}
            aria-pressed={way === name}
            onClick={() => setWay(name)}
          >
            {name === "sdk" ? "TypeScript" : "curl"}
          </button>
        ))}
        <span className={styles["space"]} />
        <CopyButton text={snippet}>Copy</CopyButton>
      </div>
      <pre className={styles["code"]} tabIndex={0}>
        {snippet}
      </pre>
      <p className={styles["wait"]} role="status">
        <span className={styles["dot"]} />
        Waiting for the first trace on {location.origin}
      </p>
    </section>
  );
}
