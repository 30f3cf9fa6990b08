/** Jailbreak: role play, pretexts and promises that are to talk a model out of its rules. */
import { type Detector, DetectorType } from "../define.ts";
import { attackFamily } from "./attack.ts";

export const jailbreak: Detector = {
  code: DetectorType.JAILBREAK,
  claim: "The text tries to talk a model out of the rules it keeps.",
  reads: ["user", "document"],
  secret: false,
  families: [
    attackFamily({
      category: "jailbreak",
      message: "The text tries to make the model drop its rules.",
      suggestion: "Answer within the rules or refuse; keep the role the model was given.",
      isNamed: (logit) => logit > -1,
    }),
  ],
};
