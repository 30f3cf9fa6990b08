/** The SDK in its host: the end of the program, the console, a server that is away. */
import { type Case, equal, sleep, span } from "../case.ts";

export const PROCESS: readonly Case[] = [
  {
    id: "process/exit",
    title: "natural exit without flush: everything delivered",
    isUnflushed: true,
    async run(driver) {
      const step = driver.trace("tool", "step", async (name: string) => name);
      const agent = driver.trace("agent", "agent", async () => step("last"));
      return agent();
    },
    expected: [span("agent", { output: equal("last") }, span("step", { output: equal("last") }))],
  },
  {
    id: "process/quiet",
    title: "prints nothing",
    isQuiet: true,
    async run(driver) {
      const step = driver.trace("tool", "step", async (name: string) => name);
      return step("quiet");
    },
    expected: [span("step")],
  },
  {
    id: "process/away",
    title: "server away: nothing thrown, nothing printed, no delay",
    isServerAway: true,
    isQuiet: true,
    async run(driver) {
      const step = driver.trace("tool", "step", async (name: string) => {
        await sleep(2);
        return name;
      });
      return [await step("one"), await step("two")];
    },
    expected: null,
  },
];
