/** Functions as values, methods and constructors. */
import { type Case, equal, mentions, sleep, span } from "../case.ts";

export const FUNCTIONS: readonly Case[] = [
  {
    id: "function/shape",
    title: "name, length and the function's own members",
    isAboutWrapper: true,
    async run(driver) {
      const target = Object.assign(
        async function search(_query: string, _limit: number) {
          return "found";
        },
        { schema: { type: "object" } },
      );
      const search = driver.trace("tool", "search", target);
      return {
        name: search.name,
        length: search.length,
        schema: search.schema,
        result: await search("x", 1),
      };
    },
    expected: [span("search")],
  },
  {
    id: "function/this",
    title: "`this` of a method, an explicit `this`, none",
    async run(driver) {
      const whose = driver.trace(
        "tool",
        "whose",
        async function whose(this: { name: string } | undefined) {
          return this?.name ?? "nobody";
        },
      );
      const owner = { name: "owner", whose };
      return [
        await owner.whose(),
        await whose.call({ name: "other" }),
        await Reflect.apply(whose, undefined, []),
      ];
    },
    expected: [
      span("whose", { output: equal("owner") }),
      span("whose", { output: equal("other") }),
      span("whose", { output: equal("nobody") }),
    ],
  },
  {
    id: "function/new-target",
    title: "`new` of a wrapped constructor: instance, prototype, new.target",
    isAboutWrapper: true,
    run(driver) {
      interface Point {
        x: number;
        viaNew: boolean;
      }
      const Plain = function Point(this: Point, x: number): void {
        this.x = x;
        this.viaNew = new.target !== undefined;
      } as unknown as new (x: number) => Point;
      const Traced = driver.trace(
        "tool",
        "Point",
        Plain as unknown as (x: number) => void,
      ) as unknown as new (x: number) => Point;
      const point = new Traced(3);
      return { x: point.x, viaNew: point.viaNew, isInstance: point instanceof Plain };
    },
    expected: [span("Point", { input: mentions("3") })],
  },
  {
    id: "function/method",
    title: "method wrapped on the prototype",
    async run(driver) {
      class Agent {
        readonly name = "ada";
        async run(question: string): Promise<string> {
          await sleep(1);
          return `${this.name}: ${question}`;
        }
      }
      const run = Reflect.get<Agent, "run">(Agent.prototype, "run");
      Agent.prototype.run = driver.trace("agent", "run", run);
      return new Agent().run("why");
    },
    expected: [span("run", { input: mentions("why"), output: equal("ada: why") })],
  },
  {
    id: "function/private",
    title: "static and private members that hold wrapped functions",
    async run(driver) {
      class Agent {
        static readonly format: (text: string) => Promise<string> = driver.trace(
          "tool",
          "format",
          async (text: string) => `(${text})`,
        );
        readonly #think: (text: string) => Promise<string> = driver.trace(
          "llm",
          "think",
          async (text: string) => text.toUpperCase(),
        );
        async run(text: string): Promise<string> {
          return Agent.format(await this.#think(text));
        }
      }
      return new Agent().run("why");
    },
    expected: [span("think", { output: equal("WHY") }), span("format", { output: equal("(WHY)") })],
  },
  {
    id: "function/accessor",
    title: "getter on a prototype",
    async run(driver) {
      class Agent {
        readonly feeling = "calm";
      }
      Object.defineProperty(Agent.prototype, "mood", {
        get: driver.trace("tool", "mood", function mood(this: Agent) {
          return this.feeling;
        }),
      });
      return await (new Agent() as Agent & { mood: unknown }).mood;
    },
    expected: [span("mood", { output: equal("calm") })],
  },
  {
    id: "function/arguments",
    title: "defaults, rest and missing arguments",
    async run(driver) {
      const join = driver.trace(
        "tool",
        "join",
        async function join(first: string, second = "b", ...rest: string[]) {
          return { text: [first, second, ...rest].join(""), count: arguments.length };
        },
      );
      return [await join("a"), await join("a", undefined, "c"), await join("a", "x", "y", "z")];
    },
    expected: [
      span("join", { output: equal({ text: "ab", count: 1 }) }),
      span("join", { output: equal({ text: "abc", count: 3 }) }),
      span("join", { output: equal({ text: "axyz", count: 4 }) }),
    ],
  },
];
