import { describe, expect, it } from "vitest";
import { availableDetectors, Reading } from "@clew/detect";

const MEBIBYTE = 1_048_576;
const fill = (unit: string): string =>
  unit.repeat(Math.ceil(MEBIBYTE / unit.length)).slice(0, MEBIBYTE);

/** Texts that make careless patterns quadratic. */
const HOSTILE: Record<string, string> = {
  "one digit": fill("1"),
  "digits in pairs": fill("12 "),
  "digits and dashes": fill("1-"),
  "card-like groups": fill("4111 1111 1111 1112 "),
  "at signs": fill("@"),
  "mail without an end": fill("a.b-c@d."),
  "labels without an end": `x@${fill("a.")}`,
  "scheme signs": fill("://a:b"),
  "colons and hex": fill("ab:"),
  "points and digits": fill("1.2."),
  "IBAN heads": fill("DE89 3704 "),
  "words of birth": fill("dob born "),
  "conditions in quotes": fill("' or 1=1 select a "),
  "names of secrets": fill("secret token= key:"),
};

/** Every family over the whole text: the caps of a run do not help here. */
function judge(text: string): void {
  const reading = new Reading(text);
  for (const detector of availableDetectors()) {
    const evidence = detector.families.flatMap((family) =>
      family.find(reading, { prompt: text, response: text }),
    );
    detector.settle?.(evidence, reading);
  }
}

/** Processor time of this thread: what else the machine does shall not fail a test of linearity. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

describe("hostile text", () => {
  it("is judged in linear time: fourteen mebibytes in less than four seconds", () => {
    const times = Object.entries(HOSTILE).map(([name, text]) => {
      const began = cpuMs();
      judge(text);
      return { name, ms: Math.round(cpuMs() - began) };
    });
    if (process.env["SHOW_TIMES"] !== undefined) process.stdout.write(`${JSON.stringify(times)}\n`);
    expect(times.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThan(4000);
  });
});
