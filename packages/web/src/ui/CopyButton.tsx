import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import styles from "./controls.module.css";

/** Puts a text on the clipboard and says so. `text` may be made at the click. */
export function CopyButton(props: {
  text: string | (() => string);
  children: ReactNode;
  title?: string;
}): ReactElement {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (outcome === null) return undefined;
    const timer = setTimeout(() => setOutcome(null), 1500);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    const text = typeof props.text === "string" ? props.text : props.text();
    writeText(text).then(
      () => setOutcome("copied"),
      () => setOutcome("failed"),
    );
  };
  return (
    <button type="button" className={styles["button"]} title={props.title} onClick={copy}>
      <span aria-live="polite">
        {outcome === "copied" ? "Copied" : outcome === "failed" ? "Not allowed" : props.children}
      </span>
    </button>
  );
}

/** The clipboard is open to secure pages only; a page served by plain HTTP on a LAN goes the old way. */
async function writeText(text: string): Promise<void> {
  if (isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("The browser did not copy.");
}
