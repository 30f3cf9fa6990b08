/** A small traced program, deterministic in what it prints; exits by itself with code 7. */
import { traceable } from "@clew/sdk";

const lookUp = traceable("tool")(async function lookUp(city: string) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (city === "Atlantis") throw new Error("no such city");
  return { city, celsius: city.length };
});

const words = traceable("llm", { model: "gpt-4o", provider: "openai" })(async function* words(
  text: string,
) {
  for (const word of text.split(" ")) yield word;
});

const report = traceable("agent")(async function report(cities: string[]) {
  const found = await Promise.allSettled(cities.map((city) => lookUp(city)));
  for await (const word of words("all done now")) console.log(word);
  return found.map((result) => result.status).join(",");
});

console.log(await report(["Oslo", "Atlantis", "Quito"]));
process.exitCode = 7;
