/** The only list of the detectors that exist. */
import { jailbreak } from "./attack/jailbreak.ts";
import { promptInjection } from "./attack/prompt-injection.ts";
import { type Detector, DetectorType } from "./define.ts";
import { pii } from "./pii/pii.ts";
import { secrets } from "./secrets/secrets.ts";
import { sqlInjection } from "./sql/sql-injection.ts";
import { toxicity } from "./toxicity/toxicity.ts";

const CATALOG: readonly Detector[] = [
  promptInjection,
  jailbreak,
  toxicity,
  pii,
  secrets,
  sqlInjection,
];

/** The detectors that can be asked for. */
export function availableDetectors(): readonly Detector[] {
  return CATALOG;
}

/** A detector was asked for that is not there. */
export class UnknownDetectorError extends Error {
  override readonly name = "UnknownDetectorError";
  readonly detector: string;
  readonly available: readonly string[];

  constructor(detector: string, planned: boolean, available: readonly string[]) {
    const reason = planned ? "is not available yet" : "is not a detector";
    super(`${detector} ${reason}. Available: ${available.join(", ")}.`);
    this.detector = detector;
    this.available = available;
  }
}

/** The detector of that name, in any case. Throws UnknownDetectorError. */
export function findDetector(name: string): Detector {
  const code = name.toUpperCase();
  const found = CATALOG.find((detector) => detector.code === code);
  if (found !== undefined) return found;
  const available = CATALOG.map((detector) => detector.code);
  throw new UnknownDetectorError(name, code in DetectorType, available);
}
