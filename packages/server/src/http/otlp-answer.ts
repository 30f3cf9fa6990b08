/** What OTLP clients read: Export…ServiceResponse and google.rpc.Status, in the encoding of the request. */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { Problem } from "../core/problem.ts";
import type { OtlpOutcome } from "../pipeline.ts";

/** Name of the count of rejected records in JSON. */
type RejectedName = "rejectedSpans" | "rejectedLogRecords";

const PROTOBUF = "application/x-protobuf";
const JSON_TYPE = "application/json";

/** google.rpc.Code by HTTP status; what is not listed is UNKNOWN. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  405: 12, // UNIMPLEMENTED
  413: 8, // RESOURCE_EXHAUSTED
  415: 3,
  500: 13, // INTERNAL
  503: 14, // UNAVAILABLE
};
const UNKNOWN = 2;

export function isOtlpPath(path: string): boolean {
  return path.startsWith("/v1/");
}

/** Full or partial success: 200 either way, and what was rejected must not be sent again. */
export function successResponse(
  { rejected, reason }: OtlpOutcome,
  rejectedName: RejectedName,
  contentType: string | undefined,
): Response {
  const errorMessage = reason ?? "";
  if (!isProtobuf(contentType)) {
    const partialSuccess = { [rejectedName]: String(rejected), errorMessage };
    return json(200, rejected === 0 ? {} : { partialSuccess });
  }
  const writer = new BinaryWriter();
  if (rejected > 0) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(rejected);
    writer.tag(2, WireType.LengthDelimited).string(errorMessage);
    writer.join();
  }
  return protobuf(200, writer);
}

/** A refusal of the whole request. */
export function statusResponse(problem: Problem, contentType: string | undefined): Response {
  const { status, message, retryAfter } = problem;
  const code = RPC_CODES[status] ?? UNKNOWN;
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int32(code);
  writer.tag(2, WireType.LengthDelimited).string(message);
  const response = isProtobuf(contentType)
    ? protobuf(status, writer)
    : json(status, { code, message });
  if (retryAfter !== null) response.headers.set("retry-after", String(retryAfter));
  return response;
}

function isProtobuf(contentType: string | undefined): boolean {
  return (contentType ?? "").trim().toLowerCase().startsWith(PROTOBUF);
}

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": JSON_TYPE } });
}

function protobuf(status: number, writer: BinaryWriter): Response {
  return new Response(writer.finish(), { status, headers: { "content-type": PROTOBUF } });
}
