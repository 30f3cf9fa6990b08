import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const CLI = join(import.meta.dirname, "../../src/cli/main.ts");

test("clew mock says where it listens, answers, and ends cleanly on SIGTERM", async () => {
  const child = spawn(
    process.execPath,
    [
      "--conditions=@clew/source",
      "--no-warnings",
      CLI,
      "mock",
      "--port",
      "0",
      "--control",
      "model=named",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const exit = new Promise<number | null>((resolve) => {
    child.on("exit", resolve);
  });
  const line = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
  });
  const [, url = ""] = /at (http:\/\/\S+)/.exec(line) ?? [];
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer mock" },
    body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] }),
  });
  expect(await answer.json()).toMatchObject({ model: "named", object: "chat.completion" });
  child.kill("SIGTERM");
  expect(await exit).toBe(0);
});
