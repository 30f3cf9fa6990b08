/** Linear models over hashed features, as one byte per weight; several are read in one pass. */
import { Segment } from "./features.ts";

export interface LinearModel {
  /** One signed byte per feature. */
  readonly weights: Int8Array;
  /** What one step of a weight is worth in the logit. */
  readonly scale: number;
  readonly bias: number;
}

/** How a model judges a text: its surest window. */
export interface WindowScore {
  /** Logit of the surest window. */
  readonly logit: number;
  /** Offsets of that window. */
  readonly start: number;
  readonly end: number;
}

interface Track {
  previous: number;
  best: number;
  start: number;
  end: number;
}

/**
 * The surest window of each model: a window is two segments in a row, its logit the sum of its weights over the
 * root of their number. A text of one segment is one window.
 */
export function scoreText(
  text: string,
  first: LinearModel,
  second: LinearModel,
): [WindowScore, WindowScore] {
  const packed = pack(first, second);
  const segment = new Segment();
  const tracks: [Track, Track] = [newTrack(), newTrack()];
  let from = 0;
  let previousFrom = 0;
  let previousCount = 0;
  let segments = 0;
  while (segment.read(text, from)) {
    const { count, features, end } = segment;
    let a = 0;
    let b = 0;
    for (let index = 0; index < count; index++) {
      const value = packed[features[index] ?? 0] ?? 0;
      a += value >> 8;
      b += (value << 24) >> 24;
    }
    const root = Math.sqrt(previousCount + count || 1);
    // The first segment alone is a window only when no second follows.
    if (segments === 1) for (const track of tracks) track.best = -Infinity;
    judge(tracks[0], a, root, previousFrom, end);
    judge(tracks[1], b, root, previousFrom, end);
    previousFrom = from;
    previousCount = count;
    segments++;
    from = end;
  }
  return [toScore(tracks[0], first), toScore(tracks[1], second)];
}

function newTrack(): Track {
  return { previous: 0, best: -Infinity, start: 0, end: 0 };
}

function judge(track: Track, sum: number, root: number, start: number, end: number): void {
  const value = (track.previous + sum) / root;
  track.previous = sum;
  if (value <= track.best) return;
  track.best = value;
  track.start = start;
  track.end = end;
}

function toScore(track: Track, { scale, bias }: LinearModel): WindowScore {
  const best = Number.isFinite(track.best) ? track.best : 0;
  return { logit: best * scale + bias, start: track.start, end: track.end };
}

const PACKED = new WeakMap<LinearModel, Int16Array>();

/** Both models' weights side by side: one read of memory for the two. */
function pack(first: LinearModel, second: LinearModel): Int16Array {
  const known = PACKED.get(first);
  if (known !== undefined) return known;
  const packed = Int16Array.from(
    first.weights,
    (weight, index) => (weight << 8) | ((second.weights[index] ?? 0) & 255),
  );
  PACKED.set(first, packed);
  return packed;
}
