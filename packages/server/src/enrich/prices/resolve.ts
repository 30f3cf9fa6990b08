/** Finds the prices of a call: reported provider and model name in, an entry of the catalogue out. Pure and slow; callers remember. */
import type { Catalogue, ModelPrices, ProviderPrices } from "./catalogue.ts";
import { matches } from "./match.ts";
import { providerId, providerOfModel } from "./provider.ts";

export interface Found {
  provider: string;
  model: ModelPrices;
}

/** `-20250929`, also before a bedrock version or a suffix. */
const COMPACT_DATE = /([-@])(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[-:]|$)/;
const DATE_AT_END = /[-@]20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])$/;
/** `models/…`, `publishers/google/models/…`, `projects/…/models/…` */
const MODEL_PATH = /^(?:.*\/)?models\//;

/** The entry for a call, or null when the provider or the model is not in the catalogue. */
export function findPrices(
  catalogue: Catalogue,
  provider: string | null,
  model: string,
): Found | null {
  const name = model.trim().toLowerCase();
  const id = provider === null ? "infer" : providerId(provider);
  if (id === null || name === "") return null;
  if (id !== "infer") return findIn(catalogue, id, name);
  const slash = name.indexOf("/");
  const prefix = slash > 0 ? providerId(name.slice(0, slash)) : null;
  if (prefix !== null && prefix !== "infer") {
    return findIn(catalogue, prefix, name.slice(slash + 1));
  }
  if (prefix === "infer") return findPrices(catalogue, null, name.slice(slash + 1));
  const sole = providerOfModel(name);
  return sole === null ? null : findIn(catalogue, sole, name);
}

function findIn(catalogue: Catalogue, id: string, name: string): Found | null {
  const seller = catalogue.providers.find((provider) => provider.id === id);
  if (seller === undefined) return null;
  const makers = (seller.fallback ?? []).flatMap((maker) =>
    catalogue.providers.filter((provider) => provider.id === maker),
  );
  for (const spelling of spellings(name, [seller, ...makers])) {
    for (const provider of [seller, ...makers]) {
      const model = provider.models.find((candidate) => fits(candidate, spelling));
      if (model !== undefined) return { provider: id, model };
    }
  }
  return null;
}

function fits(model: ModelPrices, name: string): boolean {
  return model.match === undefined
    ? model.id.toLowerCase() === name
    : model.match.some((rule) => matches(rule, name));
}

/** The name as it is, then without what surrounds it, then without its date: a dated snapshot costs what its family costs. */
function spellings(name: string, providers: readonly ProviderPrices[]): Set<string> {
  const plain = [name];
  const slash = name.indexOf("/");
  const prefix = slash > 0 ? providerId(name.slice(0, slash)) : null;
  if (providers.some((provider) => provider.id === prefix)) plain.push(name.slice(slash + 1));
  if (name.startsWith("arn:")) plain.push(name.slice(name.lastIndexOf("/") + 1));
  plain.push(name.replace(MODEL_PATH, ""));
  const dashed = plain.map((spelling) => spelling.replace(COMPACT_DATE, "-$2-$3-$4"));
  const dateless = dashed.map((spelling) => spelling.replace(DATE_AT_END, ""));
  return new Set([...plain, ...dashed, ...dateless]);
}
