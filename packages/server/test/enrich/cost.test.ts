import { type Micros, parseTime, type Usage } from "@clew/model";
import { describe, expect, test } from "vitest";
import { costOf, createPricer } from "../../src/enrich/cost.ts";
import type { Catalogue } from "../../src/enrich/prices/catalogue.ts";

const NOW = at("2026-09-20T20:00:00Z");

function at(time: string): Micros {
  const parsed = parseTime(time);
  if (parsed === null) throw new Error(`not a time: ${time}`);
  return parsed;
}

/** Worked out by hand from the providers' price pages: [provider, model, usage, dollars, time]. */
const CASES: [string | null, string, Usage, number, string?][] = [
  // OpenAI: $ per million in / cached / out
  ["openai", "gpt-4o", { input: 1000, output: 500 }, 0.0075], // 2.50 / 1.25 / 10
  ["openai", "gpt-4o", { input: 1000, output: 500, cacheRead: 200 }, 0.00725],
  ["openai", "gpt-4o-2024-08-06", { input: 1000, output: 500 }, 0.0075],
  ["openai", "gpt-4o-2024-11-20", { input: 4000, output: 0 }, 0.01],
  ["openai", "gpt-4o-2024-05-13", { input: 1000, output: 1000 }, 0.02], // 5 / – / 15
  ["openai", "gpt-4o-mini", { input: 10_000, output: 1000 }, 0.0021], // 0.15 / 0.075 / 0.60
  ["openai", "gpt-4o-mini-2024-07-18", { input: 10_000, cacheRead: 8000 }, 0.0009],
  ["openai", "gpt-4.1", { input: 5000, output: 1000, cacheRead: 4000 }, 0.012], // 2 / 0.50 / 8
  ["openai", "gpt-4.1-nano", { input: 1_000_000, output: 100_000 }, 0.14], // 0.10 / – / 0.40
  ["openai", "gpt-5", { input: 2000, output: 3000, reasoning: 2500 }, 0.0325], // 1.25 / 0.125 / 10
  ["openai", "gpt-5-mini-2025-08-07", { input: 4000, output: 1000 }, 0.003], // 0.25 / – / 2
  ["openai", "gpt-5.4", { input: 300_000, output: 1000 }, 1.5225], // above 272k: 5 / – / 22.50
  ["openai", "gpt-5.4", { input: 272_000, output: 1000 }, 1.3825], // the line itself is dear
  ["openai", "gpt-5.4", { input: 271_999, output: 1000 }, 0.6949975], // 2.50 / – / 15
  ["openai", "o1", { input: 1000, output: 2000, reasoning: 1500 }, 0.135], // 15 / – / 60
  ["openai", "o3", { input: 1000, output: 1000 }, 0.05, "2025-05-01"], // 10 / – / 40 until 2025-06-10
  ["openai", "o3", { input: 1000, output: 1000 }, 0.01, "2025-06-10"], // 2 / – / 8 since
  ["openai", "o4-mini-2025-04-16", { input: 1000, output: 1000, cacheRead: 1000 }, 0.004675],
  ["openai", "gpt-4-turbo", { input: 1000, output: 1000 }, 0.04],
  ["openai", "gpt-3.5-turbo", { input: 1000, output: 1000 }, 0.002],
  ["openai", "text-embedding-3-small", { input: 1_000_000 }, 0.02],
  ["openai", "text-embedding-3-large", { input: 1000 }, 0.00013],
  // audio: text 4 / 16, cached 0.40, audio 32 / 64
  [
    "openai",
    "gpt-realtime",
    { input: 1000, output: 1000, audioInput: 600, audioOutput: 800 },
    0.0752,
  ],
  ["openai", "ft:gpt-4o-mini-2024-07-18:acme::a1", { input: 1_000_000, output: 0 }, 0.3],
  // Anthropic: in / cache read / cache write (5 min) / out
  [
    "anthropic",
    "claude-sonnet-4-5-20250929",
    { input: 10_000, output: 500, cacheRead: 8000 },
    0.0159,
  ],
  ["anthropic", "claude-sonnet-4-5", { input: 10_000, output: 500, cacheWrite: 8000 }, 0.0435],
  ["anthropic", "claude-sonnet-4-5", { input: 250_000, output: 1000 }, 1.5225], // above 200k: 6 / 22.50
  ["anthropic", "claude-3-5-sonnet-20241022", { input: 1000, output: 1000 }, 0.018],
  ["anthropic", "claude-3-5-haiku-latest", { input: 1000, output: 1000 }, 0.0048],
  [
    "anthropic",
    "claude-3-opus-20240229",
    { input: 3000, output: 100, cacheRead: 1000, cacheWrite: 1000 },
    0.04275,
  ],
  ["anthropic", "claude-3-haiku-20240307", { input: 4000, output: 1000 }, 0.00225],
  ["anthropic", "claude-opus-4-1-20250805", { input: 1000, output: 1000 }, 0.09],
  ["anthropic", "claude-haiku-4-5", { input: 1000, output: 1000 }, 0.006],
  ["anthropic", "claude-opus-4-5", { input: 1000, output: 1000 }, 0.03],
  // Google
  ["google", "models/gemini-2.5-pro", { input: 1000, output: 1000, reasoning: 900 }, 0.01125],
  ["google", "gemini-2.5-pro", { input: 200_000, output: 1000 }, 0.26],
  ["google", "gemini-2.5-pro", { input: 200_001, output: 1000 }, 0.5150025], // 2.50 / 15
  ["gcp.vertex_ai", "gemini-2.5-flash", { input: 1000, output: 1000 }, 0.0028],
  ["google", "gemini-2.5-flash", { input: 1000, audioInput: 400 }, 0.00058], // audio 1.00
  ["google", "gemini-2.0-flash", { input: 1000, output: 1000, cacheRead: 400 }, 0.00047],
  ["google", "gemini-1.5-pro", { input: 130_000, output: 1000 }, 0.335], // above 128k: 2.50 / 10
  ["vertex.anthropic.messages", "claude-sonnet-4@20250514", { input: 1000, output: 1000 }, 0.018],
  // Amazon Bedrock
  [
    "aws.bedrock",
    "anthropic.claude-3-5-sonnet-20241022-v2:0",
    { input: 1000, output: 1000 },
    0.018,
  ],
  [
    "amazon-bedrock",
    "us.anthropic.claude-3-haiku-20240307-v1:0",
    { input: 4000, output: 1000 },
    0.00225,
  ],
  ["aws", "amazon.nova-lite-v1:0", { input: 1_000_000, output: 100_000 }, 0.084],
  [
    "aws.bedrock",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-pro-v1:0",
    { input: 1000, output: 1000 },
    0.004,
  ],
  // Azure, and others
  ["azure.ai.openai", "gpt-4o-mini", { input: 10_000, output: 1000 }, 0.0021],
  ["azure-openai.chat", "gpt-4o", { input: 1000, output: 500 }, 0.0075],
  ["azure", "deepseek-r1", { input: 1000, output: 1000 }, 0.00675], // Azure's own 1.35 / 5.40
  ["mistral_ai", "mistral-large-2411", { input: 1000, output: 1000 }, 0.008],
  ["cohere", "command-r-plus-08-2024", { input: 1000, output: 1000 }, 0.0125],
  ["groq", "llama-3.3-70b-versatile", { input: 1000, output: 1000 }, 0.00138],
  ["x_ai", "grok-3", { input: 1000, output: 1000 }, 0.018],
  ["xai", "grok-4", { input: 1000, output: 1000, cacheRead: 800 }, 0.0162],
  ["deepseek", "deepseek-chat", { input: 1000, output: 1000 }, 0.00137, "2025-03-01T12:00:00Z"],
  ["deepseek", "deepseek-chat", { input: 1000, output: 1000 }, 0.000685, "2025-03-01T20:00:00Z"],
  ["together", "meta-llama/Llama-3.3-70B-Instruct-Turbo", { input: 1000, output: 1000 }, 0.00176],
  ["moonshot", "kimi-k2-0711-preview", { input: 1000, output: 1000 }, 0.0031],
  ["openrouter", "anthropic/claude-3.5-sonnet", { input: 1000, output: 1000 }, 0.018],
  // The provider told by the model's name
  [null, "gpt-4o", { input: 1000, output: 500 }, 0.0075],
  [null, "openai/gpt-4o", { input: 1000, output: 500 }, 0.0075],
  ["openai", "openai/gpt-4o", { input: 1000, output: 500 }, 0.0075],
  ["litellm", "anthropic/claude-3-5-sonnet-20241022", { input: 1000, output: 1000 }, 0.018],
  [null, "claude-3-5-sonnet-20241022", { input: 1000, output: 1000 }, 0.018],
  [null, "gemini/gemini-2.5-pro", { input: 1000, output: 1000 }, 0.01125],
  [null, "us.anthropic.claude-3-haiku-20240307-v1:0", { input: 4000, output: 1000 }, 0.00225],
  [null, "openrouter/anthropic/claude-3.5-sonnet", { input: 1000, output: 1000 }, 0.018],
  [null, "bedrock/amazon.nova-lite-v1:0", { input: 1_000_000, output: 100_000 }, 0.084],
];

