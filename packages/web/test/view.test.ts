import { RUN_STATUSES, SPAN_KINDS } from "@clew/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  filterCount,
  GROUPINGS,
  MEASURES,
  pageAddress,
  RANGES,
  SORTS,
  TABS,
  traceAddress,
  type View,
  viewCodec,
  withoutFilters,
} from "../src/state/view.ts";

const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | null> =>
  fc.option(fc.constantFrom(...values));
const word = fc.string({ unit: "binary" });

const views: fc.Arbitrary<View> = fc.record({
  project: word,
  environment: word,
  range: maybe(RANGES),
  status: maybe(RUN_STATUSES),
  kind: maybe(SPAN_KINDS),
  provider: word,
  model: word,
  name: word,
  session: word,
  user: word,
  tag: word,
  minLatencyMs: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
  q: word,
  sort: fc.constantFrom(...SORTS),
  group: fc.constantFrom(...GROUPINGS),
  by: fc.constantFrom(...MEASURES),
  span: word,
  tab: maybe(TABS),
});

test("every view survives the way through the URL", () => {
  fc.assert(
    fc.property(views, (view) => {
      expect(viewCodec.parse(viewCodec.format(view))).toEqual(view);
    }),
  );
});

test("any query string gives a view, and that view is stable", () => {
  fc.assert(
    fc.property(fc.string(), (search) => {
      const view = viewCodec.parse(search);
      expect(viewCodec.parse(viewCodec.format(view))).toEqual(view);
    }),
  );
});

test("the default view is the bare address", () => {
  expect(viewCodec.format(viewCodec.parse(""))).toBe("");
  expect(pageAddress("/", viewCodec.parse("?span=abc&tab=raw"))).toBe("/");
});

test("what is not a known word is the default", () => {
  const view = viewCodec.parse("?status=exploded&sort=__proto__&minLatencyMs=-3&range=9d&kind=");
  expect(view).toMatchObject({
    status: null,
    sort: "-startTime",
    minLatencyMs: null,
    range: null,
    kind: null,
  });
  expect(viewCodec.parse("?minLatencyMs=").minLatencyMs).toBeNull();
});

test("a trace's address keeps the list's filters for the way back", () => {
  const view = viewCodec.parse("?status=failed&q=refund&sort=-costUsd");
  const address = traceAddress("0af7651916cd43dd8448eb211c80319c", view, "b7ad6b7169203331");
  const [path, search = ""] = address.split("?");
  expect(path).toBe("/traces/0af7651916cd43dd8448eb211c80319c");
  expect(pageAddress("/", viewCodec.parse(search))).toBe(pageAddress("/", view));
});

test("clearing the filters keeps project, environment and time", () => {
  const view = viewCodec.parse("?project=a&environment=b&range=7d&q=x&minLatencyMs=0&tag=t");
  expect(filterCount(view)).toBe(3);
  expect(viewCodec.format(withoutFilters(view))).toBe("?project=a&environment=b&range=7d");
});
