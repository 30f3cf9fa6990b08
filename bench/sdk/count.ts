/** Counts the finished spans in what an SDK sent, in whichever format it speaks. */
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { decodeBatch, WIRE_CONTENT_TYPE } from "@clew/model";

export interface Received {
  path: string;
  type: string;
  encoding: string;
  body: Buffer;
}

interface OtlpJson {
  resourceSpans: { scopeSpans: { spans: { spanId: string }[] }[] }[];
}

/** Spans by id, so that one that was sent twice counts once. */
export function countSpans(received: readonly Received[]): number {
  const ids = new Set<string>();
  for (const request of received) {
    for (const id of finishedSpans(request)) ids.add(id);
  }
  return ids.size;
}

function finishedSpans(request: Received): string[] {
  const body = decompress(request);
  if (request.path.startsWith("/runs")) return langsmithRuns(body.toString("latin1"));
  if (request.type === WIRE_CONTENT_TYPE) {
    const { spans } = decodeBatch(body);
    return spans.filter((span) => span.endTime !== undefined).map((span) => span.spanId);
  }
  if (request.type.includes("json")) return otlpJsonSpans(JSON.parse(body.toString("utf8")));
  if (request.type.includes("protobuf")) return otlpSpans(body);
  throw new Error(`a request of an unknown kind: ${request.path} ${request.type}`);
}

function decompress({ encoding, body }: Received): Buffer {
  if (encoding === "gzip") return gunzipSync(body);
  if (encoding === "zstd") return zstdDecompressSync(body);
  return body;
}

/** A run is finished when a part with its outputs came. */
function langsmithRuns(multipart: string): string[] {
  return Array.from(
    multipart.matchAll(/name="(?:post|patch)\.([0-9a-f-]{36})\.outputs"/g),
    (match) => match[1] ?? "",
  );
}

function otlpJsonSpans(request: OtlpJson): string[] {
  return request.resourceSpans.flatMap((resource) =>
    resource.scopeSpans.flatMap((scope) => scope.spans.map((span) => span.spanId)),
  );
}

/** ExportTraceServiceRequest.resource_spans(1) → scope_spans(2) → spans(2) → span_id(2). */
function otlpSpans(request: Buffer): string[] {
  return members(request, 1)
    .flatMap((resource) => members(resource, 2))
    .flatMap((scope) => members(scope, 2))
    .flatMap((span) => members(span, 2).map((id) => id.toString("hex")));
}

/** The length-delimited fields with this number in a protobuf message. */
function members(message: Buffer, field: number): Buffer[] {
  const found: Buffer[] = [];
  let offset = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message[offset++];
      if (byte === undefined) throw new Error("a protobuf message ends early");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (offset < message.length) {
    const tag = readVarint();
    const kind = tag & 7;
    if (kind === 0) readVarint();
    else if (kind === 1) offset += 8;
    else if (kind === 5) offset += 4;
    else {
      const length = readVarint();
      if (tag >>> 3 === field) found.push(message.subarray(offset, offset + length));
      offset += length;
    }
  }
  return found;
}
