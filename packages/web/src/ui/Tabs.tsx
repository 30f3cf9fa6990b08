import type { KeyboardEvent, ReactElement } from "react";
import styles from "./Tabs.module.css";

/** Tabs over a panel with the id `panel`. Arrow keys change the tab, as the ARIA pattern has it. */
export function Tabs<T extends string>(props: {
  label: string;
  panel: string;
  tabs: readonly { name: T; title: string }[];
  selected: T;
  onSelect: (name: T) => void;
}): ReactElement {
  const { tabs, selected, onSelect } = props;
  const step = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const index = tabs.findIndex((tab) => tab.name === selected);
    const next = tabs[(index + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.name);
    document.querySelector<HTMLElement>(`#${tabId(props.panel, next.name)}`)?.focus();
  };
  return (
    <div className={styles["tabs"]} role="tablist" aria-label={props.label} onKeyDown={step}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={tabId(props.panel, name)}
          aria-selected={selected === name}
          aria-controls={props.panel}
          tabIndex={selected === name ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** The id of a tab's button, for the panel's `aria-labelledby`. */
export function tabId(panel: string, name: string): string {
  return `${panel}-${name}`;
}
