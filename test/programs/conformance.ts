/** What most SDKs get wrong, in one program: every case is a trace named after it. */
import { traceable } from "@clew/sdk";

const step = traceable("tool")(async function step(label: string) {
  return label;
});

const inside = traceable("llm")(async function* inside() {
  for (const label of ["a", "b", "c"]) {
    await step(`inside ${label}`);
    yield label;
  }
});
const insideSync = traceable("llm")(function* insideSync() {
  yield "x";
  yield "y";
});

const cases: Record<string, () => unknown> = {
  async "async generator, children inside, consumer outside"() {
    for await (const label of inside()) await step(`outside ${label}`);
  },
  "sync generator in for…of"() {
    return [...insideSync()].join("");
  },
  async "early break"() {
    for await (const label of inside()) if (label === "b") break;
  },
  async "error in a generator"() {
    const failing = traceable("llm")(async function* failing() {
      yield "partial";
      throw new RangeError("stream broke");
    });
    const seen: string[] = [];
    try {
      for await (const chunk of failing()) seen.push(chunk);
    } catch (error) {
      return `${seen.join("")} then ${(error as Error).message}`;
    }
    return "no error";
  },
  "never started generator"() {
    inside();
    return "not started";
  },
  async "forwarded return and throw"() {
    const log: unknown[] = [];
    const listening = traceable("llm")(function* listening(): Generator<number, string, string> {
      try {
        log.push(yield 1);
        yield 2;
      } catch (error) {
        log.push((error as Error).message);
        return "caught";
      }
      return "ended";
    });
    const iterator = listening();
    iterator.next();
    iterator.next("hello");
    log.push(iterator.throw(new Error("thrown in")));
    return log;
  },
  async "lazy ReadableStream"() {
    let pulled = 0;
    const source = traceable("llm")(function source() {
      return new ReadableStream<string>(
        {
          pull(controller) {
            pulled++;
            controller.enqueue(`chunk ${pulled}`);
            if (pulled === 1000) controller.close();
          },
        },
        { highWaterMark: 0 },
      );
    });
    const reader = source().getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const asked = pulled;
    await reader.cancel("enough");
    return asked <= 2 ? "lazy" : `drained ${asked}`;
  },
  async "provider promise keeps its methods"() {
    class ProviderPromise extends Promise<string> {
      withResponse(): string {
        return "with response";
      }
    }
    const returned = ProviderPromise.resolve("answer") as ProviderPromise;
    const call = traceable("llm")(function call() {
      return returned;
    });
    const promise = call();
    return [promise === returned, promise.withResponse(), await promise];
  },
  async "mutation after the call"() {
    const messages = [{ role: "user", content: "before" }];
    const send = traceable("llm")(async function send(messages: { content: string }[]) {
      return messages.length;
    });
    const promise = send(messages);
    (messages[0] as { content: string }).content = "after";
    return promise;
  },
};

for (const [name, run] of Object.entries(cases)) {
  const traced = traceable("agent", { name })(run);
  console.log(name, JSON.stringify(await traced()));
}
