/**
 * Takes the pictures of the documentation, docs/images/, from a running demo:
 *   npm run demo            (in one terminal)
 *   node scripts/screenshots.ts [http://localhost:4318]
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TraceListAnswer } from "@clew/model";
import { startBrowser } from "../test/support/browser.ts";

const FOLDER = resolve(import.meta.dirname, "../docs/images");
const base = process.argv[2] ?? "http://localhost:4318";

const { items } = (await (
  await fetch(`${base}/api/v1/traces?limit=100`)
).json()) as TraceListAnswer;
const pathOf = (name: string): string =>
  `/traces/${items.find((trace) => trace.name === name)?.traceId ?? "missing"}`;
const PICTURES = [{ name: "trace", path: pathOf("coordinator"), width: 1280, select: 2 }];

mkdirSync(FOLDER, { recursive: true });
const browser = await startBrowser();
for (const colorScheme of ["light", "dark"] as const) {
  for (const { name, path, width, select } of PICTURES) {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      locale: "en-US",
    });
    const page = await context.newPage();
    await page.goto(base + path);
    await page.waitForTimeout(800);
    if (select !== undefined) await page.getByRole("treeitem").nth(select).click();
    await page.waitForTimeout(800);
    const file = join(FOLDER, `${name}-${colorScheme}.png`);
    await page.screenshot({ path: file });
    console.log(file);
    await context.close();
  }
}
await browser.close();
