/** What the families of PII share: how evidence of a kind looks, and the words around it. */
import type { Severity } from "@clew/model";
import type { Evidence } from "../define.ts";

/** What one kind of personal data is worth and how it is called. */
export interface Kind {
  readonly category: string;
  /** `an e-mail address`. */
  readonly label: string;
  readonly severity: Severity;
}

export function found(kind: Kind, start: number, end: number, confidence: number): Evidence {
  return {
    category: kind.category,
    severity: kind.severity,
    confidence,
    start,
    end,
    message: `The text contains ${kind.label}.`,
    suggestion: "Remove or mask it before it leaves your system.",
  };
}

/** Names of things that are counted or identified: what follows is no person's number. */
const IDENTIFIER =
  /(?:\b(?:trace|span|request|run|order|invoice|parcel|tracking|shipment|ticket|transaction|session|message|commit|build|issue|row|job|task|batch|serial|reference|ref|po|sku|isbn|issn|ean|upc|asin|doi|pmid|id|ids|uuid|guid|hash|sha\d*|md5|nonce|seed|checksum|digest|epoch|timestamp|time|nano|nanos|millis|unixnano|version|revision|port|pid|size|bytes|tokens|length|offset|count|total|amount|price|lat|lon|latitude|longitude)|_id|[a-z]id|nano|timestamp)["']?(?:\s*(?:no|nr|num|number)\b\.?)?\s{0,2}[:=#(]{0,2}\s{0,2}["']?[a-z]{0,3}-?$/;

/** True when the lower-case words right before a number name an identifier, a time, a size or a place. */
export function isIdentifier(before: string): boolean {
  return IDENTIFIER.test(before);
}
