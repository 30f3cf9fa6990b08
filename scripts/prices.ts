/**
 * Makes packages/server/data/prices.generated.json from the price packages that package.json pins:
 *
 *     node scripts/prices.ts
 *
 * The same packages give the same bytes. To move to newer prices: install them, enter their day of publication
 * in prices/make.ts, run this, review the difference.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { makeCatalogue, writeCatalogue } from "./prices/make.ts";

const TARGET = new URL("../packages/server/data/prices.generated.json", import.meta.url);

const catalogue = await makeCatalogue();
const text = writeCatalogue(catalogue);
writeFileSync(TARGET, text);
for (const provider of catalogue.providers) {
  const second = provider.models.filter((model) => model.source === 1).length;
  console.log(
    `${provider.id.padEnd(12)} ${provider.models.length} models, ${second} from models.dev`,
  );
}
console.log(`${fileURLToPath(TARGET)}: ${Math.round(Buffer.byteLength(text) / 1024)} KiB`);
