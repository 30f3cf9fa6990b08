import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { traceable } from "../src/index.ts";
import { type Collector, startCollector } from "./support/collector.ts";

let collector: Collector;
let pulled = 0;
let cancelledWith: unknown;
beforeAll(async () => {
  collector = await startCollector();
});
beforeEach(async () => {
  pulled = 0;
  cancelledWith = undefined;
  await collector.reset();
});
afterAll(() => collector.close());

const source = traceable("llm")(function source(chunks: number) {
  return new ReadableStream<string>(
    {
      pull(controller) {
        if (pulled === chunks) controller.close();
        else controller.enqueue(`${++pulled} `);
      },
      cancel(reason) {
        cancelledWith = reason;
      },
    },
    { highWaterMark: 0 },
  );
});

async function drain(stream: ReadableStream<string>): Promise<string> {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

describe("a returned ReadableStream", () => {
  it("is not read, locked or replaced before it is consumed", async () => {
    const stream = source(1000);
    await sleep(5);
    expect([pulled, stream.locked, stream instanceof ReadableStream]).toEqual([0, false, true]);
    const reader = stream.getReader();
    expect(stream.locked).toBe(true);
    await reader.read();
    await sleep(5);
    expect(pulled).toBeLessThan(3);
    await reader.cancel("enough");
    expect(cancelledWith).toBe("enough");
    expect(await collector.tree()).toMatchObject({ status: "cancelled", output: "1 " });
  });

  it.each<[string, (stream: ReadableStream<string>) => Promise<string>]>([
    ["iterated", drain],
    [
      "read",
      async (stream) => {
        const reader = stream.getReader();
        let text = "";
        for (let read = await reader.read(); !read.done; read = await reader.read())
          text += read.value;
        return text;
      },
    ],
    ["piped through", (stream) => drain(stream.pipeThrough(new TransformStream<string, string>()))],
    [
      "piped to",
      async (stream) => {
        let text = "";
        await stream.pipeTo(new WritableStream({ write: (chunk) => void (text += chunk) }));
        return text;
      },
    ],
    [
      "split in two",
      async (stream) => {
        const [one, two] = stream.tee();
        const texts = await Promise.all([drain(one), drain(two)]);
        expect(texts[0]).toBe(texts[1]);
        return texts[0];
      },
    ],
    [
      "made a response",
      (stream) => new Response(stream.pipeThrough(new TextEncoderStream())).text(),
    ],
    [
      "made a Node stream",
      async (stream) => {
        let text = "";
        for await (const chunk of Readable.fromWeb(stream as never)) text += String(chunk);
        return text;
      },
    ],
  ])("is recorded whole when %s", async (_, consume) => {
    expect(await consume(source(3))).toBe("1 2 3 ");
    expect(await collector.tree()).toMatchObject({
      status: "success",
      output: "1 2 3 ",
      chunkCount: 3,
    });
  });

  it("ends as cancelled on an early break and on cancel before any reader", async () => {
    for await (const chunk of source(10)) if (chunk === "2 ") break;
    await source(10).cancel("unread");
    const trees = await collector.trees();
    expect(trees.map(({ status, output }) => [status, output])).toEqual([
      ["cancelled", "1 2 "],
      ["cancelled", undefined],
    ]);
  });

  it("fails with its own error and the part that came", async () => {
    const error = new Error("torn");
    let count = 0;
    const torn = traceable("llm")(
      () =>
        new ReadableStream<string>(
          {
            pull(controller) {
              if (count++ === 0) controller.enqueue("part");
              else controller.error(error);
            },
          },
          { highWaterMark: 0 },
        ),
    );
    await expect(drain(torn())).rejects.toBe(error);
    expect(await collector.tree()).toMatchObject({ status: "failed", output: "part" });
  });

  it("counts bytes instead of keeping them", async () => {
    const bytes = traceable("http")(
      () => new Blob([new Uint8Array(70_000)]).stream() as ReadableStream<Uint8Array>,
    );
    let length = 0;
    for await (const chunk of bytes()) length += chunk.length;
    expect(length).toBe(70_000);
    expect((await collector.tree()).output).toEqual({ $type: "Bytes", length: 70_000 });
  });
});

describe("a returned Node stream", () => {
  const open = traceable("llm")((parts: string[]) => Readable.from(parts));

  it("does not start to flow by being traced", async () => {
    const stream = open(["a", "b"]);
    await sleep(5);
    expect([stream.readableFlowing, stream.readableDidRead]).toEqual([null, false]);
    stream.destroy();
  });

  it.each<[string, (stream: Readable) => Promise<string>]>([
    [
      "iterated",
      async (stream) => {
        let text = "";
        for await (const chunk of stream) text += chunk as string;
        return text;
      },
    ],
    [
      "flowing",
      async (stream) => {
        let text = "";
        stream.on("data", (chunk: string) => void (text += chunk));
        await once(stream, "end");
        return text;
      },
    ],
  ])("is recorded whole when %s", async (_, consume) => {
    expect(await consume(open(["a", "b", "c"]))).toBe("abc");
    expect(await collector.tree()).toMatchObject({
      status: "success",
      output: "abc",
      chunkCount: 3,
    });
  });

  it("ends as cancelled when it is destroyed and as failed when it errs", async () => {
    const stream = open(["a", "b"]);
    for await (const chunk of stream) if (chunk === "a") break;
    const torn = open(["a"]);
    torn.on("error", () => undefined);
    torn.destroy(new Error("torn"));
    await new Promise((resolve) => {
      torn.once("close", resolve);
    });
    const trees = await collector.trees();
    expect(trees.map(({ status, output }) => [status, output])).toEqual([
      ["cancelled", "a"],
      ["failed", undefined],
    ]);
  });
});

describe("a returned Response", () => {
  it("passes by identity with its body unread", async () => {
    const response = new Response("body", { status: 201 });
    const answer = traceable("http")(async () => response);
    expect(await answer()).toBe(response);
    expect([response.bodyUsed, await response.text()]).toEqual([false, "body"]);
    expect((await collector.tree()).output).toMatchObject({ $type: "Response", status: 201 });
  });
});
