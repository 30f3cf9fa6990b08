import { type PointerEvent, type ReactElement, useRef, useState } from "react";
import styles from "./Splitter.module.css";

const LEAST = 25;
const MOST = 75;
const FIRST = 44;

/**
 * The border between a list and the panel to its right. Drag it, or focus it and use the arrow keys. The panel
 * takes its share from the custom property `--panel-share`, a percentage of the parent's width.
 */
export function Splitter(props: { label: string }): ReactElement {
  const bar = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(FIRST);
  const apply = (next: number): void => {
    const bounded = Math.min(MOST, Math.max(LEAST, next));
    setShare(bounded);
    bar.current?.parentElement?.style.setProperty("--panel-share", `${bounded}%`);
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = bar.current?.parentElement?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    apply(((box.right - event.clientX) / box.width) * 100);
  };
  return (
    <div
      ref={bar}
      className={styles["splitter"]}
      role="separator"
      aria-label={props.label}
      aria-orientation="vertical"
      aria-valuenow={Math.round(share)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => apply(FIRST)}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") apply(share + 2);
        if (event.key === "ArrowRight") apply(share - 2);
      }}
    />
  );
}
