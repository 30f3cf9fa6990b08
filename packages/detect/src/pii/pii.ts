/** Personal data with a form of its own: checked by check sums, grouping and the words around it. */
import { type Detector, DetectorType, type Evidence } from "../define.ts";
import { withoutOverlaps } from "../overlap.ts";
import { graver, rank } from "../severity.ts";
import { birth } from "./birth.ts";
import { card } from "./card.ts";
import { crypto } from "./crypto.ts";
import { document } from "./document.ts";
import { email } from "./email.ts";
import { iban } from "./iban.ts";
import { nationalId } from "./national-id.ts";
import { network } from "./network.ts";
import { phone } from "./phone.ts";
import { url } from "./url.ts";

export const pii: Detector = {
  code: DetectorType.PII,
  claim: "The text contains data by which a person can be identified or reached.",
  reads: ["system", "user", "assistant", "document"],
  secret: true,
  families: [url, email, iban, card, nationalId, document, network, crypto, birth, phone],
  settle: (evidence) => raise(withoutOverlaps(evidence)),
};

/**
 * One element is as grave as its kind. Two kinds together are `high`; three of which one is a card, an account
 * or a national id are `critical`: together they are a person's file.
 */
function raise(evidence: readonly Evidence[]): Evidence[] {
  const kinds = new Set(evidence.map((one) => one.category));
  if (kinds.size < 2) return [...evidence];
  const sensitive = evidence.some((one) => rank(one.severity) >= rank("high"));
  const floor = kinds.size >= 3 && sensitive ? "critical" : "high";
  return evidence.map((one) => ({ ...one, severity: graver(one.severity, floor) }));
}
