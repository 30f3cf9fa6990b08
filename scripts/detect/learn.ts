/** Logistic regression over hashed features with Adagrad; a text counts by its surest window, as when it is judged. */
import { FEATURE_BITS, Segment } from "../../packages/detect/src/linear/features.ts";
import type { LinearModel } from "../../packages/detect/src/linear/model.ts";
import { type Random, seeded } from "./own-text.ts";
import type { Example } from "./corpus.ts";

/** Windows of one text that training looks at. */
const MOST_WINDOWS = 24;
const EPOCHS = 6;
const RATE = 0.5;
const DECAY = 1e-7;

interface Prepared {
  readonly windows: readonly Uint16Array[];
  readonly label: 0 | 1;
  readonly weight: number;
}

/** The features of each window of a text. */
function windowsOf(text: string, shift = 0): Uint16Array[] {
  const segment = new Segment();
  const segments: Uint16Array[] = [];
  for (
    let from = 0;
    segment.read(text, from) && segments.length <= MOST_WINDOWS;
    from = segment.end
  ) {
    segments.push(segment.features.slice(0, segment.count).map((feature) => feature >> shift));
  }
  if (segments.length <= 1) return segments;
  return segments.slice(1).map((later, index) => {
    const earlier = segments[index] as Uint16Array;
    const both = new Uint16Array(earlier.length + later.length);
    both.set(earlier);
    both.set(later, earlier.length);
    return both;
  });
}

/** Trains on features cut to 16 - `shift` bits. */
export function train(
  examples: readonly Example[],
  log: (line: string) => void,
  shift = 0,
): LinearModel {
  const random = seeded(11);
  const rows = examples
    .map((example) => prepare(example, shift))
    .filter((row) => row.windows.length > 0);
  const weights = new Float32Array(2 ** (FEATURE_BITS - shift));
  const squares = new Float32Array(2 ** (FEATURE_BITS - shift));
  let bias = -1;
  let biasSquares = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(rows, random);
    let loss = 0;
    for (const { windows, label, weight } of rows) {
      const { window, sum } =
        epoch === 0 ? anyWindow(windows, weights, random) : surest(windows, weights);
      const chance = 1 / (1 + Math.exp(-(sum + bias)));
      loss -= weight * Math.log(Math.max(1e-9, label === 1 ? chance : 1 - chance));
      const slope = (chance - label) * weight;
      const step = slope / Math.sqrt(window.length);
      for (const feature of window) {
        const gradient = step + DECAY * (weights[feature] ?? 0);
        squares[feature] = (squares[feature] ?? 0) + gradient * gradient;
        weights[feature] =
          (weights[feature] ?? 0) - (RATE * gradient) / (Math.sqrt(squares[feature] ?? 0) + 1e-3);
      }
      biasSquares += slope * slope;
      bias -= (0.1 * slope) / (Math.sqrt(biasSquares) + 1e-3);
    }
    log(`epoch ${epoch + 1}: loss ${(loss / rows.length).toFixed(4)}`);
  }
  return quantise(weights, bias);
}

function prepare({ text, label, weight }: Example, shift: number): Prepared {
  return { windows: windowsOf(text, shift), label, weight };
}

function sumOver(window: Uint16Array, weights: Float32Array): number {
  let sum = 0;
  for (const feature of window) sum += weights[feature] ?? 0;
  return sum / Math.sqrt(window.length || 1);
}

interface Choice {
  window: Uint16Array;
  sum: number;
}

function anyWindow(windows: readonly Uint16Array[], weights: Float32Array, random: Random): Choice {
  const window = windows[Math.floor(random() * windows.length)] as Uint16Array;
  return { window, sum: sumOver(window, weights) };
}

function surest(windows: readonly Uint16Array[], weights: Float32Array): Choice {
  let best: Choice = { window: windows[0] as Uint16Array, sum: -Infinity };
  for (const window of windows) {
    const sum = sumOver(window, weights);
    if (sum > best.sum) best = { window, sum };
  }
  return best;
}

/** One byte per weight; the largest one in two thousand is cut to 127 steps. */
function quantise(weights: Float32Array, bias: number): LinearModel {
  const sizes = weights
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort();
  const scale = (sizes[Math.floor(sizes.length * 0.9995)] ?? 1) / 127;
  const bytes = Int8Array.from(weights, (weight) => {
    return Math.max(-127, Math.min(127, Math.round(weight / scale)));
  });
  return { weights: bytes, scale, bias };
}

function shuffle(items: Prepared[], random: Random): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other] as Prepared, items[index] as Prepared];
  }
}
