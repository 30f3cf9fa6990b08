/** What is recorded is what was there at the call, whatever the program changes later. */
import { type Case, mentions, mentionsNot, sleep, span, resolved } from "../case.ts";

interface Message {
  role: string;
  content: string;
}

const message = (content: string): Message => ({ role: "user", content });

export const MUTATION: readonly Case[] = [
  {
    id: "mutation/input",
    title: "messages changed while the call runs: input as at the call",
    async run(driver) {
      const messages = [message("before")];
      const send = driver.trace("llm", "send", async (sent: Message[]) => {
        await sleep(5);
        return sent.length;
      });
      const sending = send(messages);
      Object.assign(messages[0] as Message, { content: "after" });
      messages.push(message("after"));
      return sending;
    },
    expected: [span("send", { input: mentionsNot("before", "after") })],
  },
  {
    id: "mutation/turns",
    title: "one history that grows by every turn: each call has its own state",
    async run(driver) {
      const history: Message[] = [];
      const turn = driver.trace("llm", "turn", async (messages: Message[]) => {
        await sleep(2);
        messages.push(message(`answer ${messages.length}`));
        return messages.length;
      });
      await turn(history);
      await turn(history);
      return history.length;
    },
    expected: [
      span("turn", {
        input: {
          says: "an empty history",
          holds: (input) => !JSON.stringify(input).includes("answer"),
        },
      }),
      span("turn", { input: mentionsNot("answer 0", "answer 1") }),
    ],
  },
  {
    id: "mutation/output",
    title: "result changed by the caller: output as returned",
    async run(driver) {
      const make = driver.trace("tool", "make", async () => ({ text: "before" }));
      const makeLater = driver.trace("tool", "makeLater", async () => {
        await sleep(1);
        return { text: "before" };
      });
      const [made, madeLater] = [await make(), await makeLater()];
      made.text = "after";
      madeLater.text = "after";
      return "changed";
    },
    expected: [
      span("make", { output: mentionsNot("before", "after") }),
      span("makeLater", { output: mentionsNot("before", "after") }),
    ],
  },
  {
    id: "mutation/chunks",
    title: "chunks changed by the consumer: output as yielded",
    async run(driver) {
      const parts = driver.trace(
        "llm",
        "parts",
        async function* parts() {
          yield { text: "first" };
          yield { text: "second" };
        },
        "stream",
      );
      for await (const part of await resolved(parts())) part.text = "after";
      return "changed";
    },
    expected: [span("parts", { output: mentionsNot("second", "after") })],
  },
  {
    id: "mutation/generator-input",
    title: "arguments of a generator: as at the call, not at the first next()",
    async run(driver) {
      const messages = [message("before")];
      const stream = driver.trace(
        "llm",
        "stream",
        async function* stream(sent: Message[]) {
          yield String(sent.length);
        },
        "stream",
      );
      const iterator = await resolved(stream(messages));
      messages[0] = message("after");
      const seen: string[] = [];
      for await (const chunk of iterator) seen.push(chunk);
      return seen;
    },
    expected: [span("stream", { input: mentions("before") })],
  },
];
