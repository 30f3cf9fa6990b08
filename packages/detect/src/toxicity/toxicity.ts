/** Toxicity: insults, hate and obscenity, by a linear model over words and characters. */
import type { Severity } from "@clew/model";
import { type Detector, DetectorType } from "../define.ts";

/** Logit from which a text is reported: about 0.2 % of ordinary answers are above. */
const LEAST = 0;
/** Logit to confidence: fitted by scripts/measure-detect.ts on unseen rows, toxic and ordinary alike often. */
const SLOPE = 0.86;
const OFFSET = 0.1;

export const toxicity: Detector = {
  code: DetectorType.TOXICITY,
  claim: "The text insults, degrades or threatens people, or is obscene.",
  reads: ["user", "assistant"],
  secret: false,
  families: [
    {
      name: "toxicity",
      find: ({ judgement }) => {
        const { logit, start, end } = judgement.toxicity;
        if (logit <= LEAST) return [];
        return [
          {
            category: "toxicity",
            severity: severityOf(logit),
            confidence: 1 / (1 + Math.exp(-(SLOPE * logit + OFFSET))),
            start,
            end,
            message: "The text is insulting, hateful or obscene.",
            suggestion: "Rewrite it, or do not show it.",
          },
        ];
      },
    },
  ],
};

/** A threat or a slur aimed at a person would be critical; a bag of words cannot tell it apart. */
function severityOf(logit: number): Severity {
  if (logit > 3) return "high";
  return logit > 1 ? "medium" : "low";
}