describe("the cost of a call", () => {
  test.each(CASES)("%s %s %j costs $%d", (provider, model, usage, dollars, time) => {
    const startTime = time === undefined ? NOW : at(time);
    const priced = costOf({ provider, model, usage, startTime });
    expect(priced?.nanoUsd).toBe(Math.round(dollars * 1e9));
    const sum = priced?.cost.lines.reduce((total, line) => total + Math.round(line.usd * 1e9), 0);
    expect(sum).toBe(priced?.nanoUsd);
  });

  test.each([
    ["openai", "gpt-17"],
    ["openai", "gpt-4o-frobnicate"],
    ["openai", ""],
    ["ollama", "gpt-4o"],
    ["openai-compatible.chat", "gpt-4o"],
    ["anthropic", "gpt-4o"],
    [null, "llama3"],
    [null, "meta-llama/Llama-3.3-70B-Instruct-Turbo"],
    [null, "gpt-oss-120b"],
    ["openai", "whisper-1"],
    ["openai", "gpt-4o-audio-preview"],
    ["openai", "__proto__"],
    ["constructor", "gpt-4o"],
    ["openai", null],
  ])("%s %s is unpriced, not free", (provider, model) => {
    expect(costOf({ provider, model, usage: { input: 10, output: 10 }, startTime: NOW })).toBe(
      null,
    );
  });
});

