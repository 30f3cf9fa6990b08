/** What surrounds the calls of a model: requests, queries, remote calls, by OpenTelemetry's general conventions. */
import type { SpanKind } from "@clew/model";
import type { Attributes } from "./attributes.ts";
import { type Dialect, known, type Understood } from "./dialect.ts";

const HTTP = ["http.request.method", "http.method", "url.full", "http.url", "http.route"];
const DATABASE = ["db.system.name", "db.system"];

export const infrastructure: Dialect = {
  name: "infrastructure",
  claims: ({ attributes }) => attributes.has(...HTTP, ...DATABASE, "rpc.system", "rpc.system.name"),
  map: ({ attributes }) => read(attributes),
};

function read(read: Attributes): Understood {
  return known<Understood>({
    kind: kindOf(read),
    input: read.raw("db.query.text", "db.statement", "url.full", "http.url", "http.target"),
    output: read.raw("http.response.status_code", "http.status_code"),
  });
}

/** A query of vectors looks for documents; a query of anything else is plain work. */
function kindOf(read: Attributes): SpanKind {
  if (read.hasPrefix("db.vector.")) return "retriever";
  return read.has(...HTTP) ? "http" : "generic";
}
