/** The dashboard as a person meets it: real Chromium, a real server, traces of real programs. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../acceptance/stage.ts";
import { startBrowser } from "../support/browser.ts";
import { startClew } from "../support/clew.ts";
import { NARROW, visit, WIDE } from "./visit.ts";

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  [browser, stage] = await Promise.all([startBrowser(), openStage()]);
  await stage.run("patterns/deep-hierarchy.ts");
  await stage.run("patterns/generation-info.ts");
  await stage.run("async/handled-by-caller.ts");
  await stage.program("test/programs/hostile.ts");
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

const traceRow = (page: Page, name: string) =>
  page.getByRole("list", { name: "Traces" }).getByRole("listitem").filter({ hasText: name });
const spans = (page: Page) => page.getByRole("tree", { name: "Spans" }).getByRole("treeitem");
const panel = (page: Page) => page.getByRole("complementary");

async function openTrace(page: Page, name: string): Promise<void> {
  await traceRow(page, name).first().click();
  await spans(page).first().waitFor();
}

describe("a traced program in the explorer", () => {
  it("shows its tree, with parallel spans overlapping on one time axis", async () => {
    const { page, expectSound, close } = await visit(browser, stage.clew.url);
    await openTrace(page, "coordinator");
    expect(await spans(page).count()).toBe(7);
    const levels = await spans(page).evaluateAll((rows) => rows.map((row) => row.ariaLevel));
    expect(levels).toEqual(["1", "2", "3", "2", "3", "2", "3"]);
    const labels = await spans(page).allInnerTexts();
    expect(labels[1]).toMatch(/researcher\s+"tidal mills"/);
    expect(labels[3]).toMatch(/researcher\s+"rope ferries"/);
    const bars = await page
      .locator("[role=treeitem] [data-bar]")
      .evaluateAll((all) =>
        all.map((bar) => bar.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
      );
    expect(bars).toHaveLength(7);
    expect(bars[3]?.left).toBeLessThan(bars[1]?.right ?? 0);
    expect(bars[5]?.left).toBeGreaterThanOrEqual((bars[1]?.right ?? 0) - 1);
    await expectSound();
    await close();
  });

  it("shows a model call as chat, with parameters, tokens and the arithmetic of its cost", async () => {
    const { page, expectSound, close } = await visit(browser, stage.clew.url);
    await openTrace(page, "chat gpt-4o");
    await spans(page).first().click();
    await panel(page).getByText("Give one exact rule for splicing rope.").first().waitFor();
    const text = await panel(page).innerText();
    expect(text).toMatch(/user/i);
    expect(text).toMatch(/assistant/i);
    await panel(page).getByRole("tab", { name: "Details" }).click();
    const details = await panel(page).innerText();
    expect(details).toMatch(/temperature\s+0\.2/);
    expect(details).toMatch(/top_p\s+0\.9/);
    expect(details).toMatch(/seed\s+7/);
    expect(details).toMatch(/Input\s+15\s+2\.5\s+\S*\$/);
    await expectSound();
    await close();
  });

  it("shows what failed, with type, message and stack, and finds it by a key", async () => {
    const { page, expectSound, close } = await visit(browser, stage.clew.url);
    await openTrace(page, "load_with_fallback");
    await page.keyboard.press("e");
    await panel(page).getByText("503 from /broken").first().waitFor();
    await panel(page).getByText("Stack", { exact: true }).click();
    const text = await panel(page).innerText();
    expect(text).toContain("fetch_external_data");
    expect(text).toContain("handled-by-caller.ts");
    await expectSound();
    await close();
  });

  it("keeps span and tab in the address, through reload and back", async () => {
    const { page, close } = await visit(browser, stage.clew.url);
    await openTrace(page, "coordinator");
    await spans(page).nth(2).click();
    await panel(page).getByRole("tab", { name: "Details" }).click();
    const address = page.url();
    expect(address).toMatch(/\/traces\/[0-9a-f]{32}\?.*span=[0-9a-f]{16}/);
    await page.reload();
    await spans(page).first().waitFor();
    expect(page.url()).toBe(address);
    expect(await panel(page).getAttribute("aria-label")).toBe("Span llm_call");
    const selected = panel(page).getByRole("tab", { name: "Details", selected: true });
    expect(await selected.count()).toBe(1);
    await close();
  });

  it("filters by the address, and writes a filter into it", async () => {
    const { page, close } = await visit(browser, `${stage.clew.url}/?status=warning`);
    await traceRow(page, "load_with_fallback").waitFor();
    expect(await traceRow(page, "coordinator").count()).toBe(0);
    await page.goto(stage.clew.url);
    await traceRow(page, "coordinator").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("coordinator");
    await page.waitForURL(/q=coordinator/);
    await traceRow(page, "coordinator").waitFor();
    await expect.poll(() => traceRow(page, "load_with_fallback").count()).toBe(0);
    await close();
  });

  it("is driven by keys alone", async () => {
    const { page, close } = await visit(browser, stage.clew.url);
    await traceRow(page, "coordinator").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/traces\/[0-9a-f]{32}/);
    await spans(page).first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect.poll(() => new URL(page.url()).pathname).not.toMatch(/^\/traces\/./);
    await close();
  });

  it("shows hostile content as text, runs none of it and fetches nothing", async () => {
    const { page, expectSound, close } = await visit(browser, stage.clew.url);
    await openTrace(page, "<img src=x onerror=alert(1)>");
    for (let index = 0; index < (await spans(page).count()); index++) {
      await spans(page).nth(index).click();
      for (const tab of await panel(page).getByRole("tab").all()) {
        await tab.click();
        await page.waitForTimeout(50);
      }
    }
    expect(await page.evaluate(() => "stolen" in globalThis)).toBe(false);
    expect(await page.locator("img[src=x], iframe, script:not([src])").count()).toBe(0);
    await expectSound();
    await close();
  });

  it("shows cost and latency by provider and model", async () => {
    const { page, expectSound, close } = await visit(browser, `${stage.clew.url}/analytics`);
    const row = page.getByRole("row").filter({ hasText: "gpt-4o" }).first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/openai/);
    expect(await row.innerText()).toMatch(/\$/);
    await page.locator("canvas").first().waitFor();
    await expectSound();
    await close();
  });
});

describe("live", () => {
  it("turns the first-start page into the list when the first trace arrives, and adds the next ones", async () => {
    await using clew = await startClew();
    const { page, expectSound, close } = await visit(browser, clew.url);
    await page.getByRole("heading", { name: "Send the first trace" }).waitFor();
    expect(await page.locator("pre").innerText()).toContain(clew.url.replace("127.0.0.1", ""));
    await expectSound();
    await clew.post([trace(1, "first arrival")]);
    await traceRow(page, "first arrival").waitFor();
    await clew.post([trace(2, "second arrival")]);
    await traceRow(page, "second arrival").waitFor();
    await close();
  });

  it("catches up after the server was away", async () => {
    await using clew = await startClew();
    await clew.post([trace(1, "before")]);
    const { page, close } = await visit(browser, clew.url);
    await traceRow(page, "before").waitFor();
    const { port } = new URL(clew.url);
    await clew.kill();
    await page
      .getByText(/reconnect|offline|lost/i)
      .first()
      .waitFor();
    await using again = await startClew({ data: clew.data, port: Number(port) });
    await again.post([trace(2, "meanwhile")]);
    await expect.poll(() => traceRow(page, "meanwhile").count(), { timeout: 10_000 }).toBe(1);
    await close();
  });
});

describe("at every size", () => {
  it("scrolls through 1,000 traces with few rows in the page", async () => {
    await using clew = await startClew();
    for (let start = 0; start < 1000; start += 250) {
      await clew.post(
        Array.from({ length: 250 }, (_, index) => trace(start + index, `trace ${start + index}`)),
      );
    }
    const { page, expectSound, close } = await visit(browser, clew.url);
    await traceRow(page, "trace 999").waitFor();
    expect(await page.getByRole("listitem").count()).toBeLessThan(80);
    const list = page.getByRole("list", { name: "Traces" });
    const deadline = Date.now() + 20_000;
    while (
      (await traceRow(page, "trace 0")
        .filter({ hasText: /trace 0\b/ })
        .count()) === 0 &&
      Date.now() < deadline
    ) {
      await list.hover();
      await page.mouse.wheel(0, 6000);
      await page.waitForTimeout(60);
    }
    await traceRow(page, "trace 0")
      .filter({ hasText: /trace 0\b/ })
      .waitFor();
    expect(await page.getByRole("listitem").count()).toBeLessThan(80);
    await expectSound();
    await close();
  });

  it.each([
    ["wide", WIDE, "dark"],
    ["narrow", NARROW, "light"],
    ["narrow", NARROW, "dark"],
  ] as const)("fits a %s window in its theme (%o, %s)", async (_, viewport, colorScheme) => {
    const options = { viewport, colorScheme };
    const { page, expectSound, expectFits, close } = await visit(browser, stage.clew.url, options);
    await traceRow(page, "coordinator").first().waitFor();
    await expectFits();
    await expectSound();
    await openTrace(page, "coordinator");
    await expectFits();
    await spans(page).nth(2).click();
    await panel(page)
      .getByText(/tidal mills/)
      .first()
      .waitFor();
    await expectFits();
    await expectSound();
    await page.goto(`${stage.clew.url}/analytics`);
    await page.getByRole("row").filter({ hasText: "gpt-4o" }).first().waitFor();
    await expectFits();
    await expectSound();
    await close();
  });
});

/** A one-span trace; later numbers are newer. */
function trace(number: number, name: string): object {
  const id = (number + 1).toString(16);
  const start = Date.now() * 1000 - 10_000_000 + number * 1000;
  return {
    traceId: id.padStart(32, "0"),
    spanId: id.padStart(16, "0"),
    parentSpanId: null,
    name,
    kind: "tool",
    startTime: start,
    endTime: start + 500,
    input: null,
  };
}
