/** Has a process of its own send the spool after this one has ended: nothing can be sent at a program's last moment. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { LIMITS } from "@clew/model";
import { builtin } from "../builtin.ts";
import { type Config, environmentFor } from "../config.ts";

/** Only of Node is it known that it runs a file; a program packed into one executable would start itself anew. */
const NODE = /^node(?:js)?(?:\.exe)?$/i;
/** The first process of a container: with its end all others end. */
const INIT_PROCESS = 1;

/** Starts the sender. Nothing happens where that is not possible: then the next program sends what is left. */
export function launchSender(config: Config): void {
  const isSource = import.meta.url.endsWith(".ts");
  const file = fileURLToPath(new URL(`sender-main.${isSource ? "ts" : "js"}`, import.meta.url));
  if (!NODE.test(basename(process.execPath)) || !builtin("node:fs").existsSync(file)) return;
  const { spawn, spawnSync } = builtin("node:child_process");
  const line = isSource ? ["--conditions=@clew/source", "--no-warnings", file] : [file];
  const options = {
    cwd: config.spoolDir,
    env: environmentFor(config),
    stdio: "ignore",
    windowsHide: true,
  } as const;
  if (process.pid === INIT_PROCESS) {
    spawnSync(process.execPath, line, { ...options, timeout: LIMITS.exitMs });
  } else {
    spawn(process.execPath, line, { ...options, detached: true }).unref();
  }
}
