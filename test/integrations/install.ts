/** Installs the packages that the integrations are tested against, when they are not there. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

export function setup(): void {
  if (existsSync(join(import.meta.dirname, "node_modules/ai"))) return;
  execFileSync("npm", ["ci", "--ignore-scripts"], { cwd: import.meta.dirname, stdio: "inherit" });
}
