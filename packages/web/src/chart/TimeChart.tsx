/** The one component that knows uPlot. Loaded when a chart is first shown. */
import "uplot/dist/uPlot.min.css";
import { type ReactElement, useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import { plotOptions } from "./options.ts";
import type { Pointed, TimeChartProps } from "./types.ts";
import styles from "./TimeChart.module.css";

const DARK = "(prefers-color-scheme: dark)";

/** Values over time, with a readout under the pointer. */
export function TimeChart(props: TimeChartProps): ReactElement {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isHovered, setHovered] = useState(false);
  return (
    <div
      className={styles["chart"]}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
    >
      <Plot key={useTheme()} chart={props} onPoint={setPointed} />
      {pointed === null || !isHovered ? null : <Readout {...props} pointed={pointed} />}
    </div>
  );
}

/** The canvas. A new answer draws anew: at some hundred points that is faster than to tell what changed. */
function Plot(props: {
  chart: TimeChartProps;
  onPoint: (pointed: Pointed | null) => void;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const { chart, onPoint } = props;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const columns = chart.lines.map((line) => line.drawn.slice()).reverse();
    const plot = new uPlot(
      plotOptions(chart, element, onPoint),
      [chart.times.slice(), ...columns],
      element,
    );
    const observer = new ResizeObserver(() =>
      plot.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [chart, onPoint]);
  return <div className={styles["plot"]} ref={box} role="img" aria-label={chart.label} />;
}

function Readout(props: TimeChartProps & { pointed: Pointed }): ReactElement | null {
  const { index, isLeft } = props.pointed;
  const time = props.times[index];
  if (time === undefined) return null;
  const lines = props.lines
    .map((line) => ({ line, value: line.values[index] ?? null }))
    .filter(({ value }) => value !== null && value !== 0)
    .reverse();
  return (
    <div className={`${styles["readout"]} ${isLeft ? styles["right"] : styles["left"]}`}>
      <div>{props.formatTime(time)}</div>
      {lines.length === 0 ? <div>nothing</div> : null}
      {lines.map(({ line, value }) => (
        <div key={line.label} className={styles["value"]}>
          <span className={styles["swatch"]} style={{ background: line.color }} />
          <span className={styles["name"]}>{line.label}</span>
          <span>{props.format(value ?? 0)}</span>
        </div>
      ))}
    </div>
  );
}

/** Changes when the colours do, because a canvas does not follow custom properties by itself. */
function useTheme(): string {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    const renew = (): void => setTheme(readTheme());
    const media = matchMedia(DARK);
    const observer = new MutationObserver(renew);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    media.addEventListener("change", renew);
    return () => {
      observer.disconnect();
      media.removeEventListener("change", renew);
    };
  }, []);
  return theme;
}

function readTheme(): string {
  return `${document.documentElement.style.colorScheme} ${matchMedia(DARK).matches}`;
}
