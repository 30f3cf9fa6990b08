/** Braintrust: rows of `/logs3`, merged by id. */
import type { Recorded } from "../case.ts";
import type { Protocol } from "./server.ts";

interface Row {
  id: string;
  span_id?: string;
  span_parents?: string[] | null;
  span_attributes?: { name?: string };
  metrics?: { start?: number; end?: number };
  input?: unknown;
  output?: unknown;
  error?: unknown;
}

export const BRAINTRUST: Protocol = {
  answer({ path }, url) {
    if (path.includes("/apikey/login")) {
      return {
        org_info: [{ id: "org", name: "org", api_url: url, proxy_url: url, git_metadata: {} }],
      };
    }
    if (path.includes("/project/register")) return { project: { id: "project", name: "project" } };
    return path.includes("/logs3") ? { ids: [] } : {};
  },
  decode(requests) {
    const rows = new Map<string, Row>();
    for (const { path, body } of requests) {
      if (!path.includes("/logs3") || body.length === 0) continue;
      const { rows: sent = [] } = JSON.parse(body.toString("utf8")) as { rows?: Row[] };
      for (const row of sent) rows.set(row.id, merged(rows.get(row.id), row));
    }
    return [...rows.values()].map(toRecorded);
  },
};

function merged(known: Row | undefined, row: Row): Row {
  return {
    ...known,
    ...row,
    metrics: { ...known?.metrics, ...row.metrics },
    span_attributes: { ...known?.span_attributes, ...row.span_attributes },
  };
}

function toRecorded(row: Row): Recorded {
  const { start = 0, end } = row.metrics ?? {};
  const isFailed = row.error !== undefined && row.error !== null;
  return {
    id: row.span_id ?? row.id,
    parentId: row.span_parents?.[0] ?? null,
    name: row.span_attributes?.name ?? "",
    status: end === undefined ? "open" : isFailed ? "failed" : "ok",
    input: row.input,
    output: row.output,
    start: start * 1000,
    end: end === undefined ? null : end * 1000,
  };
}
