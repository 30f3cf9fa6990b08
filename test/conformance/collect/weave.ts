/** Weave: starts and ends of calls in `/call/upsert_batch`. */
import type { Recorded } from "../case.ts";
import type { Protocol } from "./server.ts";

interface Call {
  id: string;
  parent_id?: string | null;
  op_name?: string;
  display_name?: string | null;
  started_at?: string;
  ended_at?: string;
  inputs?: unknown;
  output?: unknown;
  exception?: unknown;
}

interface Batch {
  batch?: { req: { start?: Call; end?: Call } }[];
}

export const WEAVE: Protocol = {
  answer({ path }) {
    if (path.includes("/graphql")) {
      return { data: { viewer: { username: "user", defaultEntity: { name: "user" } } } };
    }
    return path.includes("/upsert_batch") ? { res: [] } : { digest: "digest" };
  },
  decode(requests) {
    const calls = new Map<string, Call>();
    for (const { path, body } of requests) {
      if (!path.includes("/call/")) continue;
      const { batch = [] } = JSON.parse(body.toString("utf8")) as Batch;
      for (const { req } of batch) {
        const call = req.start ?? req.end;
        if (call !== undefined) calls.set(call.id, { ...calls.get(call.id), ...call });
      }
    }
    return [...calls.values()].map(toRecorded);
  },
};

function toRecorded(call: Call): Recorded {
  const { id, parent_id: parent, started_at: start, ended_at: end, exception } = call;
  const isFailed = exception !== undefined && exception !== null;
  return {
    id,
    parentId: parent ?? null,
    name: nameOf(call),
    status: end === undefined ? "open" : isFailed ? "failed" : "ok",
    input: call.inputs,
    output: call.output,
    start: Date.parse(start ?? ""),
    end: end === undefined ? null : Date.parse(end),
  };
}

/** An op's address ends in `/op/<name>:<version>`. */
function nameOf({ display_name: shown, op_name: address = "" }: Call): string {
  return shown ?? /\/op\/([^:]+)/.exec(address)?.[1] ?? address;
}
