/** Decodes wire v1, binary or JSON, into span patches. One bad record is rejected with its reason; the others are kept. */
import { LIMITS } from "../limits.ts";
import type { Resource, SpanPatch } from "../span.ts";
import { bytesToHex } from "../id.ts";
import { RESOURCE_FIELDS, SPAN_FIELDS, WIRE_VERSION } from "./fields.ts";
import { parseResource, parseSpanPatch } from "./patch.ts";
import { type Item, WireError, WireReader } from "./reader.ts";
import { TAG_MAGIC, TAG_STRING_NAMESPACE } from "./writer.ts";

/** A record that was not taken. */
export interface Rejected {
  /** Place among the batch's spans, from 0. */
  index: number;
  spanId: string | null;
  reason: string;
}

export interface DecodedBatch {
  resource: Resource;
  spans: SpanPatch[];
  rejected: Rejected[];
}

const SPAN_NAMES = namesByNumber(SPAN_FIELDS);
const RESOURCE_NAMES = namesByNumber(RESOURCE_FIELDS);

/** Decodes a binary batch. Throws WireError when the bytes are not one. */
export function decodeBatch(bytes: Uint8Array): DecodedBatch {
  const reader = new WireReader(bytes);
  reader.expectTag(TAG_MAGIC);
  reader.expectTag(TAG_STRING_NAMESPACE);
  const length = reader.openArray();
  if (length === 0) reader.fail("the batch has no resource");
  const header = reader.record();
  if (header.get(RESOURCE_FIELDS.version) !== WIRE_VERSION) {
    reader.fail(`unknown wire version ${JSON.stringify(header.get(RESOURCE_FIELDS.version))}`);
  }
  const batch: DecodedBatch = {
    resource: parseResource(toNamed(header, RESOURCE_NAMES)),
    spans: [],
    rejected: [],
  };
  let index = 0;
  for (; length === -1 ? !reader.atBreak() : index < length - 1; index++) {
    if (index >= LIMITS.batchRecords) reader.fail(`more than ${LIMITS.batchRecords} records`);
    take(batch, index, toNamed(reader.record(), SPAN_NAMES));
  }
  if (reader.offset !== bytes.length) reader.fail("bytes after the end of the batch");
  return batch;
}

/** Takes a JSON batch: `{ resource?, spans: [SpanPatch, …] }`, times as ISO 8601 or microseconds. Throws WireError. */
export function decodeJsonBatch(value: unknown): DecodedBatch {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireError("the body is not a JSON object", 0);
  }
  const { resource, spans } = value as { resource?: unknown; spans?: unknown };
  if (!Array.isArray(spans)) throw new WireError("`spans` is not an array", 0);
  if (spans.length > LIMITS.batchRecords)
    throw new WireError(`more than ${LIMITS.batchRecords} spans`, 0);
  const batch: DecodedBatch = { resource: parseResource(resource ?? {}), spans: [], rejected: [] };
  for (const [index, span] of spans.entries()) take(batch, index, span);
  return batch;
}

function take(batch: DecodedBatch, index: number, fields: unknown): void {
  const result = parseSpanPatch(fields);
  if ("patch" in result) {
    batch.spans.push(result.patch);
    return;
  }
  const spanId = (fields as { spanId?: unknown } | null)?.spanId;
  batch.rejected.push({
    index,
    spanId: typeof spanId === "string" ? spanId : null,
    reason: result.reason,
  });
}

function namesByNumber(fields: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(fields).map(([name, number]) => [number, name]));
}

/** A record with its fields' names; byte strings as hex. Unknown numbers are left out. */
function toNamed(
  record: ReadonlyMap<number, Item>,
  names: ReadonlyMap<number, string>,
): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const [number, value] of record) {
    const name = names.get(number);
    if (name !== undefined) named[name] = value instanceof Uint8Array ? bytesToHex(value) : value;
  }
  return named;
}
