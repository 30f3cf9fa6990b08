/** Reads query parameters one by one; whatever is not as documented is a 400 that names it and what is allowed. */
import { LIMITS, type Micros, parseTime, toMicros } from "@clew/model";
import { Problem } from "../core/problem.ts";

const UNIT_MICROS: Readonly<Record<string, number>> = {
  m: 60_000_000,
  h: 3_600_000_000,
  d: 86_400_000_000,
  w: 604_800_000_000,
};

export class Parameters {
  private readonly search: URLSearchParams;
  private readonly now: number;

  /** `now` in milliseconds since 1970. Throws Problem when a parameter is none of `known`. */
  constructor(search: URLSearchParams, known: readonly string[], now: number) {
    this.search = search;
    this.now = now;
    for (const name of search.keys()) {
      if (!known.includes(name))
        throw bad(name, `unknown parameter; known are ${known.join(", ")}`);
    }
  }

  /** Undefined when absent or empty. */
  text(name: string): string | undefined {
    const values = this.search.getAll(name).filter((value) => value !== "");
    if (values.length > 1) throw bad(name, "must be given once");
    const value = values[0];
    if (value !== undefined && value.length > LIMITS.nameChars) {
      throw bad(name, `must have at most ${LIMITS.nameChars} characters`);
    }
    return value;
  }

  /** A parameter that may be repeated: any of its values. */
  texts(name: string): string[] {
    const values = this.search.getAll(name).filter((value) => value !== "");
    if (values.length > LIMITS.pageSize) {
      throw bad(name, `must be given at most ${LIMITS.pageSize} times`);
    }
    return values;
  }

  /** Repeated or separated by commas, each one of `allowed`. */
  choices<T extends string>(name: string, allowed: readonly T[]): T[] {
    return this.texts(name)
      .flatMap((value) => value.split(","))
      .map((value) => toChoice(name, value, allowed));
  }

  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : toChoice(name, value, allowed);
  }

  /** A number of at least 0. */
  amount(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!/^\d+(\.\d+)?$/.test(value) || !Number.isFinite(number)) {
      throw bad(name, "must be a number of at least 0");
    }
    return number;
  }

  /** A whole number from 1 to `most`. */
  count(name: string, most: number): number | undefined {
    const value = this.amount(name);
    if (value === undefined) return undefined;
    if (!Number.isInteger(value) || value < 1 || value > most) {
      throw bad(name, `must be a whole number from 1 to ${most}`);
    }
    return value;
  }

  /** An ISO 8601 time, or one relative to now such as `24h` or `7d`. */
  time(name: string): Micros | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const relative = /^(\d{1,6})([mhdw])$/.exec(value);
    if (relative !== null) {
      const ago = Number(relative[1]) * (UNIT_MICROS[relative[2] ?? ""] ?? 0);
      return toMicros(Math.max(0, this.now * 1000 - ago)) ?? undefined;
    }
    const time = parseTime(value);
    if (time === null) {
      throw bad(name, "must be an ISO 8601 time, or a time before now such as 30m, 24h, 7d or 2w");
    }
    return time;
  }
}

export function bad(name: string, detail: string): Problem {
  return new Problem(400, `\`${name}\` ${detail}`, { field: name });
}

function toChoice<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw bad(name, `must be one of ${allowed.join(", ")}`);
  return found;
}