describe("the lines of a cost", () => {
  const price = (model: string, usage: Usage) =>
    costOf({ provider: null, model, usage, startTime: NOW });

  test("name class, tokens, rate and rule, and the dated price they come from", () => {
    const usage = { input: 250_000, output: 1000, cacheRead: 100_000, cacheWrite: 50_000 };
    expect(price("claude-sonnet-4-5", usage)).toEqual({
      nanoUsd: 1_057_500_000,
      cost: {
        lines: [
          line("input", 100_000, 6, 0.6),
          line("cacheRead", 100_000, 0.6, 0.06),
          line("cacheWrite", 50_000, 7.5, 0.375),
          line("output", 1000, 22.5, 0.0225),
        ],
        price: {
          provider: "anthropic",
          model: "claude-sonnet-4-5",
          validFrom: null,
          source: expect.stringMatching(/^@pydantic\/genai-prices \d/),
          catalogueDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        },
      },
    });
    function line(name: string, tokens: number, usdPerMillion: number, usd: number) {
      return { class: name, tokens, usdPerMillion, usd, rule: "input > 200000" };
    }
  });

  test("say since when a price is valid", () => {
    expect(price("o3", { input: 1 })?.cost.price.validFrom).toBe("2025-06-10");
  });

  test("leave out what was not reported or was zero", () => {
    expect(price("gpt-4o", { input: 10 })?.cost.lines.map((line) => line.class)).toEqual(["input"]);
    expect(price("gpt-4o", { input: 0, output: 0 })).toMatchObject({
      nanoUsd: 0,
      cost: { lines: [] },
    });
  });

  test("price cached tokens without a rate of their own as input", () => {
    expect(price("mistral-large-2411", { input: 1000, cacheRead: 600 })?.cost.lines).toMatchObject([
      { class: "input", tokens: 400, usdPerMillion: 2 },
      { class: "cacheRead", tokens: 600, usdPerMillion: 2 },
    ]);
  });

  test("never price a token twice when parts overlap or exceed the whole", () => {
    const lines = price("gpt-realtime", { input: 1000, cacheRead: 700, audioInput: 600 })?.cost
      .lines;
    expect(lines).toMatchObject([
      { class: "cacheRead", tokens: 700 },
      { class: "audioInput", tokens: 300 },
    ]);
    expect(price("gpt-4o", { input: 10, cacheRead: 50 })?.cost.lines).toMatchObject([
      { class: "cacheRead", tokens: 50 },
    ]);
  });

  test("do not exist without counts", () => {
    expect(price("gpt-4o", {})).toBe(null);
    expect(price("gpt-4o", { estimated: true })).toBe(null);
    expect(price("gpt-4o", { reasoning: 5 })).toBe(null);
  });

  test("do not exist when tokens have no rate: output of an embedding model, a picture", () => {
    expect(price("text-embedding-3-small", { input: 5, output: 5 })).toBe(null);
    expect(price("gemini-2.5-flash-image", { input: 5, output: 1290 })).toBe(null);
  });

  test("do not exist for counts beyond exact arithmetic", () => {
    expect(price("o1-pro", { input: Number.MAX_SAFE_INTEGER })).toBe(null);
  });
});

