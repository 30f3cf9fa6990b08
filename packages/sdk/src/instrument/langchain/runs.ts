/** The runs LangChain has begun and not yet ended, each with its span. */
import { LIMITS } from "@clew/model";
import { microsNow } from "../../clock.ts";
import type { SpanFields } from "../../fields.ts";
import type { LiveSpan } from "../../span.ts";
import type { SpanTemplate } from "../../template.ts";
import { beginSpan, failSpan } from "../begin.ts";
import { definedOnly, members, text } from "../read.ts";

/** A run under way. A hidden one has no span of its own: it stands for the one around it. */
interface OpenRun {
  readonly span: LiveSpan;
  readonly isHidden: boolean;
  /** What the call was given, a signal perhaps. */
  readonly options: unknown;
  /** Text of the tokens so far. */
  text: string;
  tokens: number;
  firstTokenAt: number;
}

interface RunOptions {
  /** Whose it is. */
  readonly person?: SpanFields;
  readonly options?: unknown;
}

export class Runs {
  private readonly open = new Map<string, OpenRun>();

  /** Opens a run's span. */
  begin(
    id: string,
    parentId: string | undefined,
    template: SpanTemplate,
    input: unknown,
    { person = {}, options }: RunOptions = {},
  ): void {
    const parent = this.open.get(parentId ?? "");
    const span = beginSpan(template, input, parent?.span);
    if (span === undefined) return;
    if (parent === undefined && definedOnly(person) !== undefined) span.update(person);
    this.add(id, { span, isHidden: false, options });
  }

  /** Has the run's children belong to the span around it. */
  hide(id: string, parentId: string | undefined): void {
    const parent = this.open.get(parentId ?? "");
    if (parent !== undefined)
      this.add(id, { span: parent.span, isHidden: true, options: undefined });
  }

  token(id: string, text: string): void {
    const run = this.open.get(id);
    if (run === undefined) return;
    if (run.tokens++ === 0) run.firstTokenAt = microsNow();
    if (run.text.length <= LIMITS.stringChars) run.text += text;
  }

  end(id: string, fields: SpanFields): void {
    const run = this.take(id);
    if (run !== undefined && !run.isHidden) run.span.end({ ...fields, ...timing(run) });
  }

  fail(id: string, error: unknown): void {
    const run = this.take(id);
    if (run === undefined || run.isHidden) return;
    const fields = { ...partial(run), ...timing(run) };
    if (isAbort(error) && members(run.options).signal === undefined)
      run.span.end({ ...fields, status: "cancelled" });
    else failSpan(run.span, error, fields, run.options);
  }

  /** Nothing can go on any more: what is still open had its stream left. */
  leaveAll(): void {
    for (const run of [...this.open.values()].reverse()) {
      if (!run.isHidden) run.span.end({ ...partial(run), ...timing(run), status: "cancelled" });
    }
    this.open.clear();
  }

  private add(id: string, run: Pick<OpenRun, "span" | "isHidden" | "options">): void {
    this.open.set(id, { ...run, text: "", tokens: 0, firstTokenAt: 0 });
  }

  private take(id: string): OpenRun | undefined {
    const run = this.open.get(id);
    this.open.delete(id);
    return run;
  }
}

/** LangChain throws plain errors with a name for a message. */
function isAbort(error: unknown): boolean {
  const { name, message } = members(error);
  return name === "ModelAbortError" || /^(Abort|Aborted|AbortError)$/.test(text(message) ?? "");
}

function partial(run: OpenRun): SpanFields {
  return run.text === "" ? {} : { output: { role: "assistant", content: run.text } };
}

function timing({ tokens, firstTokenAt, span }: OpenRun): SpanFields {
  if (tokens === 0) return {};
  return { chunkCount: tokens, timeToFirstChunkMs: (firstTokenAt - span.startTime) / 1000 };
}
