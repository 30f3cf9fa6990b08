/** A model's text as prose and fenced code, so that code keeps its shape. Nothing else of Markdown is read. Pure. */
export interface TextBlock {
  readonly kind: "prose" | "code";
  /** What stands behind the opening fence, e.g. `ts`. */
  readonly language: string;
  readonly text: string;
}

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/;

/** Splits at fences. An open fence at the end, as in a cut answer, is code to the end. */
export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  let language = "";
  const close = (): void => {
    const kind = fence === null ? "prose" : "code";
    const content = kind === "prose" ? lines.join("\n").trim() : lines.join("\n");
    if (content !== "" || kind === "code") blocks.push({ kind, language, text: content });
    lines = [];
  };
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line);
    if (fence === null && mark !== null) {
      close();
      fence = mark[1] ?? "```";
      language = (mark[2] ?? "").trim();
    } else if (fence !== null && line.trim() === fence) {
      close();
      fence = null;
      language = "";
    } else {
      lines.push(line);
    }
  }
  close();
  return blocks;
}
