/** LangSmith: multipart bodies whose parts are named `post.<run>.outputs` and the like, or JSON runs. */
import type { Recorded } from "../case.ts";
import { parsed } from "./parsed.ts";
import type { Protocol, Received } from "./server.ts";

type Run = Record<string, unknown> & { id: string };

const INFO = {
  version: "0.10.0",
  batch_ingest_config: {
    use_multipart_endpoint: true,
    scale_up_qsize_trigger: 1000,
    scale_up_nthreads_limit: 16,
    scale_down_nempty_trigger: 4,
    size_limit: 100,
    size_limit_bytes: 20_971_520,
  },
};

export const LANGSMITH: Protocol = {
  answer: ({ path }) => (path.endsWith("/info") ? INFO : {}),
  decode(requests) {
    const runs = new Map<string, Run>();
    for (const run of requests.flatMap(runsOf)) runs.set(run.id, { ...runs.get(run.id), ...run });
    return [...runs.values()].map(toRecorded);
  },
};

function runsOf(request: Received): Run[] {
  const { path, type, body } = request;
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary !== undefined) return partsOf(body.toString("utf8"), boundary);
  if (!path.includes("/runs") || body.length === 0) return [];
  const parsed = JSON.parse(body.toString("utf8")) as { post?: Run[]; patch?: Run[] } & Run;
  if (parsed.post !== undefined || parsed.patch !== undefined) {
    return [...(parsed.post ?? []), ...(parsed.patch ?? [])];
  }
  return [{ ...parsed, id: parsed.id ?? path.split("/").at(-1) ?? "" }];
}

function partsOf(body: string, boundary: string): Run[] {
  return body.split(`--${boundary}`).flatMap((part): Run[] => {
    const name = /name="(?:post|patch)\.([0-9a-f-]{36})(?:\.(\w+))?"/.exec(part);
    const start = part.indexOf("\r\n\r\n");
    if (name === null || start === -1) return [];
    const value = parsed(part.slice(start).trim());
    const [, id = "", field] = name;
    return [field === undefined ? { ...(value as object), id } : { id, [field]: value }];
  });
}

function toRecorded(run: Run): Recorded {
  const { id, name, parent_run_id: parent, inputs, outputs, error } = run;
  const end = run.end_time === undefined || run.end_time === null ? null : timeOf(run.end_time);
  return {
    id,
    parentId: typeof parent === "string" ? parent : null,
    name: String(name),
    status: statusOf(end, error),
    input: inputs,
    output: unwrapped(outputs),
    start: timeOf(run.start_time),
    end,
  };
}

function statusOf(end: number | null, error: unknown): Recorded["status"] {
  if (end === null) return "open";
  return typeof error === "string" && error !== "" ? "failed" : "ok";
}

/** Results that are no objects stand under `outputs`. */
function unwrapped(outputs: unknown): unknown {
  const keys = Object.keys(outputs ?? {});
  return keys.length === 1 && keys[0] === "outputs"
    ? (outputs as { outputs: unknown }).outputs
    : outputs;
}

function timeOf(time: unknown): number {
  return typeof time === "number" ? time : Date.parse(String(time));
}
