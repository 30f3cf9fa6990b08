import uPlot from "uplot";
import type { ChartLine, Pointed, TimeChartProps } from "./types.ts";

const AXIS_FONT = "11px ui-sans-serif, system-ui, sans-serif";
/** Above this many times, dots on a line would cover it. */
const DOTTED = 60;

/** uPlot's options for one chart in `element`. `onPoint` hears where the pointer is, or null when it left. */
export function plotOptions(
  props: TimeChartProps,
  element: HTMLElement,
  onPoint: (pointed: Pointed | null) => void,
): uPlot.Options {
  const color = (value: string): string => resolveColor(value, element);
  const axis: uPlot.Axis = {
    stroke: color("var(--text-faint)"),
    font: AXIS_FONT,
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
      sync: { key: "clew" },
    },
    scales: {
      x: { time: true, range: () => edges(props.times) },
      y: { range: (_, __, most) => [0, (most || 1) * 1.08] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 24, space: 64, values: labels(props.formatTick) },
      {
        ...axis,
        grid: { stroke: color("var(--line)"), width: 1 },
        size: 54,
        space: 34,
        values: labels(props.format),
      },
    ],
    series: [{}, ...props.lines.map((line) => drawing(line, props, color)).reverse()],
    hooks: {
      setCursor: [
        ({ cursor, over }) => {
          const left = cursor.left ?? -1;
          const index = left < 0 ? null : (cursor.idx ?? null);
          onPoint(index === null ? null : { index, isLeft: left < over.clientWidth / 2 });
        },
      ],
    },
  };
}

function drawing(
  line: ChartLine,
  props: TimeChartProps,
  color: (value: string) => string,
): uPlot.Series {
  const stroke = color(line.color);
  const bars = uPlot.paths.bars?.({ size: [0.8, 40], gap: 0 });
  if (props.style === "bars" && bars !== undefined) {
    return { label: line.label, fill: stroke, width: 0, paths: bars, points: { show: false } };
  }
  const points = { show: props.times.length <= DOTTED, size: 4, fill: stroke };
  return { label: line.label, stroke, width: 1.6, spanGaps: true, points };
}

function labels(format: (value: number) => string): uPlot.Axis.DynamicValues {
  return (_, splits) => splits.map(format);
}

/** Half an interval of room on both sides, so that the outer bars are whole. */
function edges(times: readonly number[]): [number, number] {
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 1;
  const half = ((times[1] ?? first + 60) - first) / 2;
  return [first - half, last + half];
}

/** A colour as canvas understands it: a probe element resolves custom properties and light-dark(). */
function resolveColor(value: string, element: HTMLElement): string {
  const probe = document.createElement("span");
  probe.style.color = value;
  element.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}
