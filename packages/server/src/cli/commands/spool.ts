/** `clew spool`: the spans that programs keep on disk while the server is away. */
import { rmSync } from "node:fs";
import {
  buildCommand,
  buildRouteMap,
  type Command,
  type CommandContext,
  type RouteMap,
} from "@stricli/core";
import { DEFAULT_PORT } from "../../app.ts";
import { defaultFolder, readFolder, type SpoolFile, targetOf } from "../spool/files.ts";
import { sendFiles } from "../spool/send.ts";

interface FolderFlags {
  readonly dir?: string;
}

interface StatusFlags extends FolderFlags {
  readonly json: boolean;
}

interface SendFlags extends FolderFlags {
  readonly url?: string;
}

const dir = {
  kind: "parsed",
  parse: String,
  brief: "Folder of the spool (default CLEW_SPOOL_DIR, else the one programs use)",
  optional: true,
} as const;

const statusCommand: Command<CommandContext> = buildCommand({
  docs: { brief: "Show what waits, and for whom" },
  parameters: {
    flags: { dir, json: { kind: "boolean", brief: "Print JSON", default: false } },
  },
  func(this: CommandContext, flags: StatusFlags): void {
    const folder = folderOf(flags);
    const files = readFolder(folder);
    const text = flags.json
      ? `${JSON.stringify({ folder, files }, null, 2)}\n`
      : describe(folder, files);
    this.process.stdout.write(text);
  },
});

const sendCommand: Command<CommandContext> = buildCommand({
  docs: {
    brief: "Send what programs that have ended left for a server",
    fullDescription:
      "Takes the key from CLEW_API_KEY and sends only what was recorded for that server with that key.",
  },
  parameters: {
    flags: {
      dir,
      url: {
        kind: "parsed",
        parse: String,
        brief: `Address of the server (default CLEW_URL, else http://localhost:${DEFAULT_PORT})`,
        optional: true,
      },
    },
  },
  func: runSend,
});

const clearCommand: Command<CommandContext> = buildCommand({
  docs: { brief: "Delete, unsent, what programs that have ended left" },
  parameters: { flags: { dir } },
  func(this: CommandContext, flags: FolderFlags): void {
    const files = readFolder(folderOf(flags)).filter(({ isHeld }) => !isHeld);
    for (const { path } of files) rmSync(path, { force: true });
    this.process.stdout.write(`Deleted ${count(files.length, "file")}, ${sumOf(files)}\n`);
  },
});

/** The three commands. */
export const spoolRoutes: RouteMap<CommandContext> = buildRouteMap({
  routes: { status: statusCommand, send: sendCommand, clear: clearCommand },
  docs: { brief: "Spans that programs keep on disk while the server is away" },
});

async function runSend(this: CommandContext, flags: SendFlags): Promise<void> {
  const url = flags.url ?? (process.env.CLEW_URL || `http://localhost:${DEFAULT_PORT}`);
  const apiKey = process.env.CLEW_API_KEY || undefined;
  const target = targetOf(url, apiKey);
  const all = readFolder(folderOf(flags)).filter(({ isHeld }) => !isHeld);
  const files = all.filter((file) => file.target === target);
  const sent = await sendFiles(files, url, apiKey);
  const { stdout, stderr } = this.process;
  stdout.write(`Sent ${count(sent.files, "file")}, ${count(sent.stored, "record")} stored\n`);
  if (sent.refused > 0) stdout.write(`${count(sent.refused, "record")} refused by the server\n`);
  const others = all.length - files.length;
  if (others > 0) stdout.write(`${count(others, "file")} for other servers or keys left alone\n`);
  if (sent.stoppedBy === null) return;
  stderr.write(`clew: ${url}: ${sent.stoppedBy}\n`);
  process.exitCode = 1;
}

function folderOf({ dir: folder }: FolderFlags): string {
  return folder ?? (process.env.CLEW_SPOOL_DIR || defaultFolder());
}

function describe(folder: string, files: readonly SpoolFile[]): string {
  if (files.length === 0) return `Nothing waits in ${folder}\n`;
  const lines = files.map((file) => {
    const state = file.isHeld ? "its program is running" : "left by a program that has ended";
    const damage = file.corrupt === 0 ? "" : `, ${count(file.corrupt, "damaged place")}`;
    return `  ${file.target ?? "unknown server"}: ${sumOf([file])}, ${state}${damage}`;
  });
  return `${sumOf(files)} in ${folder}\n${lines.join("\n")}\n`;
}

function sumOf(files: readonly SpoolFile[]): string {
  const records = files.reduce((sum, file) => sum + file.records, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return `${count(records, "record")}, ${(bytes / 1024).toFixed(1)} KB`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
