/** What a case is made of: a program over a driver, and what must be recorded of it. */

export type AnyFunction = (...args: never[]) => unknown;

export type Kind = "agent" | "llm" | "tool";

/** How a case's program traces: the same few verbs for every SDK. */
export interface Driver {
  /** Sets the SDK up to send to the collecting server. */
  init(url: string): void | Promise<void>;
  /** The traced twin of a function. `stream` says that it returns chunks, for SDKs whose documentation asks for it. */
  trace<F extends AnyFunction>(kind: Kind, name: string, target: F, hint?: "stream"): F;
  /** The decorators the SDK documents; a flavour it has none for is absent. */
  decorators?: Partial<Record<Flavour, (kind: Kind, name: string) => MethodMark>>;
  /** Delivers what was recorded. Absent: the SDK documents none, and the program just ends. */
  flush?(): Promise<unknown>;
}

export type Flavour = "standard" | "legacy";
/** A decorator of either flavour; what its arguments are is between the compiler and the SDK. */
export type MethodMark = (...args: never[]) => never;

/** How a span ended; `open` never did. */
export type Status = "ok" | "failed" | "cancelled" | "open";

/** A recorded span, whichever SDK sent it. Times in milliseconds. */
export interface Recorded {
  id: string;
  parentId: string | null;
  name: string;
  status: Status;
  input: unknown;
  output: unknown;
  start: number;
  end: number | null;
}

/** What a recorded value must be. */
export interface Check {
  readonly says: string;
  readonly holds: (value: unknown) => boolean;
}

/** A span that must be recorded, and below it those it must have; no others may be there. */
export interface Expected {
  readonly name: string;
  /** Default `ok`. */
  readonly status?: Exclude<Status, "open">;
  /** What stands for `cancelled` in an SDK that has no such status. */
  readonly otherwise?: "ok" | "failed";
  readonly input?: Check;
  readonly output?: Check;
  /** Shortest duration in milliseconds. */
  readonly minMs?: number;
  /** Longest duration in milliseconds. */
  readonly maxMs?: number;
  readonly children?: readonly Expected[];
}

export interface Case {
  /** `family/what`. */
  readonly id: string;
  readonly title: string;
  /** The program. What it resolves to is plain JSON and must be what it is without tracing. */
  readonly run: (driver: Driver) => unknown;
  /** The roots that must be recorded; null where that is left to the SDK. */
  readonly expected: readonly Expected[] | null;
  /** The decorators it is about: "no API" for SDKs without. */
  readonly flavour?: Flavour;
  /** It is about the traced function itself: "no API" for SDKs that only trace calls. */
  readonly isAboutWrapper?: boolean;
  /** Nothing is flushed and the process ends by itself. */
  readonly isUnflushed?: boolean;
  /** Nothing listens where the SDK sends to; nothing is expected to be recorded. */
  readonly isServerAway?: boolean;
  /** Nothing may be printed. */
  readonly isQuiet?: boolean;
}

/** A span that must be there. */
export function span(name: string, ...rest: (Omit<Expected, "name"> | Expected)[]): Expected {
  const children = rest.filter((part): part is Expected => "name" in part);
  const fields = rest.filter((part) => !("name" in part));
  return Object.assign({ name, children }, ...fields) as Expected;
}

/** Equal as JSON. */
export function equal(value: unknown): Check {
  const wanted = JSON.stringify(value);
  return { says: wanted, holds: (found) => JSON.stringify(found) === wanted };
}

/** The text of a stream's chunks, joined or as a list; or the same text as one value. */
export function chunks(...texts: string[]): Check {
  const wanted = texts.join("");
  return {
    says: JSON.stringify(wanted),
    holds: (found) => found === wanted || JSON.stringify(found) === JSON.stringify(texts),
  };
}

/** Every text occurs somewhere in the value. */
export function mentions(...texts: string[]): Check {
  return {
    says: `something with ${texts.join(", ")}`,
    holds: (found) => texts.every((text) => textOf(found).includes(text)),
  };
}

/** The one text occurs, the other does not. */
export function mentionsNot(present: string, absent: string): Check {
  return {
    says: `${present}, not ${absent}`,
    holds: (found) => textOf(found).includes(present) && !textOf(found).includes(absent),
  };
}

/** The value takes at most so many characters as JSON, and mentions a text. */
export function atMost(characters: number, text: string): Check {
  return {
    says: `at most ${characters} characters`,
    holds: (found) => textOf(found).length <= characters && textOf(found).includes(text),
  };
}

function textOf(value: unknown): string {
  return JSON.stringify(value) ?? "";
}

/** What a call gave: some SDKs make every call an asynchronous one, which is a case of its own. */
export async function resolved<T>(result: T | PromiseLike<T>): Promise<T> {
  return result;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
