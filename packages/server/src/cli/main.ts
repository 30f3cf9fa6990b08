/** The command line: a table of commands. A new command is a file in commands/ and a line here. */
import { buildApplication, buildRouteMap, type CommandContext, run } from "@stricli/core";
import { VERSION } from "../version.ts";
import { mockCommand } from "./commands/mock.ts";
import { serveCommand } from "./commands/serve.ts";
import { spoolRoutes } from "./commands/spool.ts";

const routes = buildRouteMap({
  routes: { serve: serveCommand, mock: mockCommand, spool: spoolRoutes },
  docs: { brief: "LLM tracing in one process, one folder, one command" },
});

const application = buildApplication(routes, {
  name: "clew",
  versionInfo: { currentVersion: VERSION },
  scanner: { caseStyle: "allow-kebab-for-camel" },
  documentation: { caseStyle: "convert-camel-to-kebab" },
});

// Node types an unset exit code as undefined, stricli as null; it is the same process.
await run(application, process.argv.slice(2), { process: process as CommandContext["process"] });
