/** Checked by the compiler; at run time only that the calls exist. */
import { describe, expectTypeOf, it } from "vitest";
import {
  type Traced,
  traceable,
  traced,
  traceTool,
  updateCurrentLlmRun,
  withContext,
} from "../src/index.ts";

interface Message {
  role: "user" | "system";
  content: string;
}
type Overloaded = { (value: string): string; (value: number): number };

describe("types", () => {
  it("a traced function has the type it had", () => {
    const generic = traceable("tool")(<T>(value: T, count = 1) => ({ value, count }));
    expectTypeOf(generic("text")).toEqualTypeOf<{ value: string; count: number }>();

    const overloaded = traceable("tool")(((value: unknown) => value) as Overloaded);
    expectTypeOf(overloaded).toEqualTypeOf<Overloaded>();

    const method = traceable("tool")(function method(this: { name: string }, _times: number) {
      return this.name;
    });
    expectTypeOf(method).thisParameter.toEqualTypeOf<{ name: string }>();

    const stream = traceable("llm", { model: "gpt-4o", temperature: 0.2, custom_parameter: "x" })(
      async function* (messages: Message[]) {
        yield messages.length;
      },
    );
    expectTypeOf(stream).returns.toEqualTypeOf<AsyncGenerator<number, void, unknown>>();
    expectTypeOf(traceTool({ maxRetries: 2 })(async (query: string) => query)).toEqualTypeOf<
      (query: string) => Promise<string>
    >();
  });

  it("traced keeps sync and async apart", () => {
    expectTypeOf(traced((value: number) => value, 1)).toEqualTypeOf<Traced<number>>();
    expectTypeOf(traced(async (value: number) => value, 1)).toEqualTypeOf<
      Promise<Traced<number>>
    >();
    expectTypeOf(withContext({ user: "ada" }, () => "value")).toEqualTypeOf<string>();
  });

  it("mistakes are refused", () => {
    const wrong = (): void => {
      // @ts-expect-error -- not a kind
      traceable("robot");
      // @ts-expect-error -- a name is a text
      traceable("tool", { name: 7 });
      // @ts-expect-error -- a count is a number
      updateCurrentLlmRun({ inputTokens: "3" });
      // @ts-expect-error -- the argument's type is the function's
      void traced((value: number) => value, "text");
    };
    expectTypeOf(wrong).toBeFunction();
  });
});
