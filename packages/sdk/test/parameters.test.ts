import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { parseParameters } from "../src/capture/parameters.ts";

/** Functions from text: a formatter or transpiler must not change what is parsed. */
const from = (source: string): ((...args: never[]) => unknown) =>
  runInNewContext(`(${source})`) as () => unknown;

describe("parameter names", () => {
  it.each<[string, (string | undefined)[], number]>([
    ["function (city, days) {}", ["city", "days"], -1],
    ["function named ( city ) {}", ["city"], -1],
    ["async function* stream(prompt) {}", ["prompt"], -1],
    ["() => 1", [], -1],
    ["city => city", ["city"], -1],
    ["async city => city", ["city"], -1],
    ["async => async", ["async"], -1],
    ["async (city, ...rest) => 1", ["city", "rest"], 1],
    ["(city = 'a,b', days = (1, 2), f = (x) => x) => 1", ["city", "days", "f"], -1],
    ["({ city, days }, [first], last) => 1", [undefined, undefined, "last"], -1],
    ["(...[first, second]) => 1", [undefined], 0],
    ["(a /* the, first */, // b, c\n d) => 1", ["a", "d"], -1],
    ["(a = `x${'),'}`, b) => 1", ["a", "b"], -1],
    ["(straße, $x, _y, ключ) => 1", ["straße", "$x", "_y", "ключ"], -1],
    ["(a = '\\'', b = \"\\\\\") => 1", ["a", "b"], -1],
    ["Math.max", [], -1],
    ["function (a) {}.bind(null)", [], -1],
    ["class { constructor(a) {} }", [], -1],
  ])("of %s", (source, names, restIndex) => {
    expect(parseParameters(from(source))).toEqual({ names, restIndex });
  });

  it.each<[string, string, string]>([
    ["async run(question) {}", "run", "question"],
    ['["x(y"](value) {}', "x(y", "value"],
    ["*walk(tree) {}", "walk", "tree"],
    ["set city(name) {}", "city", "name"],
  ])("of the method %s", (source, key, name) => {
    const object = runInNewContext(`({ ${source} })`) as object;
    const descriptor = Object.getOwnPropertyDescriptor(object, key) as Record<
      string,
      () => unknown
    >;
    const target = descriptor.value ?? descriptor.set;
    expect(target && parseParameters(target).names).toEqual([name]);
  });
});
