/** Decorators of both flavours, on classes compiled as a user's build would. */
import {
  type Case,
  type Driver,
  equal,
  type Flavour,
  type Kind,
  type MethodMark,
  span,
} from "../case.ts";
import { compiled } from "../compile.ts";

type Run = (mark: (kind: Kind, name: string) => MethodMark) => Promise<string>;

const METHODS = span(
  "run",
  { output: equal("agent WHY (calm)") },
  span("think", { output: equal("WHY") }),
  span("format", { output: equal("(calm)") }),
);

async function runFixture(
  driver: Driver,
  flavour: Flavour,
  file: "both" | "standard",
  name = "run",
): Promise<unknown> {
  const mark = driver.decorators?.[flavour];
  if (mark === undefined) throw new Error(`no ${flavour} decorators`);
  const fixture = (await import(compiled(flavour, file))) as Readonly<Record<string, Run>>;
  return fixture[name]?.(mark);
}

export const DECORATORS: readonly Case[] = [
  {
    id: "decorator/standard",
    title: "standard decorator on a method and a static one",
    flavour: "standard",
    run: (driver) => runFixture(driver, "standard", "both"),
    expected: [METHODS],
  },
  {
    id: "decorator/private",
    title: "standard decorator on a private method",
    flavour: "standard",
    run: (driver) => runFixture(driver, "standard", "standard", "runPrivate"),
    expected: [span("run", { output: equal("WHY") })],
  },
  {
    id: "decorator/getter",
    title: "standard decorator on a getter",
    flavour: "standard",
    run: (driver) => runFixture(driver, "standard", "standard", "runGetter"),
    expected: [span("mood", { output: equal("calm") })],
  },
  {
    id: "decorator/legacy",
    title: "legacy (experimentalDecorators) on a method and a static one",
    flavour: "legacy",
    run: (driver) => runFixture(driver, "legacy", "both"),
    expected: [METHODS],
  },
];
