/**
 * Wire v1, the shape. A batch is one CBOR item (RFC 8949):
 *
 *     55799( 256( [_ resource, record, record, … ] ) )
 *
 * 55799 is CBOR's magic number, 256 opens a stringref namespace (http://cbor.schmorp.de/stringref): a string that
 * came before is written as 25(index). Resource and records are maps with the small integer keys below; a record
 * is a SpanPatch. Unknown keys are skipped, so that fields can be added. Ids are byte strings, times are unsigned
 * integers in microseconds. Numbers here are frozen: a number is never given a second meaning.
 */
export const WIRE_CONTENT_TYPE = "application/cbor";

export const RESOURCE_FIELDS = {
  version: 0,
  project: 1,
  environment: 2,
  sdkName: 3,
  sdkVersion: 4,
  runtime: 5,
  serviceName: 6,
  process: 7,
} as const;

export const SPAN_FIELDS = {
  traceId: 1,
  spanId: 2,
  parentSpanId: 3,
  name: 4,
  kind: 5,
  startTime: 6,
  endTime: 7,
  status: 8,
  input: 9,
  output: 10,
  model: 11,
  provider: 12,
  generationInfo: 13,
  usage: 14,
  error: 15,
  metadata: 16,
  tags: 17,
  session: 18,
  user: 19,
  project: 20,
  environment: 21,
  attributes: 22,
  timeToFirstChunkMs: 23,
  chunkCount: 24,
  attempt: 25,
  truncated: 26,
  finishReason: 27,
  slowMs: 28,
} as const;

export const WIRE_VERSION = 1;
