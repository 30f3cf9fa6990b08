/** What every store does. Run by each implementation's own test file. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "@clew/model";
import type { Position } from "../src/core/reader.ts";
import type { NormalPatch } from "../src/core/record.ts";
import type { TraceRow } from "../src/core/trace-row.ts";
import type { Store } from "../src/store/store.ts";
import { at, call, listQuery, patch, root, spanId, statsQuery, traceId } from "./build.ts";

export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`a store: ${name}`, { timeout: 20_000 }, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const key = { project: "default", traceId: traceId(1) };
    const only = async (): Promise<TraceRow> => {
      const { rows } = await store.list(listQuery());
      expect(rows).toHaveLength(1);
      return rows[0] as TraceRow;
    };
    const structure = async () => {
      const row = await store.find(traceId(1), "default");
      return row === null ? [] : store.structure(row);
    };
    const span = async (number: number) => (await store.spans(key, [spanId(number)]))[0];

    describe("merging", () => {
      const start = patch({
        parentSpanId: null,
        name: "chat",
        kind: "llm",
        startTime: at(0),
        status: "running",
        input: ["question"],
        model: "asked",
        metadata: { a: 1, both: "start" },
        tags: ["start"],
      });
      const end = patch({
        endTime: at(2),
        output: "answer",
        model: "answered",
        metadata: { b: 2, both: "end" },
        tags: ["end"],
        usage: { input: 5 },
      });

      it("makes one span of a start and an end, in either order", async () => {
        await store.write([start]);
        await store.write([end]);
        const inOrder = [await only(), await span(1)] as const;
        const other = patch({ traceId: traceId(2) });
        await store.write([{ ...end, traceId: other.traceId }]);
        await store.write([{ ...start, traceId: other.traceId }]);
        const turned = await store.spans({ ...key, traceId: traceId(2) }, [spanId(1)]);
        expect(turned[0]?.record).toEqual({
          ...inOrder[1]?.record,
          traceId: traceId(2),
        });
        expect(inOrder[1]?.record).toMatchObject({
          name: "chat",
          startTime: at(0),
          endTime: at(2),
          input: ["question"],
          output: "answer",
          model: "answered",
          metadata: { a: 1, b: 2, both: "end" },
          tags: ["start", "end"],
        });
        const { rows } = await store.list(listQuery());
        expect(rows.map((row) => row.head.status)).toEqual(["success", "success"]);
        expect(rows[0]?.totals).toEqual(rows[1]?.totals);
      });

      it("changes nothing when the same patches come again", async () => {
        const patches = [root(), call()];
        await store.write(patches);
        const before = [await only(), await structure()];
        await store.write(patches);
        await store.write([...patches, ...patches].reverse());
        expect([await only(), await structure()]).toEqual(before);
      });

      it("keeps a running trace without duration until its end comes", async () => {
        await store.write([start]);
        expect((await only()).head.status).toBe("running");
        await store.write([end]);
        expect((await only()).head.status).toBe("success");
        expect((await only()).totals.endTime).toBe(at(2));
      });

      it("keeps projects apart though ids are the same", async () => {
        await store.write([root({ name: "mine" }), root({ name: "yours", project: "other" })]);
        expect((await store.find(key.traceId, "default"))?.head.name).toBe("mine");
        expect((await store.find(key.traceId, "other"))?.head.name).toBe("yours");
        expect((await store.projects()).map(({ project }) => project)).toEqual([
          "default",
          "other",
        ]);
      });

      it("keeps previews apart from names and errors of several lines", async () => {
        const error = { type: "Error", message: "first\nsecond" };
        await store.write([root({ name: "two\nlines", input: "in", error })]);
        const found = (await span(1))?.record;
        expect(found).toMatchObject({ name: "two\nlines", inputPreview: "in", error });
        expect(found).not.toHaveProperty("outputPreview");
        expect((await only()).head.inputPreview).toBe("in");
      });

      it("stores hostile keys as plain keys", async () => {
        const attributes = JSON.parse(
          '{"__proto__":{"polluted":1},"constructor":{"prototype":2},"a\\u0000b":3,"a":4}',
        );
        await store.write([root({ attributes, name: "__proto__", user: "constructor" })]);
        const found = (await span(1))?.record.attributes ?? {};
        expect(Object.keys(found).sort()).toEqual(Object.keys(attributes).sort());
        expect(Object.hasOwn(found, "__proto__")).toBe(true);
        expect((Object.prototype as { polluted?: number }).polluted).toBeUndefined();
        expect((await store.list(listQuery({ user: ["constructor"] }))).rows).toHaveLength(1);
      });
    });

    describe("totals", () => {
      const sums = ({ totals }: TraceRow) => ({
        spans: totals.spanCount,
        input: totals.usage.input?.sum,
        models: totals.models.map(([model]) => model).sort(),
        priced: totals.cost.calls,
        unpriced: totals.unpricedCount,
      });

      it("counts a model call only when no model call below it carries usage", async () => {
        const wrapper = call({ spanId: spanId(2), usage: { input: 100 }, model: "wrapper" });
        const tool = patch({ spanId: spanId(3), parentSpanId: spanId(2), kind: "tool" });
        const leaf = call({ spanId: spanId(4), parentSpanId: spanId(3), usage: { input: 90 } });
        await store.write([root(), wrapper]);
        expect(sums(await only())).toMatchObject({ input: 100, models: ["wrapper"] });
        await store.write([leaf]);
        expect(sums(await only())).toMatchObject({ input: 190 });
        await store.write([tool]);
        expect(sums(await only())).toMatchObject({ input: 90, models: ["gpt-4o"] });
        expect((await structure()).filter(({ counted }) => counted)).toHaveLength(1);
      });

      it("takes usage that arrives late, and the wrapper out of the sum with it", async () => {
        const leaf = call({ spanId: spanId(3), parentSpanId: spanId(2) });
        const { usage: _usage, ...bare } = leaf;
        await store.write([root(), call({ usage: { input: 7 } }), bare]);
        expect(sums(await only()).input).toBe(7);
        await store.write([patch({ spanId: spanId(3), usage: { input: 5 } })]);
        expect(sums(await only()).input).toBe(5);
      });

      it("tells an unknown price from a price of zero", async () => {
        await store.write([root(), call({ model: "nobody-knows-this" })]);
        expect(sums(await only())).toMatchObject({ priced: 0, unpriced: 1 });
        await store.write([patch({ spanId: spanId(2), model: "gpt-4o" })]);
        expect(sums(await only())).toMatchObject({ priced: 1, unpriced: 0, models: ["gpt-4o"] });
      });

      it("survives parents that form a ring", async () => {
        await store.write([
          call({ spanId: spanId(1), parentSpanId: spanId(2) }),
          call({ spanId: spanId(2), parentSpanId: spanId(3) }),
          call({ spanId: spanId(3), parentSpanId: spanId(1) }),
        ]);
        expect((await only()).totals.spanCount).toBe(3);
        expect(await structure()).toHaveLength(3);
      });

      it("counts anew when a span changes its parent", async () => {
        await store.write([
          root(),
          call({ spanId: spanId(2), usage: { input: 100 } }),
          call({ spanId: spanId(3), parentSpanId: spanId(2), usage: { input: 90 } }),
        ]);
        expect(sums(await only()).input).toBe(90);
        await store.write([patch({ spanId: spanId(3), parentSpanId: spanId(1) })]);
        expect(sums(await only()).input).toBe(190);
      });

      it("names the trace after its root, or after its earliest span until the root comes", async () => {
        await store.write([call({ name: "second", startTime: at(2) })]);
        await store.write([call({ spanId: spanId(3), name: "first", startTime: at(1) })]);
        expect((await only()).head.name).toBe("first");
        await store.write([
          root({ name: "root", startTime: at(5), endTime: at(9), session: "s", tags: ["t"] }),
        ]);
        expect((await only()).head).toMatchObject({ name: "root", session: "s", tags: ["t"] });
        expect((await only()).totals).toMatchObject({ startTime: at(1), endTime: at(9) });
      });
    });

    describe("lists", () => {
      const names = async (filter: Parameters<typeof listQuery>[0], more = {}) =>
        (await store.list(listQuery(filter, more))).rows.map((row) => row.head.name);
      const trace = (number: number, fields: Partial<NormalPatch>) =>
        root({
          traceId: traceId(number),
          startTime: at(number),
          endTime: at(number + 1),
          ...fields,
        });

      beforeEach(() =>
        store.write([
          trace(1, { name: "one", environment: "production", session: "s1", tags: ["a", "b"] }),
          trace(2, { name: "two", status: "failed", error: { type: "E", message: "Boom 50%_x" } }),
          trace(3, { name: "three", project: "other", user: "ann", endTime: at(9) }),
          trace(4, { name: "four", input: { question: "Where is the NEEDLE?" } }),
          call({ traceId: traceId(4), startTime: at(4.1), endTime: at(4.2) }),
        ]),
      );

      it("filters by every field", async () => {
        expect(await names({ project: ["other"] })).toEqual(["three"]);
        expect(await names({ project: ["other", "default"] })).toHaveLength(4);
        expect(await names({ environment: ["production"] })).toEqual(["one"]);
        expect(await names({ status: ["failed", "running"] })).toEqual(["two"]);
        expect(await names({ kind: ["llm"] })).toEqual(["four"]);
        expect(await names({ model: ["gpt-4o"] })).toEqual(["four"]);
        expect(await names({ provider: ["openai", "x"] })).toEqual(["four"]);
        expect(await names({ model: ["gpt"] })).toEqual([]);
        expect(await names({ session: ["s1"] })).toEqual(["one"]);
        expect(await names({ user: ["ann"] })).toEqual(["three"]);
        expect(await names({ tag: ["a", "b"] })).toEqual(["one"]);
        expect(await names({ tag: ["a", "c"] })).toEqual([]);
        expect(await names({ name: ["two"] })).toEqual(["two"]);
        expect(await names({ minLatencyMs: 1500 })).toEqual(["three"]);
        expect(await names({ maxLatencyMs: 1000 })).toEqual(["four", "two", "one"]);
        expect(await names({ minTokens: 110 })).toEqual(["four"]);
        expect(await names({ minTokens: 111 })).toEqual([]);
        expect(await names({ minCostUsd: 0.000001 })).toEqual(["four"]);
        expect(await names({ from: at(2), to: at(4) })).toEqual(["three", "two"]);
        expect(await names({ safety: ["not_checked"] })).toHaveLength(4);
        expect(await names({ safety: ["clean"] })).toEqual([]);
        expect(await names({ severity: ["high"] })).toEqual([]);
        expect(await names({ detector: ["pii"] })).toEqual([]);
      });

      it("finds text in names, ids, models, errors and previews, with wildcards as plain signs", async () => {
        expect(await names({ q: "needle" })).toEqual(["four"]);
        expect(await names({ q: "GPT-4" })).toEqual(["four"]);
        expect(await names({ q: "50%_X" })).toEqual(["two"]);
        expect(await names({ q: "%" })).toEqual(["two"]);
        expect(await names({ q: traceId(3).toUpperCase() })).toEqual(["three"]);
        expect(await names({ q: "' OR 1=1 --" })).toEqual([]);
        expect(await names({ q: "\\" })).toEqual([]);
      });

      it("sorts by each key, unknown values last", async () => {
        expect(await names({}, { sort: "startTime" })).toEqual(["one", "two", "three", "four"]);
        expect(await names({}, { sort: "-durationMs" })).toHaveLength(4);
        expect((await names({}, { sort: "-durationMs" }))[0]).toBe("three");
        expect((await names({}, { sort: "-tokens" }))[0]).toBe("four");
        expect((await names({}, { sort: "-costUsd" }))[0]).toBe("four");
      });

      it.each(["-startTime", "startTime", "-durationMs", "-costUsd", "-tokens"] as const)(
        "pages by %s without gaps or repeats while traces arrive",
        async (sort) => {
          const seen: string[] = [];
          let after: Position | null = null;
          for (let page = 0; page < 12; page++) {
            const { rows, next } = await store.list(listQuery({}, { sort, limit: 1, after }));
            seen.push(...rows.map((row) => row.head.name));
            await store.write([
              trace(20 + page, { name: "new", startTime: at(50 + page), endTime: at(53 + page) }),
            ]);
            if (next === null) break;
            after = next;
          }
          const old = seen.filter((name) => name !== "new");
          expect(new Set(old).size).toBe(old.length);
          expect(old.length).toBeGreaterThanOrEqual(4);
        },
      );
    });

    describe("statistics", () => {
      beforeEach(() =>
        store.write([
          root({ endTime: at(3) }),
          ...[100, 200, 300, 400].map((ms, index) =>
            call({
              spanId: spanId(10 + index),
              startTime: at(index * 3600),
              endTime: at(index * 3600 + ms / 1000),
              ...(index === 3 ? { status: "failed", provider: "anthropic" } : {}),
            }),
          ),
        ]),
      );

      it("groups counted calls with nearest-rank latency", async () => {
        const { groups, series } = await store.stats(
          statsQuery({ groupBy: ["provider"], interval: "hour" }),
        );
        expect(groups.map(({ key, count, failed }) => [key.provider, count, failed])).toEqual([
          ["openai", 3, 0],
          ["anthropic", 1, 1],
        ]);
        expect(groups[0]?.latencyMs).toEqual({ avg: 200, p50: 200, p95: 300, p99: 300 });
        expect(groups[0]?.usage).toMatchObject({ input: 300, output: 30, reasoning: null });
        expect(groups[0]?.costUsd).toBeGreaterThan(0);
        expect(series.map(({ time }) => time.slice(11, 16))).toEqual([
          "00:00",
          "01:00",
          "02:00",
          "03:00",
        ]);
      });

      it("covers all spans when grouped by kind or name", async () => {
        const { groups } = await store.stats(statsQuery({ groupBy: ["kind"] }));
        expect(groups.map(({ key, count }) => [key.kind, count])).toEqual([
          ["llm", 4],
          ["generic", 1],
        ]);
      });

      it("chooses calls by their own model and time, and traces by the rest", async () => {
        const count = async (filter: object) =>
          (await store.stats(statsQuery({ filter }))).groups[0]?.count ?? 0;
        expect(await count({})).toBe(4);
        expect(await count({ provider: ["anthropic"] })).toBe(1);
        expect(await count({ from: at(3600), to: at(7200) })).toBe(1);
        expect(await count({ status: ["success"] })).toBe(4);
        expect(await count({ status: ["failed"] })).toBe(0);
        expect(await count({ name: ["root"], q: "chat" })).toBe(4);
      });
    });

    it("reads its writes, and tells listeners which traces changed", async () => {
      const heard: string[] = [];
      const stop = store.subscribe((changed) => heard.push(...changed.map((one) => one.traceId)));
      await store.write([root(), root({ traceId: traceId(2) })]);
      expect(heard).toEqual([traceId(1), traceId(2)]);
      stop();
      await store.write([root({ traceId: traceId(3) })]);
      expect(heard).toHaveLength(2);
      expect((await store.list(listQuery())).rows).toHaveLength(3);
    });

    it("takes many writes at once", async () => {
      await Promise.all(
        Array.from({ length: 50 }, (_, number) =>
          store.write([call({ spanId: spanId(number + 1), parentSpanId: null })]),
        ),
      );
      expect((await only()).totals).toMatchObject({ spanCount: 50 });
      expect((await only()).totals.usage.input).toEqual({ calls: 50, sum: 5000 });
    });

    it("keeps a deep chain and a wide trace readable", async () => {
      const deep = Array.from({ length: 3000 }, (_, number) =>
        call({ spanId: spanId(number + 2), parentSpanId: spanId(number + 1) }),
      );
      await store.write([root(), ...deep]);
      expect(await structure()).toHaveLength(3001);
      expect((await only()).totals.usage.input).toEqual({ calls: 1, sum: 100 });
    });

    it("lists a bounded number of different models", async () => {
      const calls = Array.from({ length: LIMITS.traceLabels + 9 }, (_, number) =>
        call({ spanId: spanId(number + 2), model: `model-${number}` }),
      );
      await store.write([root(), ...calls]);
      expect((await only()).totals.models).toHaveLength(LIMITS.traceLabels);
    });
  });
}
