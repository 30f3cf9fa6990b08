/** Row 2.1: two tools run in parallel under one agent; the model call waits for both. */
import { setTimeout as sleep } from "node:timers/promises";
import { traceable, updateCurrentLlmRun } from "@clew/sdk";
import { OpenAI } from "openai";
import { openaiEndpoint } from "../support/endpoint.ts";

const client = new OpenAI(openaiEndpoint());

const fetchWeather = traceable("tool", { name: "fetch_weather" })(async function fetchWeather(
  city: string,
) {
  await sleep(100);
  return `${city} is dry at 22 degrees with a light wind.`;
});

const fetchNews = traceable("tool", { name: "fetch_news" })(async function fetchNews(
  topic: string,
) {
  await sleep(100);
  return `Nothing new about ${topic} since yesterday.`;
});

const synthesize = traceable("llm", { name: "synthesize", model: "gpt-4o", provider: "openai" })(
  async function synthesize(messages: OpenAI.ChatCompletionMessageParam[]): Promise<string> {
    const response = await client.chat.completions.create({ model: "gpt-4o", messages });
    updateCurrentLlmRun({
      inputTokens: response.usage?.prompt_tokens,
      outputTokens: response.usage?.completion_tokens,
    });
    return response.choices[0]?.message.content ?? "";
  },
);

const morningBriefing = traceable("agent", { name: "morning_briefing" })(
  async function morningBriefing(city: string, topic: string) {
    const [weather, news] = await Promise.all([fetchWeather(city), fetchNews(topic)]);
    return synthesize([
      {
        role: "user",
        content: `Write a morning briefing from these notes.\nWeather: ${weather}\nNews: ${news}`,
      },
    ]);
  },
);

console.log(await morningBriefing("Heraklion", "ferry strikes"));
