/** Nothing leaves the program that was to stay: not in inputs, streams, errors, metadata, nor on disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { health, traceable, updateCurrentSpan } from "../src/index.ts";
import { maskOf } from "../src/redact/presets.ts";
import { type Collector, startCollector } from "./support/collector.ts";

let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

const SECRETS = {
  emails: ["ada@example.org", "a.b+c@mail.example.co.uk"],
  cards: ["4111 1111 1111 1111", "5500-0055-5555-5559", "378282246310005"],
  keys: [
    "sk-proj-abcdefghijklmnop1234",
    "AKIAIOSFODNN7EXAMPLE",
    `ghp_${"a1".repeat(18)}`,
    "xoxb-1234567890-abcdef",
    "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
    "Bearer abcdefgh12345678",
    "password=hunter22",
  ],
} as const;

describe("masks", () => {
  it.each(Object.entries(SECRETS))(
    "take %s out of a text and leave the rest",
    (preset, secrets) => {
      const mask = maskOf([preset as keyof typeof SECRETS]);
      for (const secret of secrets) {
        const masked = mask(`before ${secret} after`);
        expect(masked).toMatch(/^before .*\[(email|card|key)\].* after$/);
        expect(masked).not.toContain(secret.replace("password=", ""));
      }
    },
  );

  it("leave numbers that are no cards, and words that are no keys", () => {
    const text =
      "order 1234 5678 9012 3456, 2026-11-21T03:00:00Z, task-list, sketch, a@b, tokens: 12";
    expect(maskOf(["emails", "cards", "keys"])(text)).toBe(text);
  });

  it.each(["@", "a", "1 ", "eyJ-", "-----BEGIN PRIVATE KEY-----", "password=", "sk-", "a.b@c."])(
    "take time in proportion to a text of many %j",
    (part) => {
      const mask = maskOf(["emails", "cards", "keys"]);
      const start = performance.now();
      mask(part.repeat(Math.ceil(200_000 / part.length)));
      expect(performance.now() - start).toBeLessThan(2000);
    },
  );
});

/** Calls with the secret in all the places a span has. */
async function spread(secret: string): Promise<void> {
  const stream = traceable("llm", { metadata: { note: secret }, frequency_penalty: 1 })(
    async function* stream(text: string) {
      updateCurrentSpan({ attributes: { [secret]: secret }, tags: [secret] });
      yield `${text} `;
      yield text;
    },
  );
  for await (const _ of stream(secret));
  const failing = traceable("tool")((options: object) => {
    throw new Error(`no such thing: ${JSON.stringify(options)}`);
  });
  expect(() => failing({ deep: [{ text: secret }] })).toThrow("no such thing");
}

const wire = (): string => JSON.stringify(collector.patches);
const wireWithoutTags = (): string =>
  JSON.stringify(collector.patches, (key, value: unknown) => (key === "tags" ? [] : value));

describe("what is masked", () => {
  it("does not leave in any part of a span", async () => {
    await collector.reset({ mask: ["emails", "cards", "keys"] });
    for (const secret of Object.values(SECRETS).flat()) {
      await spread(secret);
      traceable("tool")((headers: object) => headers)({ authorization: "opaque", Cookie: "c=1" });
    }
    await collector.trees();
    const left = Object.values(SECRETS)
      .flat()
      .filter((secret) => wire().includes(secret));
    expect(left).toEqual([]);
    expect(wire()).not.toContain("opaque");
    expect(wire()).not.toContain("c=1");
    expect(wire()).toContain('"authorization":"[key]"');
  });

  it("does not get to disk either", async () => {
    const folder = mkdtempSync(join(tmpdir(), "clew-redact-"));
    const url = "http://127.0.0.1:1";
    await collector.reset({ url, spool: true, spoolDir: folder, mask: ["emails"] });
    await spread("ada@example.org");
    await expect.poll(() => health().pending).toBe(0);
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
    expect(bytes.join("")).toContain("[email]");
    expect(bytes.join("")).not.toContain("ada@example.org");
    await collector.reset();
    rmSync(folder, { recursive: true });
  });
});

describe("the redact hook", () => {
  it("sees every value with its place, and what it returns is recorded", async () => {
    const fields = new Set<string>();
    const redact = (value: unknown, field: string): unknown => {
      fields.add(field);
      return JSON.parse(JSON.stringify(value).replaceAll("secret", "***")) as unknown;
    };
    await collector.reset({ redact });
    await spread("secret");
    await collector.trees();
    expect([...fields].sort()).toEqual([
      "attributes",
      "error",
      "generationInfo",
      "input",
      "metadata",
      "output",
    ]);
    expect(wireWithoutTags()).not.toContain("secret");
    expect(collector.patches.find(({ output }) => output !== undefined)?.output).toBe("*** ***");
  });

  it("that throws has the field left out, counted, and the program goes on", async () => {
    await collector.reset({
      redact: () => {
        throw new Error("broken hook");
      },
    });
    await spread("secret");
    const trees = await collector.trees();
    expect(trees.map(({ status }) => status)).toEqual(["success", "failed"]);
    expect(trees[1]?.error).toEqual({ type: "Error", message: "" });
    expect(trees[1]?.input).toEqual({ $type: "Redacted" });
    expect(health().redactionErrors).toBeGreaterThan(5);
    expect(health().internalErrors).toBe(0);
  });
});

describe("what is not captured", () => {
  it.each([
    [{ captureInput: false }, { input: null, output: "out" }],
    [{ captureOutput: false }, { input: { text: "in" }, output: null }],
  ])("is left out with %j", async (options, expected) => {
    await collector.reset(options);
    traceable("tool")((text: string) => text.replace("in", "out"))("in");
    expect(await collector.tree()).toMatchObject(expected);
  });

  it("in structure-only mode is everything but how the calls ran", async () => {
    await collector.reset({ structureOnly: true });
    await spread("secret");
    const [stream, failed] = await collector.trees();
    expect(stream).toMatchObject({
      name: "stream",
      status: "success",
      generationInfo: { frequency_penalty: 1 },
      chunkCount: 2,
      input: null,
      output: null,
    });
    expect(failed).toMatchObject({ status: "failed", error: { type: "Error", message: "" } });
    expect(wireWithoutTags()).not.toContain("secret");
  });
});
