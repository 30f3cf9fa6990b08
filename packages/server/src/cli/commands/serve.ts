/** `clew serve`: takes traces, answers questions, shows the dashboard. */
import { buildCommand, type Command, type CommandContext } from "@stricli/core";
import { DEFAULT_HOST, DEFAULT_PORT, type RunningServer, startServer } from "../../app.ts";
import { readConfig } from "../../config.ts";
import { Problem } from "../../core/problem.ts";

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly data?: string;
  readonly allowHost?: readonly string[];
}

export const serveCommand: Command<CommandContext> = buildCommand({
  docs: {
    brief: "Take traces and show them",
    fullDescription:
      "Listens for traces and serves the dashboard. Everything is kept in one folder; nothing leaves this machine.",
  },
  parameters: {
    flags: {
      port: {
        kind: "parsed",
        parse: parsePort,
        brief: "Port to listen on",
        default: String(DEFAULT_PORT),
      },
      host: {
        kind: "parsed",
        parse: String,
        brief: "Address to listen on; 0.0.0.0 for all networks",
        default: DEFAULT_HOST,
      },
      data: {
        kind: "parsed",
        parse: String,
        brief: "Folder of the data (default CLEW_DATA, else .clew)",
        optional: true,
      },
      allowHost: {
        kind: "parsed",
        parse: String,
        brief: "Another host name to serve, beside localhost; may be repeated",
        optional: true,
        variadic: true,
      },
    },
  },
  func: runServe,
});

async function runServe(this: CommandContext, flags: ServeFlags): Promise<Error | void> {
  const { port, host, allowHost = [] } = flags;
  const data = flags.data ?? readConfig(process.env).data;
  let server: RunningServer;
  try {
    server = await startServer({ port, host, data, allowedHosts: allowHost });
  } catch (error) {
    const message = explain(error, port, host);
    if (message === null) throw error;
    this.process.stderr.write(`clew: ${message}\n`);
    process.exitCode = 1;
    return;
  }
  this.process.stdout.write(`Clew is at ${server.url} (data in ${data})\n`);
  if (!isLoopback(host)) {
    this.process.stderr.write(
      `clew: listening on ${host}: everyone who reaches this address can read all traces\n`,
    );
  }
  await untilSignal();
  await server.close();
}

/** Why the server could not start, in one line, or null when only a stack trace helps. */
function explain(error: unknown, port: number, host: string): string | null {
  if (error instanceof Problem) return error.message;
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is in use. Stop what uses it, or choose another with --port`,
    EEXIST: `the data folder is a file: ${(error as Error).message}`,
    ENOTDIR: `the data folder lies in a file: ${(error as Error).message}`,
    EACCES: `no permission: ${(error as Error).message}`,
    EADDRNOTAVAIL: `${host} is no address of this machine`,
    ENOTFOUND: `${host} is no address of this machine`,
  };
  return reasons[(error as NodeJS.ErrnoException).code ?? ""] ?? null;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("a port is a whole number from 0 to 65535");
  }
  return port;
}
