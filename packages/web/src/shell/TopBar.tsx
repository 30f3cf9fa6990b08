import { type ReactElement, useState } from "react";
import { Link, useLocation } from "wouter";
import { useLiveState } from "../api/LiveContext.tsx";
import { useView } from "../state/useView.ts";
import { pageAddress } from "../state/view.ts";
import { applyTheme, storedTheme, type Theme, THEMES } from "../ui/theme.ts";
import controls from "../ui/controls.module.css";
import { ScopeSelects } from "./ScopeSelects.tsx";
import styles from "./Shell.module.css";

const PULSE = { connecting: "Connecting", open: "Live", lost: "Reconnecting" } as const;

/** Pages, scope and tools, the same on every page. */
export function TopBar(props: { onKeys: () => void }): ReactElement {
  const [path] = useLocation();
  const [view] = useView();
  const onAnalytics = path.startsWith("/analytics");
  // A single trace is what it is, whatever the scope.
  const onTrace = path.startsWith("/traces/");
  return (
    <header className={styles["bar"]}>
      <Link className={styles["brand"] ?? ""} href="/">
        <ClewMark />
        Clew
      </Link>
      <nav className={styles["pages"]} aria-label="Pages">
        <Link href={pageAddress("/", view)} aria-current={onAnalytics ? undefined : "page"}>
          Traces
        </Link>
        <Link
          href={pageAddress("/analytics", view)}
          aria-current={onAnalytics ? "page" : undefined}
        >
          Analytics
        </Link>
      </nav>
      {onTrace ? <span className={styles["scope"]} /> : <ScopeSelects onAnalytics={onAnalytics} />}
      <div className={styles["tools"]}>
        <LivePulse />
        <ThemeSwitch />
        <button
          type="button"
          className={`${controls["button"]} ${controls["quiet"]} ${controls["icon"]}`}
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={props.onKeys}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function LivePulse(): ReactElement {
  const state = useLiveState();
  return (
    <span
      className={`${styles["pulse"]} ${styles[state] ?? ""}`}
      role="status"
      title={
        state === "lost"
          ? "The live connection is lost. It is tried again, and what was missed is loaded then."
          : "New traces appear as they happen."
      }
    >
      <span className={styles["dot"]} />
      <span className={styles["word"]}>{PULSE[state]}</span>
    </span>
  );
}

const THEME_PATHS: Readonly<Record<Theme, string>> = {
  system: "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Zm0 0v11",
  light:
    "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1.2v1.4M8 13.4v1.4M1.2 8h1.4M13.4 8h1.4M3.2 3.2l1 1M11.8 11.8l1 1M3.2 12.8l1-1M11.8 4.2l1-1",
  dark: "M13.5 9.7A5.9 5.9 0 0 1 6.3 2.5a5.9 5.9 0 1 0 7.2 7.2Z",
};

function ThemeSwitch(): ReactElement {
  const [theme, setTheme] = useState(storedTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  const change = (): void => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      className={`${controls["button"]} ${controls["quiet"]} ${controls["icon"]}`}
      aria-label={`Theme: ${theme}. Switch to ${next}`}
      title={`Theme: ${theme}`}
      onClick={change}
    >
      <svg
        width={15}
        height={15}
        viewBox="0 0 16 16"
        stroke="currentColor"
        strokeWidth={1.4}
        aria-hidden
      >
        <path d={THEME_PATHS[theme]} fill="none" strokeLinecap="round" />
        {theme === "system" ? <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" /> : null}
      </svg>
    </button>
  );
}

function ClewMark(): ReactElement {
  return (
    <svg
      width={20}
      height={20}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      aria-hidden
    >
      <circle cx={9} cy={9} r={6.6} />
      <path d="M4.2 5.5c3.8-.6 7.5 1.6 9.3 6.3M3 9.6c3.4-.9 6.4 1 7.6 5.4M8 2.7c3.4.4 6 2.6 7.3 5.8" />
      <path d="M12.5 14.7c1 1.9 2.8 2.6 5.5 2.6" />
    </svg>
  );
}
