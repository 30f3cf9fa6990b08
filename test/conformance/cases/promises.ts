/** Promises and what looks like one. */
import { type Case, type Driver, equal, type Expected, sleep, span } from "../case.ts";

class ProviderPromise extends Promise<string> {
  withResponse(): string {
    return "with response";
  }

  asResponse(): string {
    return "as response";
  }
}

/** Starts its work when it is awaited, as query builders do. */
class LazyQuery {
  runs = 0;

  // oxlint-disable-next-line unicorn/no-thenable -- a thenable is what the case is about
  then<R>(resolve: (rows: string) => R): Promise<R> {
    this.runs++;
    return sleep(2).then(() => resolve("rows"));
  }
}

export const PROMISES: readonly Case[] = [
  {
    id: "promise/async",
    title: "async function",
    async run(driver) {
      const answer = driver.trace("llm", "answer", async (question: string) => {
        await sleep(20);
        return `${question}!`;
      });
      const promise = answer("why");
      return { isPromise: promise instanceof Promise, answer: await promise };
    },
    expected: [span("answer", { output: equal("why!"), minMs: 15 })],
  },
  {
    id: "promise/reject",
    title: "rejection: the same instance, span failed",
    async run(driver) {
      const error = Object.assign(new Error("overloaded"), { status: 529 });
      const fail = driver.trace("llm", "fail", async () => {
        await sleep(1);
        throw error;
      });
      try {
        await fail();
      } catch (caught) {
        return { same: caught === error };
      }
      return "nothing thrown";
    },
    expected: [span("fail", { status: "failed" })],
  },
  {
    id: "promise/same-object",
    title: "a promise that is returned comes back itself",
    async run(driver) {
      const promise = sleep(2).then(() => "late");
      const give = driver.trace("llm", "give", () => promise);
      const given = give();
      return { same: given === promise, value: await given };
    },
    expected: [span("give", { output: equal("late") })],
  },
  {
    id: "promise/provider",
    title: "provider promise keeps its extra methods",
    async run(driver) {
      const create = driver.trace("llm", "create", () => ProviderPromise.resolve("answer"));
      const promise = create() as ProviderPromise;
      return [promise.withResponse(), promise.asResponse(), await promise];
    },
    expected: [span("create", { output: equal("answer") })],
  },
  {
    id: "promise/thenable",
    title: "thenable: not started before it is awaited, then once",
    async run(driver) {
      const query = new LazyQuery();
      const select = driver.trace("tool", "select", () => query);
      const returned = select();
      await sleep(5);
      const before = query.runs;
      const rows: unknown = await returned;
      return { same: returned === query, before, rows, after: query.runs };
    },
    expected: [span("select", { output: equal("rows") })],
  },
  {
    id: "promise/un-awaited",
    title: "a call nobody awaits is recorded whole",
    async run(driver) {
      const log = driver.trace("tool", "log", async () => {
        await sleep(20);
        return "logged";
      });
      let logging: Promise<string> | undefined;
      const agent = driver.trace("agent", "agent", async () => {
        logging = log();
        return "answered";
      });
      return [await agent(), await logging];
    },
    expected: [
      span(
        "agent",
        { output: equal("answered") },
        span("log", { output: equal("logged"), minMs: 15 }),
      ),
    ],
  },
  {
    id: "promise/unhandled",
    title: "a rejection nobody handles is reported once, as without",
    async run(driver) {
      const reported: string[] = [];
      const listen = (reason: unknown): void => {
        reported.push((reason as Error).message);
      };
      process.on("unhandledRejection", listen);
      const fail = driver.trace("tool", "fail", async () => {
        await sleep(1);
        throw new Error("nobody cares");
      });
      void fail();
      await sleep(30);
      process.off("unhandledRejection", listen);
      return reported;
    },
    expected: [span("fail", { status: "failed" })],
  },
  combinator("all", (calls) => Promise.all(calls.slice(0, 2))),
  combinator("race", (calls) => Promise.race(calls)),
  combinator("allSettled", async (calls) =>
    (await Promise.allSettled(calls)).map((result) => result.status),
  ),
  combinator("any", (calls) => Promise.any(calls.toReversed())),
];

/** Three calls at once below one root: two that resolve, one that rejects last. */
function combinator(
  method: "all" | "race" | "allSettled" | "any",
  combine: (calls: Promise<string>[]) => Promise<unknown>,
): Case {
  const branches: Expected[] = [
    span("quick", { output: equal("quick") }, span("step quick")),
    span("slow", { output: equal("slow"), minMs: 15 }, span("step slow")),
    span("broken", { status: "failed" }, span("step broken")),
  ];
  return {
    id: `promise/${method}`,
    title: `Promise.${method}: each branch its own parent`,
    run: (driver) => runBranches(driver, combine),
    expected: [span("root", ...branches)],
  };
}

async function runBranches(
  driver: Driver,
  combine: (calls: Promise<string>[]) => Promise<unknown>,
): Promise<unknown> {
  const branch = (name: string, delay: number): (() => Promise<string>) => {
    const step = driver.trace("tool", `step ${name}`, async () => sleep(1));
    return driver.trace("tool", name, async () => {
      await sleep(delay);
      await step();
      if (name === "broken") throw new Error("broken");
      return name;
    });
  };
  const [quick, slow, broken] = [branch("quick", 2), branch("slow", 20), branch("broken", 40)];
  let calls: Promise<string>[] = [];
  const root = driver.trace("agent", "root", async () => {
    calls = [quick(), slow(), broken()];
    return combine(calls);
  });
  const result = await root();
  await Promise.allSettled(calls);
  return result;
}
