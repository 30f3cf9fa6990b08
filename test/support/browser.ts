/**
 * A real Chromium for tests and screenshots. It comes from an npm package that ships the binary; CLEW_CHROMIUM or an
 * installed browser are used where that one does not start. There is no way to skip: without a browser the test fails.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { ROOT } from "./clew.ts";

const SHIPPED = join(ROOT, "node_modules/@sparticuz/chromium");
const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/** Not the package's own recommendation: `--single-process` dies when the first context is closed. */
const ARGUMENTS = [
  "--no-sandbox",
  "--headless=shell",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
];

/** Starts the first browser that works; throws with every reason when none does. */
export async function startBrowser(): Promise<Browser> {
  const failures: string[] = [];
  const own = process.env.CLEW_CHROMIUM;
  const tries = [
    ...(own === undefined ? [] : [async () => own]),
    shippedChromium,
    ...INSTALLED.filter((path) => existsSync(path)).map((path) => async () => path),
  ];
  for (const find of tries) {
    try {
      const executablePath = await find();
      return await chromium.launch({
        executablePath,
        args: ARGUMENTS,
        env: libraries(executablePath),
      });
    } catch (error) {
      failures.push(String(error));
    }
  }
  throw new Error(`no browser starts; set CLEW_CHROMIUM to one. Tried:\n${failures.join("\n")}`);
}

/** The package's binary, unpacked once into a folder of ours; complete or not there. */
async function shippedChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(SHIPPED, "package.json"), "utf8")) as {
    version: string;
  };
  const home = join(ROOT, "node_modules/.cache", `chromium-${version}`);
  const binary = join(home, "chromium");
  if (existsSync(binary)) return binary;
  const partial = `${home}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  // The package unpacks to the temporary folder of its process: one of its own, so that ours keeps its own.
  execFileSync(process.execPath, [join(import.meta.dirname, "unpack-chromium.ts"), SHIPPED], {
    env: { ...process.env, TMPDIR: partial },
  });
  try {
    renameSync(partial, home);
  } catch (error) {
    // Another process was first; its copy is as good.
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(binary)) throw error;
  }
  return binary;
}

/** The package's copies of system libraries, only for a machine that lacks its own. */
function libraries(executable: string): NodeJS.ProcessEnv {
  const shipped = join(dirname(executable), "al2023/lib");
  if (process.platform !== "linux" || !existsSync(shipped)) return process.env;
  const missing = execFileSync("ldd", [executable], { encoding: "utf8" }).includes("not found");
  return missing ? { ...process.env, LD_LIBRARY_PATH: shipped } : process.env;
}
