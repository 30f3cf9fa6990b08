/** Compiled for both kinds of decorators; what it prints must not differ. */
import { traceable } from "@clew/sdk";

class Agent {
  readonly name = "agent";

  @traceable("agent")
  async run(question: string): Promise<string> {
    return `${this.name} ${await this.think(question)} ${Agent.format(this.mood)}`;
  }

  @traceable("llm", { model: "gpt-4o" })
  async think(question: string): Promise<string> {
    return question.toUpperCase();
  }

  @traceable("tool")
  static format(text: string): string {
    return `(${text})`;
  }

  @traceable("tool")
  get mood(): string {
    return "calm";
  }
}

console.log(await new Agent().run("why"));
