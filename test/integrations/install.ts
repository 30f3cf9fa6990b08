/** Installs the packages that the integrations are tested against, when one of them is not there. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export function setup(): void {
  const cwd = import.meta.dirname;
  const { dependencies } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  const isThere = (name: string): boolean => existsSync(join(cwd, "node_modules", name));
  if (Object.keys(dependencies).every(isThere)) return;
  execFileSync("npm", ["ci", "--ignore-scripts"], { cwd, stdio: "inherit" });
}
