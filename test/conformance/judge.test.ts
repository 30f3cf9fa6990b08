/** The judge itself: what it must see in a wrong tree, and let pass in a right one. */
import { describe, expect, it } from "vitest";
import { chunks, equal, type Recorded, span } from "./case.ts";
import { judgeBehaviour, judgeRecord } from "./judge.ts";

const EXPECTED = [
  span("agent", { output: equal("done") }, span("words", { output: chunks("a", "b"), minMs: 10 })),
];

function recorded(words: Partial<Recorded> = {}): Recorded[] {
  const ended = { status: "ok", input: null, start: 0, end: 20 } as const;
  return [
    { ...ended, id: "1", parentId: null, name: "agent", output: "done" },
    { ...ended, id: "2", parentId: "1", name: "words", output: "ab", ...words },
  ];
}

describe("judgeRecord", () => {
  it("finds nothing wrong with the tree that was expected", () => {
    expect(judgeRecord(EXPECTED, recorded(), true)).toEqual([]);
    expect(judgeRecord(EXPECTED, recorded({ output: ["a", "b"] }), true)).toEqual([]);
    expect(judgeRecord([], [], true)).toEqual([]);
  });

  it.each<[string, Partial<Recorded>, string]>([
    ["a lost parent", { parentId: "9" }, "words is a root"],
    ["a wrong name", { name: "other" }, "words missing"],
    ["an open span", { end: null, status: "open" }, "words never ends"],
    ["a wrong status", { status: "failed" }, "words is failed"],
    ["a wrong output", { output: {} }, "output of words is {}"],
    ["a wrong duration", { end: 1 }, "words takes 1 ms"],
    ["a child before its parent", { start: -5 }, "words starts before its parent"],
  ])("names %s", (_what, words, problem) => {
    expect(judgeRecord(EXPECTED, recorded(words), true)).toEqual([problem]);
  });

  it("names spans that should not be there, and says when there are none", () => {
    expect(judgeRecord([], recorded(), true)).toEqual(["extra span agent"]);
    expect(judgeRecord(EXPECTED, [], true)).toEqual(["nothing recorded"]);
  });

  it("counts where many are lost", () => {
    const many = Array.from({ length: 12 }, (_, index) => span(`call ${index}`));
    expect(
      judgeRecord([span("agent", { output: equal("done") }, ...many)], recorded(), true),
    ).toEqual(["11 of 13 spans lost"]);
  });

  it("takes another status for cancelled only where the SDK has none", () => {
    const cancelled = [span("words", { status: "cancelled", otherwise: "ok" })];
    const ok = recorded({ parentId: null }).slice(1);
    expect(judgeRecord(cancelled, ok, false)).toEqual([]);
    expect(judgeRecord(cancelled, ok, true)).toEqual(["words is ok"]);
  });
});

describe("judgeBehaviour", () => {
  it("compares what the program saw, and names the difference", () => {
    expect(judgeBehaviour({ untraced: { same: true }, traced: { same: true } })).toEqual([]);
    expect(judgeBehaviour({ untraced: { same: true }, traced: { same: false } })).toEqual([
      "program sees same: false, not true",
    ]);
    expect(judgeBehaviour({ untraced: 1, traced: { threw: "TypeError: no" } })).toEqual([
      "throws TypeError: no",
    ]);
  });

  it("refuses a case that fails by itself", () => {
    expect(() => judgeBehaviour({ untraced: { threw: "Error" }, traced: null })).toThrow("itself");
  });
});
