/** What prompt injection and jailbreak share: one model finds an attack, a second one names it. */
import type { Severity } from "@clew/model";
import type { Evidence, Family } from "../define.ts";
import { jailbreakLogit } from "../linear/naming.ts";
import type { Reading } from "../text/reading.ts";

interface Attack {
  readonly category: string;
  readonly message: string;
  readonly suggestion: string;
  /** Whether this is its name, from the logit that it is a jailbreak. Near zero it has both names. */
  isNamed(jailbreak: number): boolean;
}

/** Logit from which an attack is reported; documents speak of instructions more often than people do. */
const LEAST = 1.5;
const LEAST_IN_DOCUMENTS = 2.5;
/** Logit to confidence: fitted by scripts/measure-detect.ts on unseen rows, for one attack in twelve texts. */
const SLOPE = 0.84;
const OFFSET = -0.63;

export function attackFamily(attack: Attack): Family {
  return {
    name: attack.category,
    find(reading): Evidence[] {
      const { logit, start, end } = reading.judgement.attack;
      if (logit <= leastFor(reading)) return [];
      if (!attack.isNamed(jailbreakLogit(reading.text.slice(start, end)))) return [];
      const { category, message, suggestion } = attack;
      const confidence = 1 / (1 + Math.exp(-(SLOPE * logit + OFFSET)));
      return [
        { category, severity: severityOf(logit), confidence, start, end, message, suggestion },
      ];
    },
  };
}

function leastFor(reading: Reading): number {
  return reading.role === "document" ? LEAST_IN_DOCUMENTS : LEAST;
}

function severityOf(logit: number): Severity {
  if (logit > 5) return "critical";
  return logit > 2.5 ? "high" : "medium";
}
