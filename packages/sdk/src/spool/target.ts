/** Whom spooled batches are for: the server's address, and a mark of the key, so that no batch goes under another key. */
import { builtin } from "../builtin.ts";
import type { Config } from "../config.ts";

const MARK_DIGITS = 16;

/** `http://localhost:4318`, or `http://localhost:4318 <mark>` when there is a key. */
export function targetOf({ url, apiKey }: Pick<Config, "url" | "apiKey">): string {
  const address = url.replace(/\/+$/, "");
  if (apiKey === undefined) return address;
  const mark = builtin("node:crypto").createHash("sha256").update(apiKey).digest("hex");
  return `${address} ${mark.slice(0, MARK_DIGITS)}`;
}
