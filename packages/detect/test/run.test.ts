import { describe, expect, it } from "vitest";
import {
  availableDetectors,
  createDetector,
  type Detector,
  DetectorType,
  mask,
  UnknownDetectorError,
} from "@clew/detect";
import { LIMITS } from "@clew/model";

/** A detector of one's own: every `word` is an issue. */
function wordDetector(word: string, overrides: Partial<Detector> = {}): Detector {
  return {
    code: `WORD_${word}`,
    claim: `The text says ${word}.`,
    reads: ["user", "assistant"],
    secret: false,
    families: [
      {
        name: word,
        find: ({ text }) =>
          [...text.matchAll(new RegExp(word, "g"))].map(({ index }) => ({
            category: "word",
            severity: "low",
            confidence: 1,
            start: index,
            end: index + word.length,
            message: `Says ${word}.`,
          })),
      },
    ],
    ...overrides,
  };
}

describe("the catalogue", () => {
  it("finds a detector by its name in any case", () => {
    const { detectors } = createDetector([DetectorType.PII, "pii"]);
    expect(detectors.map((detector) => detector.code)).toEqual(["PII"]);
  });

  it("says what is not there yet, and what is there", () => {
    expect(() => createDetector([DetectorType.BIAS])).toThrow(
      new UnknownDetectorError(
        "BIAS",
        true,
        availableDetectors().map(({ code }) => code),
      ),
    );
    expect(() => createDetector(["BIAS"])).toThrow(/BIAS is not available yet\. Available: .*PII/);
    expect(() => createDetector(["MOOD"])).toThrow(/MOOD is not a detector/);
  });

  it("lists only codes of DetectorType, each once, each with a claim", () => {
    const codes = availableDetectors().map((detector) => detector.code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, claim } of availableDetectors()) {
      expect(Object.keys(DetectorType)).toContain(code);
      expect(claim).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("createDetector(…).evaluate", () => {
  it("says where, in which text, and how grave", () => {
    const verdict = createDetector([wordDetector("blue")]).evaluate({
      prompt: "a blue sky",
      response: "blue, blue",
    });
    expect(
      verdict.issues.map(({ target, start, end, excerpt }) => [target, start, end, excerpt]),
    ).toEqual([
      ["input", 2, 6, "blue"],
      ["output", 0, 4, "blue"],
      ["output", 6, 10, "blue"],
    ]);
    expect(verdict).toMatchObject({
      hasIssues: true,
      maxSeverity: "low",
      detectorsRun: ["WORD_blue"],
      notChecked: [],
      droppedIssues: 0,
      timeMs: 0,
    });
  });

  it("leaves out texts whose writer the detector does not read, and does not call that a run", () => {
    const detector = createDetector([wordDetector("blue", { reads: ["assistant"] })]);
    expect(detector.evaluate({ prompt: "blue" })).toMatchObject({ issues: [], detectorsRun: [] });
    const asDocument = detector.evaluate({ response: "blue", responseRole: "document" });
    expect(asDocument).toMatchObject({ issues: [], detectorsRun: [] });
    expect(detector.evaluate({ response: "blue" }).issues).toHaveLength(1);
  });

  it("goes on when a detector throws, and shows that it did", () => {
    const broken = wordDetector("red", {
      families: [
        {
          name: "fragile",
          find: () => {
            throw new RangeError("no such colour");
          },
        },
      ],
    });
    const verdict = createDetector([broken, wordDetector("blue")]).evaluate({ prompt: "red blue" });
    expect(verdict.detectorsRun).toEqual(["WORD_blue"]);
    expect(verdict.issues).toHaveLength(1);
    expect(verdict.notChecked).toEqual([
      {
        detector: "WORD_red",
        target: "input",
        reason: "failed",
        detail: "fragile: no such colour",
      },
    ]);
  });

  it("stops a detector whose time is spent before its next family, not the others", () => {
    let time = 0;
    const slow = wordDetector("red");
    const [first] = slow.families;
    const families = ["one", "two", "three"].map((name) => ({
      name,
      find: (...read: Parameters<NonNullable<typeof first>["find"]>) => {
        time += 30;
        return first?.find(...read) ?? [];
      },
    }));
    const verdict = createDetector([{ ...slow, families }, wordDetector("blue")], {
      now: () => time,
      budgetMs: 50,
    }).evaluate({ prompt: "red blue" });
    expect(verdict.detectorsRun).toEqual(["WORD_blue"]);
    expect(verdict.issues.map((issue) => issue.detector)).toEqual([
      "WORD_red",
      "WORD_red",
      "WORD_blue",
    ]);
    expect(verdict.notChecked).toEqual([
      {
        detector: "WORD_red",
        target: "input",
        reason: "time",
        detail: "the time was spent before three",
      },
    ]);
    expect(verdict.timeMs).toBe(60);
  });

  it("reads the head and the tail of a very long text, with true offsets, and says what it left out", () => {
    const gap = " ".repeat(LIMITS.detectHeadChars + LIMITS.detectTailChars);
    const prompt = `blue${gap}blue`;
    const verdict = createDetector([wordDetector("blue")]).evaluate({ prompt });
    expect(verdict.issues.map((issue) => issue.start)).toEqual([0, prompt.length - 4]);
    expect(verdict.notChecked).toMatchObject([{ reason: "too_long", target: "input" }]);
    expect(verdict.detectorsRun).toEqual(["WORD_blue"]);
  });

  it("keeps the gravest of too many issues and counts the rest", () => {
    const many = wordDetector("x", {
      settle: (evidence) =>
        evidence.map((one, index) => ({ ...one, severity: index === 199 ? "critical" : "low" })),
    });
    const verdict = createDetector([many]).evaluate({ prompt: "x".repeat(200) });
    expect(verdict.issues).toHaveLength(LIMITS.issuesPerText);
    expect(verdict.droppedIssues).toBe(200 - LIMITS.issuesPerText);
    expect(verdict.issues.at(-1)).toMatchObject({ start: 199, severity: "critical" });
    expect(verdict.maxSeverity).toBe("critical");
  });
});

describe("mask", () => {
  it("keeps the shape and the last four of long values, nothing of short ones", () => {
    expect(mask("4111-1111-1111-1234")).toBe("••••-••••-••••-1234");
    expect(mask("ann@ex.org")).toBe("•••@••.•••");
    expect(mask("")).toBe("");
  });
});
