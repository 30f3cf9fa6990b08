/** Secrets that open doors: keys, tokens, passwords, connection strings. */
import { type Detector, DetectorType } from "../define.ts";
import { withoutOverlaps } from "../overlap.ts";
import { assignment } from "./assignment.ts";
import { connection } from "./connection.ts";
import { privateKey } from "./private-key.ts";
import { tokens } from "./tokens.ts";

export const secrets: Detector = {
  code: DetectorType.SECRETS,
  claim: "The text contains a key, token or password that gives access to a system.",
  reads: ["system", "user", "assistant", "document"],
  secret: true,
  families: [privateKey, connection, tokens, assignment],
  settle: withoutOverlaps,
};
