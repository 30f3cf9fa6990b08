/** Streams of the web and of Node, a streamed Response, emitters. */
import { EventEmitter, once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Case, chunks, mentions, sleep, span } from "../case.ts";

/** Gives `count` chunks, each when it is asked for, and tells how many were asked for. */
function pullStream(count: number): { stream: ReadableStream<string>; asked: () => number } {
  let asked = 0;
  const stream = new ReadableStream<string>(
    {
      async pull(controller) {
        asked++;
        await sleep(5);
        if (asked > count) controller.close();
        else controller.enqueue(`${asked}`);
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, asked: () => asked };
}

async function drain(stream: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}

export const STREAMS: readonly Case[] = [
  {
    id: "stream/web",
    title: "web ReadableStream: same object, output and time of the whole",
    async run(driver) {
      const { stream } = pullStream(3);
      const open = driver.trace("llm", "open", async () => stream, "stream");
      const given = await open();
      return { same: given === stream, text: await drain(given) };
    },
    expected: [span("open", { output: chunks("1", "2", "3"), minMs: 12 })],
  },
  {
    id: "stream/sync",
    title: "a sync function that gives a stream stays sync",
    async run(driver) {
      const [web, node] = [pullStream(1).stream, Readable.from(["a"])];
      const openWeb = driver.trace("llm", "openWeb", () => web, "stream");
      const openNode = driver.trace("llm", "openNode", () => node, "stream");
      const given = [openWeb() === web, openNode() === node];
      return [...given, await drain(web), await drain(node)];
    },
    expected: [span("openWeb", { output: chunks("1") }), span("openNode", { output: chunks("a") })],
  },
  {
    id: "stream/web-lazy",
    title: "web ReadableStream: not read ahead, cancel() reaches the source",
    async run(driver) {
      const { stream, asked } = pullStream(1000);
      const open = driver.trace("llm", "open", async () => stream, "stream");
      const reader = (await open()).getReader();
      const { value } = await reader.read();
      await sleep(40);
      const before = asked();
      await reader.cancel("enough");
      return { value, before };
    },
    expected: [span("open", { status: "cancelled", otherwise: "ok", output: chunks("1") })],
  },
  {
    id: "stream/web-tee",
    title: "web ReadableStream: tee() gives both branches everything",
    async run(driver) {
      const { stream } = pullStream(2);
      const open = driver.trace("llm", "open", async () => stream, "stream");
      const [left, right] = (await open()).tee();
      return Promise.all([drain(left), drain(right)]);
    },
    expected: [span("open", { output: chunks("1", "2") })],
  },
  {
    id: "stream/web-pipe",
    title: "web ReadableStream: pipeThrough()",
    async run(driver) {
      const { stream } = pullStream(2);
      const open = driver.trace("llm", "open", async () => stream, "stream");
      const loud = new TransformStream<string, string>({
        transform: (chunk, controller) => controller.enqueue(`${chunk}!`),
      });
      return drain((await open()).pipeThrough(loud));
    },
    expected: [span("open", { output: chunks("1", "2") })],
  },
  {
    id: "stream/web-error",
    title: "web ReadableStream: error midway, the same instance",
    async run(driver) {
      const error = new Error("connection lost");
      const open = driver.trace(
        "llm",
        "open",
        async () => {
          let asked = 0;
          return new ReadableStream<string>(
            {
              pull(controller) {
                if (asked++ === 0) controller.enqueue("part");
                else controller.error(error);
              },
            },
            { highWaterMark: 0 },
          );
        },
        "stream",
      );
      let text = "";
      try {
        for await (const chunk of await open()) text += chunk;
      } catch (caught) {
        return { text, same: caught === error };
      }
      return "nothing thrown";
    },
    expected: [span("open", { status: "failed", output: chunks("part") })],
  },
  {
    id: "stream/node",
    title: "Node Readable: same object, output followed",
    async run(driver) {
      const source = Readable.from(["no", "de"]);
      const open = driver.trace("llm", "open", async () => source, "stream");
      const given = await open();
      await sleep(10);
      const isFlowing = given.readableFlowing;
      return { same: given === source, isFlowing, text: await drain(given) };
    },
    expected: [span("open", { output: chunks("no", "de"), minMs: 8 })],
  },
  {
    id: "stream/node-pipeline",
    title: "Node Readable: pipeline and destroy",
    async run(driver) {
      const open = driver.trace("llm", "open", async () => Readable.from(["x", "y"]), "stream");
      const cut = driver.trace("llm", "cut", async () => Readable.from(["x", "y", "z"]), "stream");
      let text = "";
      await pipeline(await open(), async (source: AsyncIterable<string>) => {
        for await (const chunk of source) text += chunk;
      });
      for await (const chunk of await cut()) {
        text += String(chunk);
        break;
      }
      return text;
    },
    expected: [
      span("open", { output: chunks("x", "y") }),
      span("cut", { status: "cancelled", otherwise: "ok", output: mentions("x") }),
    ],
  },
  {
    id: "stream/response",
    title: "Response with SSE body: same object, readable once, followed to its end",
    async run(driver) {
      const events = ["data: one\n\n", "data: two\n\n"];
      const body = Readable.toWeb(
        Readable.from(
          (async function* send() {
            for (const event of events) {
              await sleep(15);
              yield Buffer.from(event);
            }
          })(),
        ),
      ) as ReadableStream<Uint8Array>;
      const response = new Response(body, { headers: { "content-type": "text/event-stream" } });
      const request = driver.trace("llm", "request", async () => response, "stream");
      const given = await request();
      return {
        same: given === response,
        type: given.headers.get("content-type"),
        used: given.bodyUsed,
        text: await given.text(),
      };
    },
    expected: [span("request", { minMs: 25, output: mentions("two") })],
  },
  {
    id: "stream/emitter",
    title: "EventEmitter: same object, every event once, calls in listeners below",
    async run(driver) {
      const emitter = new EventEmitter();
      const note = driver.trace("tool", "note", async (text: string) => text);
      let listen = (): void => {};
      const listening = new Promise<void>((resolve) => {
        listen = resolve;
      });
      const emit = async (): Promise<void> => {
        await listening;
        emitter.emit("token", "a");
        emitter.emit("end");
      };
      const start = driver.trace("tool", "start", async () => {
        void emit();
        return emitter;
      });
      const seen: Promise<string>[] = [];
      const given = await start();
      given.on("token", (text: string) => seen.push(note(text)));
      const ended = once(given, "end");
      listen();
      await ended;
      return { same: given === emitter, seen: await Promise.all(seen) };
    },
    expected: [span("start", span("note"))],
  },
];