describe("a pricer", () => {
  const catalogue: Catalogue = {
    catalogueDate: "2026-01-02",
    sources: [{ name: "own", version: "1", date: "", licence: "", copyright: "", url: "" }],
    providers: [
      {
        id: "openai",
        models: [
          {
            id: "m",
            match: ["m*"],
            prices: [{ input: 1 }, { hours: "22:00-02:00", input: 0.5 }],
          },
        ],
      },
    ],
  };
  const priced = (time: string, model = "m") =>
    createPricer(catalogue)({
      provider: "openai",
      model,
      usage: { input: 1_000_000 },
      startTime: at(time),
    });

  test("applies a daily window over midnight, its end excluded", () => {
    expect(priced("2026-05-05T21:59:59Z")?.nanoUsd).toBe(1e9);
    expect(priced("2026-05-05T22:00:00Z")?.nanoUsd).toBe(5e8);
    expect(priced("2026-05-05T01:59:59.999999Z")?.nanoUsd).toBe(5e8);
    expect(priced("2026-05-05T02:00:00Z")?.nanoUsd).toBe(1e9);
    expect(priced("2026-05-05T23:00:00Z")?.cost.lines[0]?.rule).toBe("22:00-02:00 UTC");
  });

  test("gives the same answers after more names than it remembers", () => {
    const pricer = createPricer(catalogue);
    const call = (model: string) =>
      pricer({ provider: "openai", model, usage: { input: 1 }, startTime: NOW })?.nanoUsd;
    for (let index = 0; index < 10_000; index++) expect(call(`m${index}`)).toBe(1000);
    expect(call("m0")).toBe(1000);
    expect(call("other")).toBe(undefined);
  });
});
