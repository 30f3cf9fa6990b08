/** Sends spool files to a server. */
import { readFileSync, renameSync, rmSync } from "node:fs";
import {
  type IngestAnswer,
  LIMITS,
  NO_OWNER,
  readSpool,
  WIRE_CONTENT_TYPE,
  withSpoolOwner,
} from "@clew/model";
import type { SpoolFile } from "./files.ts";

/** What came of the files. */
export interface Sent {
  files: number;
  /** Wire records the server stored. */
  stored: number;
  /** Wire records the server refused. */
  refused: number;
  /** Why sending has stopped, or null when all is sent. */
  stoppedBy: string | null;
}

/** Sends the files, oldest first, and removes those the server has answered. Stops when the server takes no more. */
export async function sendFiles(
  files: readonly SpoolFile[],
  url: string,
  apiKey: string | undefined,
): Promise<Sent> {
  const sent: Sent = { files: 0, stored: 0, refused: 0, stoppedBy: null };
  for (const file of files) {
    const path = withSpoolOwner(file.path, process.pid);
    renameSync(file.path, path);
    sent.stoppedBy = await sendFile(path, url, apiKey, sent);
    if (sent.stoppedBy !== null) {
      renameSync(path, withSpoolOwner(path, NO_OWNER));
      break;
    }
    rmSync(path);
    sent.files++;
  }
  return sent;
}

async function sendFile(
  path: string,
  url: string,
  apiKey: string | undefined,
  sent: Sent,
): Promise<string | null> {
  for (const item of readSpool(readFileSync(path))) {
    if (item.kind !== "batch") continue;
    const headers: Record<string, string> = { "content-type": WIRE_CONTENT_TYPE };
    if (item.encoding !== undefined) headers["content-encoding"] = item.encoding;
    if (apiKey !== undefined) headers.authorization = `Bearer ${apiKey}`;
    const answer = await post(`${url.replace(/\/+$/, "")}/api/v1/spans`, headers, item.body);
    if (typeof answer === "string") return answer;
    sent.stored += item.records - answer.rejected.length;
    sent.refused += answer.rejected.length;
  }
  return null;
}

/** The server's answer, or why there is none. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Promise<IngestAnswer | string> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(LIMITS.requestMs),
    });
    if (response.status !== 200) return `the server answered ${response.status}`;
    return (await response.json()) as IngestAnswer;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? cause.message || message : message;
  }
}
